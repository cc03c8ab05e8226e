package post_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

const (
	nationalUnits = 3321
	mostBytes     = 100_000 // of a page, before anything packs it
)

// country is a tree of so many communes in provinces of so many each, or right below the whole with 0.
func country(t *testing.T, communes, each int) *orgunit.Tree {
	t.Helper()
	type named map[string]any
	unit := func(id, level, name, parent string) named {
		u := named{"id": id, "level": level, "names": []named{{"text": name}}}
		if parent != "" {
			u["parents"] = []named{{"id": parent}}
		}
		return u
	}
	units := []named{unit("vn", "country", "Việt Nam", "")}
	for i := range communes {
		above := "vn"
		if each > 0 {
			above = fmt.Sprint("p", i/each)
			if i%each == 0 {
				units = append(units, unit(above, "province", fmt.Sprintf("Tỉnh Số %d", i/each+1), "vn"))
			}
		}
		units = append(units, unit(fmt.Sprint("c", i), "commune", fmt.Sprintf("Xã Số %d", i+1), above))
	}
	data, err := json.Marshal(named{"source": "test", "units": units})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := orgunit.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestNationalViews: the first view of the whole country is small and quick, whether its communes stand below provinces or
// all in one list; and every unit can be reached, and is counted, through its pages.
func TestNationalViews(t *testing.T) {
	t.Parallel()
	for name, each := range map[string]int{"by provinces": 98, "in one list": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := open(t, country(t, nationalUnits, each))
			r.update(func(tx *storage.Tx) (err error) {
				r.commander, err = tx.PutPerson(conversation.Person{Name: "Lãnh đạo", Role: conversation.Commander, Unit: "vn"})
				if err != nil {
					return err
				}
				for i := 0; i < nationalUnits; i += 3 {
					_, err := tx.Submit(form.Submission{
						Form: "tuyen_truyen", Kind: form.Event, N: 1, Unit: orgunit.ID(fmt.Sprint("c", i)), Days: period.DateOf(r.now()).Day(),
						SentAt: r.now(), Choices: map[string]string{"topic": "atgt"}, Values: map[string]form.Value{"luot_nguoi": {N: 80}},
					})
					if err != nil {
						return err
					}
				}
				return nil
			})
			r.serve()
			cookie := r.enter(r.commander)
			began := time.Now()
			a := r.get("/bang", cookie)
			a.want(t, 200)
			t.Logf("the first view: %d bytes in %v", len(a.body), time.Since(began).Round(time.Millisecond))
			if len(a.body) > mostBytes {
				t.Errorf("the first view has %d bytes, want at most %d", len(a.body), mostBytes)
			}
			if !strings.Contains(a.body, "1.107/3.321") && !strings.Contains(a.body, "1107/3321") {
				t.Errorf("the first view does not say who has reported")
			}
			wantRows(t, r, "/bang", map[bool]int{true: 34, false: nationalUnits}[each > 0], a)
			if each > 0 {
				wantRows(t, r, "/bang?unit=p0", 98, r.get("/bang?unit=p0", cookie))
			}
		})
	}
}

var (
	rowShape  = regexp.MustCompile(`<th scope="row"><a href="([^"]+)">`)
	nextShape = regexp.MustCompile(`<a href="([^"]+)">(?:Trang sau) ▶</a>`)
)

// wantRows follows the pages of a table to its end: each unit stands there once, and each page is small.
func wantRows(t *testing.T, r *rig, path string, want int, a answer) {
	t.Helper()
	cookie := r.enter(r.commander)
	seen := map[string]bool{}
	for pages := 1; ; pages++ {
		for _, m := range rowShape.FindAllStringSubmatch(a.body, -1) {
			seen[m[1]] = true
		}
		if len(a.body) > mostBytes {
			t.Errorf("page %d of %s has %d bytes, want at most %d", pages, path, len(a.body), mostBytes)
		}
		next := nextShape.FindStringSubmatch(a.body)
		if next == nil || pages > want {
			break
		}
		at, err := url.Parse(strings.ReplaceAll(next[1], "&amp;", "&"))
		if err != nil {
			t.Fatal(err)
		}
		a = r.get(at.RequestURI(), cookie)
		a.want(t, 200)
	}
	if len(seen) != want {
		t.Errorf("%s: the pages hold %d units, want %d", path, len(seen), want)
	}
}
