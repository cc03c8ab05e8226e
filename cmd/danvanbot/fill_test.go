package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// fill writes reports into the data file, a few in each transaction.
func (p *program) fill(n int) {
	p.t.Helper()
	db, tree, today := p.open(), orgunit.Sample(), period.DateOf(time.Now().In(vietnam()))
	communes := tree.Communes(tree.Roots(today)[0], today)
	var err error
	for from := 0; from < n && err == nil; from += 5 {
		err = db.Update(p.t.Context(), func(tx *storage.Tx) error {
			for i := from; i < min(from+5, n); i++ {
				_, err := tx.Submit(form.Submission{
					Form: "tuyen_truyen", Kind: form.Event, N: 1, Unit: communes[i%len(communes)], Days: today.Day(), SentAt: time.Now(),
					Values: map[string]form.Value{"luot_nguoi": {N: int64(1 + i)}}, Texts: map[string]string{"note": fmt.Sprintf("buổi thứ %d", i+1)},
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := cmp.Or(err, db.Close()); err != nil {
		p.t.Fatal(err)
	}
}

// traced runs the program under strace; the exit code is -1 if it was killed.
func (p *program) traced(args []string, injections ...string) result {
	p.t.Helper()
	return p.run("", append(append(straced(p.t, filepath.Join(p.dir, "trace"), "", injections...), built), args...))
}
