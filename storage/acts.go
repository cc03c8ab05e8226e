package storage

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// everything stands for a unit in acts that are about no unit alone: settings, a restored backup, other units altogether.
const everything orgunit.ID = ""

// actKey puts the acts on a unit side by side, the newest first.
func actKey(unit orgunit.ID, number uint64) []byte {
	return binary.BigEndian.AppendUint64(word(nil, unit), ^number)
}

// Acts are the newest entries before a number that are about any of the units, the newest first, at most limit. With
// before 0 they are the newest of all. The unit "" stands for what is about everything.
func (r *ReadTx) Acts(units []orgunit.ID, before uint64, limit int) ([]conversation.Acted, error) {
	head, err := r.Head()
	if err != nil {
		return nil, err
	}
	if before == 0 || before > head {
		before = head + 1 // a past state knows no later ones
	}
	var numbers []uint64
	for _, u := range units {
		prefix := slices.Clip(word(nil, u))
		found := 0
		for key := range r.scan(bucketActs, prefix, actKey(u, before-1)) {
			if found++; found > limit {
				break
			}
			numbers = append(numbers, ^binary.BigEndian.Uint64(key[len(prefix):]))
		}
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	slices.Reverse(numbers)
	var acts []conversation.Acted
	for _, n := range numbers[:min(limit, len(numbers))] {
		a, err := r.actAt(n)
		if err != nil {
			return nil, err
		}
		acts = append(acts, a)
	}
	return acts, nil
}

// actAt reads what an entry says.
func (r *ReadTx) actAt(number uint64) (conversation.Acted, error) {
	e, err := r.entry(number)
	if err != nil {
		return conversation.Acted{}, err
	}
	a := conversation.Acted{Number: number, At: e.At, By: e.By}
	if err := actOf(e, &a); err != nil {
		return a, wrap(bucketJournal, numberKey(number), err)
	}
	return a, nil
}

// actOf reads what was done.
func actOf(e entry, a *conversation.Acted) (err error) {
	switch e.Kind {
	case entryDeed:
		a.Deed, err = read[conversation.Deed](e.Payload)
	case entryTarget:
		a.Target, err = read[form.Target](e.Payload)
	case entryFreeze:
		a.Freeze, err = read[conversation.Freeze](e.Payload)
	case entryReturn:
		a.Return, err = read[conversation.Return](e.Payload)
	case entryModel:
		a.Model, err = read[form.Model](e.Payload)
	case entrySetting:
		a.Setting, err = read[conversation.Setting](e.Payload)
	case entrySubscription:
		a.Subscription, err = read[conversation.Subscription](e.Payload)
	case entryInvitation:
		j, err := read[journaledInvitation](e.Payload)
		a.Invitation = &conversation.Invitation{Role: j.Role, Unit: j.Unit, UsedBy: j.UsedBy, Revoked: j.Revoked}
		return err
	case entryAnnouncement:
		j, err := read[journaledAnnouncement](e.Payload)
		a.Announced = &conversation.Announcement{Unit: j.Unit, Receivers: j.Receivers}
		return err
	case entryGroup:
		j, err := read[journaledGroup](e.Payload)
		a.Group = &conversation.BoundGroup{Unit: j.Unit, Gone: j.Gone}
		return err
	case entryUnits:
		ids, err := unitsOf(e.Payload)
		a.Units = &conversation.ChangedUnits{IDs: ids}
		return err
	case entryImport:
		a.Import = true
	case entryRestored:
		a.Restored = true
	default:
		return fmt.Errorf("%w: kind %d is no act on a unit", ErrDamaged, e.Kind)
	}
	return err
}

// read decodes the content of an entry.
func read[T any](payload []byte) (*T, error) {
	into := new(T)
	return into, decodeCBOR(payload, into)
}

// enterActs notes an entry with the units that it is about. Imports are noted with each of their rows.
func (t *Tx) enterActs(kind entryKind, number uint64, payload []byte) error {
	units, err := t.actedOn(kind, payload)
	if err != nil {
		return err
	}
	for _, u := range units {
		t.set(bucketActs, actKey(u, number), nothing)
	}
	return nil
}

// actedOn are the units that an entry is about.
func (t *Tx) actedOn(kind entryKind, payload []byte) ([]orgunit.ID, error) {
	switch kind {
	case entryDeed:
		d, err := read[conversation.Deed](payload)
		if d.Kind == conversation.Moved {
			return []orgunit.ID{d.Unit, orgunit.ID(d.From)}, err
		}
		return []orgunit.ID{d.Unit}, err
	case entryReturn:
		r, err := read[conversation.Return](payload)
		if err != nil {
			return nil, err
		}
		numbers, err := t.versions(r.Sub)
		if err != nil || len(numbers) == 0 {
			return nil, err
		}
		s, err := t.submissionAt(numbers[max(0, min(r.Version, len(numbers))-1)])
		return []orgunit.ID{s.Unit}, err
	case entryModel:
		m, err := read[form.Model](payload)
		return ownersOf(*m), err
	case entrySubscription:
		s, err := read[conversation.Subscription](payload)
		q, _ := conversation.ParseQuery(s.Query)
		return []orgunit.ID{q.Unit}, err
	case entryUnits:
		ids, err := unitsOf(payload)
		if len(ids) == 0 {
			ids = []orgunit.ID{everything}
		}
		return ids, err
	case entrySetting, entryRestored:
		return []orgunit.ID{everything}, nil
	default:
		return unitIn(kind, payload)
	}
}

// ownersOf are the units whose model it is: the owner, and those that took it over.
func ownersOf(m form.Model) []orgunit.ID {
	units := []orgunit.ID{m.Owner}
	for _, stage := range m.Stages {
		if stage.Unit != "" && !slices.Contains(units, stage.Unit) {
			units = append(units, stage.Unit)
		}
	}
	return units
}

// unitIn reads the unit of an entry that names one.
func unitIn(kind entryKind, payload []byte) ([]orgunit.ID, error) {
	if kind == entryInvitation {
		i, err := read[journaledInvitation](payload)
		return []orgunit.ID{i.Unit}, err
	}
	var of struct { // goals, freezes, announcements and groups begin alike
		Unit orgunit.ID `cbor:"1,keyasint"`
	}
	err := decodeCBOR(payload, &of)
	return []orgunit.ID{of.Unit}, err
}

// unitsOf are the units that a reorganisation changed; none of a tree that is there whole.
func unitsOf(payload []byte) ([]orgunit.ID, error) {
	if _, whole := wholeTree(payload); whole {
		return nil, nil
	}
	var j journaledUnits
	if err := decodeCBOR(payload, &j); err != nil {
		return nil, err
	}
	var patch struct {
		Units []struct {
			ID orgunit.ID `json:"id"`
		} `json:"units"`
		Successions []struct {
			New orgunit.ID `json:"new"`
		} `json:"successions"`
	}
	if err := json.Unmarshal(j.Patch, &patch); err != nil {
		return nil, fmt.Errorf("%w: a reorganisation: %w", ErrDamaged, err)
	}
	var ids []orgunit.ID
	for _, u := range patch.Units {
		ids = append(ids, u.ID)
	}
	for _, s := range patch.Successions {
		if !slices.Contains(ids, s.New) {
			ids = append(ids, s.New)
		}
	}
	return ids, nil
}

// acts tells whether entries of a kind are noted with units; those of imports are with their rows. Reports are not, nor
// is who has read an announcement: they would bury what was decided, and are shown where they belong.
func (k entryKind) acts() bool {
	switch k {
	case entryDeed, entryReturn, entryUnits, entryInvitation, entryTarget, entryFreeze,
		entryModel, entrySubscription, entrySetting, entryAnnouncement, entryGroup, entryRestored:
		return true
	default:
		return false
	}
}

// deriveActs notes all entries with their units.
func (t *Tx) deriveActs(from replayed) error {
	for _, n := range from.acts {
		e, err := t.entry(n)
		if err != nil {
			return err
		}
		if err := t.enterActs(e.Kind, n, e.Payload); err != nil {
			return wrap(bucketJournal, numberKey(n), err)
		}
	}
	for key := range from.importedTo {
		t.set(bucketActs, []byte(key), nothing)
	}
	return nil
}
