package storage

import (
	"context"
	"errors"
	"fmt"

	"danvanbot/bot/orgunit"
)

// UnitImport is what DB.ImportUnits takes in.
type UnitImport struct {
	File       []byte              // SHA-256 of the file
	Rows       []ImportedOp        // that were not imported before
	Operations []orgunit.Operation // what they say, with the ids of what they make
	Before     string              // hash of the units by which they were read
}

// ImportedOp is a row of a file of operations, as it was read.
type ImportedOp struct {
	Key     []byte `cbor:"1,keyasint"`
	Content []byte `cbor:"2,keyasint"` // hash of what it says
}

// ErrUnitsChanged is returned by ImportUnits when the units are not those by which the rows were read.
var ErrUnitsChanged = errors.New("the units have changed meanwhile; try again")

// ImportedRow gives the hash of what the row of a key said when it was imported; nil, if it was not.
func (r *ReadTx) ImportedRow(key []byte) ([]byte, error) {
	_, content, err := r.importedAs(key)
	return content, err
}

// ImportUnits carries out the operations of a file, all of them or, after an error, none, and notes its rows, so that they are
// known when they come again.
func (db *DB) ImportUnits(ctx context.Context, i UnitImport) (result ImportResult, err error) {
	if len(i.Rows) == 0 {
		return result, nil
	}
	err = db.Update(ctx, func(t *Tx) error {
		if t.Tree().Hash() != i.Before {
			return ErrUnitsChanged
		}
		next, changes, err := orgunit.Apply(t.Tree(), i.Operations)
		if err != nil {
			return err
		}
		if result.Number, err = t.journal(entryImport, 0, journaledImport{File: i.File, Ops: i.Rows}); err != nil {
			return err
		}
		t.enterOps(importedOps{result.Number, i.Rows})
		_, err = t.Reorganise(0, next, changes.People)
		return err
	})
	result.New = len(i.Rows)
	if err != nil {
		return ImportResult{}, fmt.Errorf("importing operations on units: %w", err)
	}
	return result, nil
}

// importedOps are the rows of operations that an entry brought.
type importedOps struct {
	number uint64
	rows   []ImportedOp
}

// enterOps notes rows, so that they are known.
func (t *Tx) enterOps(o importedOps) {
	for _, row := range o.rows {
		t.add(bucketImported, row.Key, seal(formatBytes, numberKey(o.number), row.Content))
	}
}

// noteImport collects the rows of operations on units; those of other files are submissions and models of their own.
func (a *replayed) noteImport(e entry) error {
	var i journaledImport
	if err := decodeCBOR(e.Payload, &i); err != nil {
		return err
	}
	if len(i.Ops) > 0 {
		a.ops = append(a.ops, importedOps{e.Number, i.Ops})
	}
	return nil
}
