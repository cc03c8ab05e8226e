package storage

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"danvanbot/bot/form"
)

// Import is what DB.Import takes in.
type Import struct {
	File     []byte            // SHA-256 of the file
	Rows     []form.Submission // each with its Imported, all but the number of the import
	Reason   string            // of a new version, where a row says something else than the last time
	DryRun   bool              // only tells what would be done
	Progress func(done int)    // rows looked at; nil: nobody wants to know
}

// ImportResult tells what became of an import.
type ImportResult struct {
	Number  uint64 // of the import's journal entry; 0 if nothing was to be done
	New     int    // submissions
	Changed int    // submissions that got a new version
	Known   int    // rows that had been imported before as they are
}

// journaledImport stands before the submissions of an import.
type journaledImport struct {
	File    []byte `cbor:"1,keyasint"`
	Rows    int    `cbor:"2,keyasint"`
	New     int    `cbor:"3,keyasint"`
	Changed int    `cbor:"4,keyasint"`
}

// errDry takes back what a dry run found out.
var errDry = errors.New("a dry run")

// packImported is what the imported bucket keeps of a submission.
func packImported(s form.Submission) []byte {
	return seal(formatBytes, append(numberKey(s.ID), s.Imported.Content...))
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
// Other writers wait meanwhile.
func (db *DB) Import(ctx context.Context, i Import) (result ImportResult, err error) {
	err = db.Update(ctx, func(t *Tx) error {
		t.over.bulk = true
		rows, err := t.toImport(i.Rows, &result)
		if err != nil {
			return err
		}
		if i.DryRun || len(rows) == 0 {
			return errDry
		}
		return t.importRows(ctx, i, rows, &result)
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return result, err
}

// toImport are the rows that are new or changed; the latter get the number of their submission.
func (t *Tx) toImport(all []form.Submission, result *ImportResult) ([]form.Submission, error) {
	rows := make([]form.Submission, 0, len(all))
	for _, s := range all {
		id, content, err := t.importedAs(s.Imported.Key)
		switch {
		case err != nil:
			return nil, err
		case id == 0:
			result.New++
		case bytes.Equal(content, s.Imported.Content):
			result.Known++
			continue
		default:
			result.Changed++
		}
		s.ID = id
		rows = append(rows, s)
	}
	return rows, nil
}

func (t *Tx) importRows(ctx context.Context, i Import, rows []form.Submission, result *ImportResult) error {
	number, err := t.journal(entryImport, 0, journaledImport{File: i.File, Rows: len(i.Rows), New: result.New, Changed: result.Changed})
	if err != nil {
		return err
	}
	result.Number = number
	for n, s := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		from := *s.Imported
		from.Import = number
		s.Imported, s.SentAt = &from, t.at
		if s.ID != 0 {
			s.Reason = i.Reason
		}
		if _, err := t.Submit(s); err != nil {
			return fmt.Errorf("importing row %d of %d: %w", n+1, len(rows), err)
		}
		rows[n] = form.Submission{} // what was taken in need not stay in memory
		if i.Progress != nil {
			i.Progress(n + 1)
		}
	}
	return nil
}
