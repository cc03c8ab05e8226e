package main

import (
	"context"

	"danvanbot/bot/importer"
	"danvanbot/bot/orgunit"
	"danvanbot/storage"
)

// importUnits reorganises the units as the rows of a file say, and tells what changes.
func (a *app) importUnits(ctx context.Context, db *storage.DB, f fileImport) (storage.ImportResult, error) {
	plan, known, err := a.planUnits(ctx, db, f)
	if err != nil {
		return storage.ImportResult{}, err
	}
	if len(plan.Rows) > 0 {
		if err := a.tellPlan(ctx, db, plan.Operations); err != nil {
			return storage.ImportResult{}, err
		}
	}
	result := storage.ImportResult{New: len(plan.Rows)}
	if !f.dryRun {
		if result, err = db.ImportUnits(ctx, plan); err != nil {
			return result, err
		}
	}
	result.Known = known
	return result, nil
}

// planUnits reads the rows of a file of operations. Nobody waits meanwhile.
func (a *app) planUnits(ctx context.Context, db *storage.DB, f fileImport) (plan storage.UnitImport, known int, err error) {
	var failed error
	said := func(key []byte) (content []byte) {
		err := db.View(ctx, func(tx *storage.ReadTx) (err error) {
			content, err = tx.ImportedRow(key)
			return err
		})
		if err != nil {
			failed = err
		}
		return content
	}
	rows := readRows(f.data, func(line int, header []string) (rowReader[importer.UnitOp], []importer.Fault) {
		return importer.NewUnits(f.options, said, line, header)
	})
	plan = storage.UnitImport{File: f.hash(), Before: f.options.Tree.Hash()}
	for op, err := range faultless(ctx, a, rows) {
		switch {
		case err != nil:
			return plan, known, err
		case op.Known:
			known++
		default:
			plan.Rows = append(plan.Rows, storage.ImportedOp{Key: op.Key, Content: op.Content})
			plan.Operations = append(plan.Operations, op.Operation)
		}
	}
	return plan, known, failed
}

// tellPlan says what operations change, as units -dry-run does.
func (a *app) tellPlan(ctx context.Context, db *storage.DB, ops []orgunit.Operation) error {
	return db.View(ctx, func(tx *storage.ReadTx) error {
		next, changes, err := orgunit.Apply(tx.Tree(), ops)
		if err != nil {
			return err
		}
		return a.printChanges(tx, next, changes)
	})
}
