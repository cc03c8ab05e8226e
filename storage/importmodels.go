package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// ModelImport is what DB.ImportModels takes in.
type ModelImport struct {
	File   []byte       // SHA-256 of the file
	Models []form.Model // without numbers; no two of one owner and name
	Reason string       // of a new version, where a row says something else than the registry
	DryRun bool         // only tells what would be done
}

// ImportModels takes models into the registry, all of them or, after an error, none. A model of the same name and owner is
// the same one: it gets a new version, unless any version of it says what the row does.
func (db *DB) ImportModels(ctx context.Context, i ModelImport) (result ImportResult, err error) {
	err = db.Update(ctx, func(t *Tx) error {
		known, err := t.registry()
		if err != nil {
			return err
		}
		for n, m := range i.Models {
			if err := t.importModel(i, known[ownName{form.ModelKey(m.Name), m.Owner}], m, &result); err != nil {
				return fmt.Errorf("importing model %d of %d: %w", n+1, len(i.Models), err)
			}
		}
		if result.Number == 0 {
			return errDry
		}
		return nil
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return result, err
}

// ownName is a model's name, to be compared, and its owner.
type ownName struct {
	name  string
	owner orgunit.ID
}

// registry are the numbers of all models.
func (r *ReadTx) registry() (map[ownName]uint64, error) {
	models, err := r.Models()
	known := make(map[ownName]uint64, len(models))
	for _, m := range models {
		known[ownName{form.ModelKey(m.Name), m.Owner}] = m.ID
	}
	return known, err
}

// importModel takes in one model; known is its number, or 0 if it is new.
func (t *Tx) importModel(i ModelImport, known uint64, m form.Model, result *ImportResult) error {
	versions, err := t.ModelVersions(known)
	if err != nil {
		return err
	}
	switch same, err := anySays(versions, m); {
	case err != nil:
		return err
	case same:
		result.Known++
		return nil
	case known != 0:
		result.Changed++
		m.ID, m.Reason, m.Points = known, i.Reason, versions[len(versions)-1].Points
	default:
		result.New++
	}
	if i.DryRun {
		return nil
	}
	if result.Number == 0 {
		if result.Number, err = t.journal(entryImport, 0, journaledImport{File: i.File}); err != nil {
			return err
		}
	}
	_, err = t.PutModel(m)
	return err
}

// anySays tells whether any version says what a row says.
func anySays(versions []form.Model, row form.Model) (bool, error) {
	want, err := modelContent(row)
	if err != nil {
		return false, err
	}
	for _, v := range versions {
		is, err := modelContent(v)
		if err != nil || bytes.Equal(is, want) {
			return err == nil, err
		}
	}
	return false, nil
}

// modelContent is what a row of a file can say of a model.
func modelContent(m form.Model) ([]byte, error) {
	said := form.Model{Name: m.Name, Aliases: m.Aliases, Level: m.Level, Owner: m.Owner, Field: m.Field, Stages: slices.Clone(m.Stages)}
	for i := range said.Stages {
		said.Stages[i].Sub = 0
	}
	return encoding.Marshal(said)
}
