package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
)

// merge takes three communes of one province into a new one, and holds that their sum is its figures.
func merge(ctx context.Context, w io.Writer, o *ours) error {
	day := years.To + 1
	parts := []orgunit.ID{communeID(0), communeID(provinces), communeID(2 * provinces)}
	text := fmt.Sprintf(`[{"do": "merge", "on": %q, "units": [%q, %q, %q], "into": "moi", "name": "Xã Mới"}]`, day, parts[0], parts[1], parts[2])
	ops, err := orgunit.ParseOperations([]byte(text))
	if err != nil {
		return err
	}
	before, err := o.total(ctx, parts...)
	if err != nil {
		return err
	}
	start := time.Now()
	err = o.db.Update(ctx, func(tx *storage.Tx) error {
		tree, _, err := orgunit.Apply(tx.Tree(), ops)
		if err != nil {
			return err
		}
		_, err = tx.Reorganise(0, tree, nil)
		return err
	})
	took := time.Since(start)
	if err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	after, err := o.total(ctx, "moi")
	if err != nil {
		return err
	}
	if before != after || before == (total{}) {
		return errors.New("the new commune's figures are not those of the three")
	}
	fmt.Fprintf(w, "\t\t\t\t\t\nmerging three communes\tms\t\t\t\t\ndanvanbot\t%d\t\t\t\t\n", took.Milliseconds())
	return nil
}

// total is all events and amounts of some units, as now.
func (o *ours) total(ctx context.Context, units ...orgunit.ID) (sum total, err error) {
	all := newAnswer(false)
	err = o.db.View(ctx, func(tx *storage.ReadTx) error {
		for _, u := range units {
			row, err := tx.Sum(u, rollup.Now, period.Range{From: period.Dawn, To: years.To})
			if err != nil {
				return err
			}
			all.row(whole, row)
		}
		return nil
	})
	for _, t := range all[1+whole] {
		sum.events, sum.amount = sum.events+t.events, sum.amount+t.amount
	}
	return sum, err
}
