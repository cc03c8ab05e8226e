// Package fill makes data files of any size, for tests and benchmarks.
//
// Promised: the same submissions in every file. Not promised: that they make sense to people.
package fill

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// batch is how many submissions are committed at once.
const batch = 5000

// Years are the days over which the submissions are spread.
var Years = period.Range{From: period.NewDate(2016, time.December, 1), To: period.NewDate(2026, time.November, 22)}

// Submissions adds n made-up submissions of ten years to the communes of the units in force: events of five forms and,
// one in fifty, a declaration of a stock. It tells after each commit how many are done.
func Submissions(ctx context.Context, db *storage.DB, n int, progress func(done, total int)) error {
	f := filler{rng: rand.New(rand.NewPCG(1, 2)), communes: map[period.Date][]orgunit.ID{}} //nolint:gosec // the same each time
	f.tree = db.Tree()
	for done := 0; done < n; done += batch {
		progress(done, n)
		err := db.Update(ctx, func(tx *storage.Tx) error {
			for range min(batch, n-done) {
				if _, err := tx.Submit(f.submission()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("filling: %w", err)
		}
	}
	progress(n, n)
	return nil
}

type filler struct {
	rng      *rand.Rand
	tree     *orgunit.Tree
	communes map[period.Date][]orgunit.ID // by the first day of the month
}

var fillForms = []struct{ form, measure, question, choice string }{
	{"tuyen_truyen", "luot_nguoi", "topic", "atgt"},
	{"tuyen_truyen", "luot_nguoi", "topic", "ma_tuy"},
	{"tinh_nguyen", "luc_luong", "programme", "thu_bay_tinh_nguyen"},
	{"phat_dong_dia_ban", "luot_nguoi", "", ""},
	{"tang_qua", "tien", "beneficiary", "ho_ngheo"},
	{"giup_dan", "ngay_cong", "", ""},
}

func (f *filler) submission() form.Submission {
	day := Years.From + period.Date(f.rng.IntN(Years.Days()))
	unit := f.unit(day)
	s := form.Submission{
		Unit: unit, Days: day.Day(), Reporter: uint64(f.rng.IntN(500) + 1), SentAt: day.Time().Add(9 * time.Hour),
	}
	if f.rng.IntN(50) == 0 {
		s.Form, s.Kind = "to_annd", form.Stock
		s.Values = map[string]form.Value{form.StockCount: {N: f.rng.Int64N(40)}}
		return s
	}
	what := fillForms[f.rng.IntN(len(fillForms))]
	s.Form, s.Kind, s.N = what.form, form.Event, 1
	s.Values = map[string]form.Value{what.measure: {N: f.rng.Int64N(200) + 1, Hedge: form.Hedge(f.rng.IntN(2))}}
	if what.question != "" {
		s.Choices = map[string]string{what.question: what.choice}
	}
	s.Texts = map[string]string{"place": "nhà rông thôn " + fmt.Sprint(f.rng.IntN(20))}
	return s
}

// unit is any commune that existed on a day.
func (f *filler) unit(day period.Date) orgunit.ID {
	year, month, _ := day.YMD()
	first := period.NewDate(year, month, 1)
	if f.communes[first] == nil {
		for _, root := range f.tree.Roots(first) {
			f.communes[first] = append(f.communes[first], f.tree.Communes(root, first)...)
		}
	}
	all := f.communes[first]
	return all[f.rng.IntN(len(all))]
}
