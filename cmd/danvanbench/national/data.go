package main

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

const (
	provinces = 34
	communes  = 3321 // of Vietnam since 2025-07-01
)

// years are the days of the reports.
var years = period.Range{From: period.NewDate(2016, time.January, 1), To: period.NewDate(2025, time.December, 31)}

// kinds are the forms that are reported. Each has one measure beside the number of events.
var kinds = [...]struct{ form, measure string }{
	{"tuyen_truyen", "luot_nguoi"},
	{"phat_dong_dia_ban", "luot_nguoi"},
	{"tinh_nguyen", "luc_luong"},
	{"tang_qua", "tien"},
	{"giup_dan", "ngay_cong"},
}

func kindOf(formID string) int {
	for i, k := range kinds {
		if k.form == formID {
			return i
		}
	}
	panic("nothing else was reported: " + formID)
}

// report is one row.
type report struct {
	commune int
	day     period.Date
	kind    int
	amount  int64
}

// province is the province of a commune. The communes of one have codes that follow each other, as the official ones have.
func province(commune int) int { return commune * provinces / communes }

// reports are n rows in the order of their days, as life brings them; the same ones each time.
func reports(n int) iter.Seq[report] {
	return func(yield func(report) bool) {
		random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same each time
		for i := range n {
			r := report{
				commune: random.IntN(communes), day: years.From + period.Date(i*years.Days()/n),
				kind: random.IntN(len(kinds)), amount: random.Int64N(200) + 1,
			}
			if !yield(r) {
				return
			}
		}
	}
}

func communeID(i int) orgunit.ID { return orgunit.ID(fmt.Sprintf("c-%04d", i)) }

func provinceID(i int) orgunit.ID { return orgunit.ID(fmt.Sprintf("p-%02d", i)) }

// country is the unit above all.
const country = orgunit.ID("vn")

// units is the tree: the country, its provinces, and their communes.
func units() (*orgunit.Tree, error) {
	unit := func(id orgunit.ID, level, name string, parent orgunit.ID) map[string]any {
		u := map[string]any{"id": id, "level": level, "names": []map[string]string{{"text": name}}}
		if parent != "" {
			u["parents"] = []map[string]any{{"id": parent}}
		}
		return u
	}
	list := []map[string]any{unit(country, "country", "Việt Nam", "")}
	for i := range provinces {
		list = append(list, unit(provinceID(i), "province", fmt.Sprintf("Tỉnh %d", i), country))
	}
	for i := range communes {
		list = append(list, unit(communeID(i), "commune", fmt.Sprintf("Xã %d", i), provinceID(province(i))))
	}
	text, err := json.Marshal(map[string]any{"units": list})
	if err != nil {
		return nil, err
	}
	return orgunit.Load(text)
}
