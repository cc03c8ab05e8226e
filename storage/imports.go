package storage

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"

	"danvanbot/bot/form"
)

// Import is what DB.Import takes in.
type Import struct {
	File     []byte                            // SHA-256 of the file
	Rows     iter.Seq2[form.Submission, error] // each with its Imported, all but the number of the import; an error ends it all
	Reason   string                            // of a new version, where a row says something else than the last time
	DryRun   bool                              // only tells what would be done
	Progress func(done int)                    // rows looked at; nil: nobody wants to know
}

// ImportResult tells what became of an import.
type ImportResult struct {
	Number  uint64 // of the import's journal entry; 0 if nothing was to be done
	New     int    // submissions
	Changed int    // submissions that got a new version
	Known   int    // rows that had been imported before as they are
}

// Rows is how many rows there were.
func (r ImportResult) Rows() int { return r.New + r.Changed + r.Known }

// journaledImport stands before the submissions of an import, which name it, or before the units that its operations lead to.
type journaledImport struct {
	File []byte       `cbor:"1,keyasint"`
	Ops  []ImportedOp `cbor:"2,keyasint,omitempty"` // the rows of a file of operations on units
}

// errDry takes back what a dry run found out.
var errDry = errors.New("a dry run")

// packImported is what the imported bucket keeps of a submission.
func packImported(s form.Submission) []byte {
	return seal(formatBytes, numberKey(s.ID), s.Imported.Content)
}

// importedAs finds the submission that a row became, and what the row said then; 0 if it is new.
func (r *ReadTx) importedAs(key []byte) (id uint64, content []byte, err error) {
	value := r.get(bucketImported, key)
	if value == nil {
		return 0, nil, nil
	}
	payload, err := unseal(formatBytes, value)
	if err == nil && len(payload) < 8 {
		err = ErrDamaged
	}
	if err != nil {
		return 0, nil, wrap(bucketImported, key, err)
	}
	return binary.BigEndian.Uint64(payload), payload[8:], nil
}

// Import submits the rows of a file that were not imported before as they are, all of them or, after an error, none. A row
// that says something else than the last time becomes the next version, withdrawn or corrected as the last one may be.
// No two rows may have the same key. Other writers wait meanwhile.
func (db *DB) Import(ctx context.Context, i Import) (result ImportResult, err error) {
	err = db.Update(ctx, func(t *Tx) error {
		t.over.bulk, t.held = true, map[stockOf][]change{}
		for s, err := range i.Rows {
			if err := cmp.Or(err, ctx.Err()); err != nil {
				return err
			}
			if err := t.importRow(i, s, &result); err != nil {
				return fmt.Errorf("importing row %d: %w", result.Rows(), err)
			}
			if i.Progress != nil {
				i.Progress(result.Rows())
			}
		}
		if result.Number == 0 {
			return errDry
		}
		return t.settleStocks()
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return result, err
}

// importRow takes in one row, if it is new or says something new.
func (t *Tx) importRow(i Import, s form.Submission, result *ImportResult) error {
	id, content, err := t.importedAs(s.Imported.Key)
	switch {
	case err != nil:
		return err
	case id == 0:
		result.New++
	case bytes.Equal(content, s.Imported.Content):
		result.Known++
		return nil
	default:
		result.Changed++
		s.ID, s.Reason = id, i.Reason
	}
	if i.DryRun {
		return nil
	}
	if result.Number == 0 {
		if result.Number, err = t.journal(entryImport, 0, journaledImport{File: i.File}); err != nil {
			return err
		}
	}
	s.Imported.Import, s.SentAt = result.Number, t.at
	_, err = t.Submit(s)
	return err
}
