package storage

import (
	"encoding/binary"
	"fmt"

	"danvanbot/bot/form"
)

// Model is the newest version of a model.
func (r *ReadTx) Model(id uint64) (form.Model, bool, error) {
	numbers, err := r.modelVersions(id)
	if err != nil || numbers == nil {
		return form.Model{}, false, err
	}
	m, err := r.modelAt(numbers[len(numbers)-1])
	return m, err == nil, err
}

// ModelVersions are all versions of a model, oldest first.
func (r *ReadTx) ModelVersions(id uint64) ([]form.Model, error) {
	numbers, err := r.modelVersions(id)
	if err != nil {
		return nil, err
	}
	var all []form.Model
	for _, n := range numbers {
		m, err := r.modelAt(n)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// Models are all models in their newest versions, those that are Gone included, in order of their numbers.
func (r *ReadTx) Models() ([]form.Model, error) {
	var all []form.Model
	for key := range r.scan(bucketModels, nil, nil) {
		m, _, err := r.Model(binary.BigEndian.Uint64(key))
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// modelVersions are the journal numbers of a model's versions; nil if there is no such model.
func (r *ReadTx) modelVersions(id uint64) ([]uint64, error) {
	value := r.get(bucketModels, numberKey(id))
	if value == nil {
		return nil, nil
	}
	numbers, err := unpackNumbers(value)
	if err != nil {
		return nil, wrap(bucketModels, numberKey(id), err)
	}
	return numbers, nil
}

func (r *ReadTx) modelAt(number uint64) (form.Model, error) {
	var m form.Model
	e, err := r.entry(number)
	if err != nil {
		return m, err
	}
	if err := decodeCBOR(e.Payload, &m); err != nil {
		return m, wrap(bucketJournal, numberKey(number), err)
	}
	return m, nil
}

// PutModel journals a model, new (ID 0) or changed, and returns it with its number and version.
func (t *Tx) PutModel(m form.Model) (form.Model, error) {
	if err := m.Check(); err != nil {
		return m, err
	}
	numbers, err := t.modelVersions(m.ID)
	switch {
	case err != nil:
		return m, err
	case m.ID == 0:
		t.head.Models++
		m.ID = t.head.Models
	case numbers == nil:
		return m, fmt.Errorf("model %d: %w", m.ID, ErrUnknown)
	}
	m.Version, m.At = len(numbers)+1, t.at
	number, err := t.journal(entryModel, m.By, m)
	if err != nil {
		return m, err
	}
	t.set(bucketModels, numberKey(m.ID), packNumbers(append(numbers, number)))
	return m, nil
}
