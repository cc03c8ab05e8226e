package importer_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"danvanbot/bot/importer"
	"danvanbot/bot/orgunit"
)

// BenchmarkUnits reads rows that rename one commune after the other, of a country of 3,321.
func BenchmarkUnits(b *testing.B) {
	type object = map[string]any
	names := func(text string) []object { return []object{{"text": text}} }
	var units []object
	const provinces, communes = 34, 3321
	for i := range provinces {
		units = append(units, object{"id": fmt.Sprintf("p%d", i), "level": "province", "names": names(fmt.Sprintf("Tỉnh Số %d", i))})
	}
	for i := range communes {
		parents := []object{{"id": fmt.Sprintf("p%d", i%provinces)}}
		units = append(units, object{"id": fmt.Sprintf("c%d", i), "level": "commune", "names": names(fmt.Sprintf("Xã Số %d", i)), "parents": parents})
	}
	text, err := json.Marshal(object{"units": units})
	if err != nil {
		b.Fatal(err)
	}
	o := options(importer.Units)
	if o.Tree, err = orgunit.Load(text); err != nil {
		b.Fatal(err)
	}
	r, faults := importer.NewUnits(o, func([]byte) []byte { return nil }, 1, table(unitHeader)[0])
	for n := 0; b.Loop() && len(faults) == 0; n++ {
		row := table(fmt.Sprintf("|đổi tên|1/%d/2028|Xã Số %d|||Phường Số %d||||||", 1+n/communes, n%communes, n))[0]
		_, faults = r.Row(n+2, row)
	}
	if len(faults) > 0 {
		b.Fatal(faults)
	}
}
