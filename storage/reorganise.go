package storage

import (
	"fmt"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// journaledUnits is a reorganisation in the journal: what changed in the tree, not all of it. The first tree of a file,
// and one that Open took over, are there whole, as JSON.
type journaledUnits struct {
	Patch []byte `cbor:"1,keyasint"` // of orgunit.Tree.Patch
	Hash  string `cbor:"2,keyasint"` // of the tree that it leads to
}

// Reorganise journals another tree of units, and moves what it moves: the cells of reports and stocks, so that they are
// what Rebuild would make of them, and to other units, as people says, persons and open invitations; goals go to whom
// takes a unit over. It costs what lies on the days of the units that it touches, not the number of submissions. The
// drafts in the chats follow when they are gone on with.
func (t *Tx) Reorganise(by uint64, to *orgunit.Tree, people map[orgunit.ID]orgunit.ID) (conversation.Reorganised, error) {
	var done conversation.Reorganised
	before, after := t.units, newUnits(to)
	if before.tree.Hash() == to.Hash() {
		return done, nil
	}
	if err := t.journalUnits(by, to); err != nil {
		return done, err
	}
	if err := t.shift(before, after); err != nil {
		return done, fmt.Errorf("moving what was reported: %w", err)
	}
	t.units = after
	var err error
	if done.People, err = t.movePeople(by, people); err != nil {
		return done, err
	}
	if done.Invitations, err = t.moveInvitations(people); err != nil {
		return done, err
	}
	done.Targets, err = t.moveTargets(before.tree, by)
	return done, err
}

// journalUnits journals and stores a tree. Once reorganised, a file of units that Open is given is no longer the truth.
func (t *Tx) journalUnits(by uint64, to *orgunit.Tree) error {
	payload, err := unitsPayload(t.units.tree, to)
	if err != nil {
		return err
	}
	if _, err := t.journal(entryUnits, by, payload); err != nil {
		return err
	}
	if t.get(bucketUnits, keyGiven) == nil {
		t.set(bucketUnits, keyGiven, seal(formatBytes, []byte(t.units.tree.Hash())))
	}
	t.set(bucketUnits, keyTree, seal(formatBytes, to.JSON()))
	return nil
}

// unitsPayload is a patch, or the whole tree where a patch does not lead to it.
func unitsPayload(from, to *orgunit.Tree) (any, error) {
	patch, err := from.Patch(to)
	if err != nil {
		return nil, err
	}
	patched, err := from.Patched(patch)
	if err != nil || patched.Hash() != to.Hash() {
		return to.JSON(), nil //nolint:nilerr // the whole tree always does
	}
	return journaledUnits{Patch: patch, Hash: to.Hash()}, nil
}

// movePeople gives the people of units that ended to those units that take them.
func (t *Tx) movePeople(by uint64, moves map[orgunit.ID]orgunit.ID) (moved int, err error) {
	all, err := t.People()
	if err != nil {
		return 0, err
	}
	for _, p := range all {
		to, ok := moves[p.Unit]
		if !ok || p.Gone {
			continue
		}
		p.Unit = to
		if _, err := t.ChangePerson(p, by); err != nil {
			return moved, err
		}
		moved++
	}
	return moved, nil
}

func (t *Tx) moveInvitations(moves map[orgunit.ID]orgunit.ID) (moved int, err error) {
	var open []conversation.Invitation
	for key, value := range t.scan(bucketInvitations, nil, nil) {
		var i conversation.Invitation
		if err := decode(value, &i); err != nil {
			return 0, wrap(bucketInvitations, key, err)
		}
		if to, ok := moves[i.Unit]; ok && i.UsedBy == 0 && !i.Revoked {
			i.Unit = to
			open = append(open, i)
		}
	}
	for _, i := range open {
		if err := t.PutInvitation(i); err != nil {
			return moved, err
		}
		moved++
	}
	return moved, nil
}

// moveTargets adds the goals of units that were taken over to those of who took them over, for the year in which that
// happens and those after it. Their own goals stay, as what they were set.
func (t *Tx) moveTargets(before *orgunit.Tree, by uint64) (moved int, err error) {
	var taken []form.Target
	for key, value := range t.scan(bucketTargets, nil, nil) {
		var g form.Target
		if err := decode(value, &g); err != nil {
			return 0, wrap(bucketTargets, key, err)
		}
		taken = append(taken, g)
	}
	for _, s := range t.units.tree.Successions() {
		if _, old := before.Successor(s.Old); old {
			continue
		}
		for _, g := range taken {
			if g.Unit != s.Old || g.Year < s.On.Year() {
				continue
			}
			if err := t.addTarget(s.New, g, by); err != nil {
				return moved, err
			}
			moved++
		}
	}
	return moved, nil
}

// addTarget adds a goal to the one that a unit has. Of goals by other calendars the unit's own stands.
func (t *Tx) addTarget(unit orgunit.ID, g form.Target, by uint64) error {
	g.Unit, g.By = unit, by
	var has form.Target
	ok, err := t.load(bucketTargets, targetKey(g), &has)
	if err != nil {
		return err
	}
	if ok && has.Calendar != g.Calendar {
		return nil
	}
	g.Goal += has.Goal
	return t.PutTarget(g)
}
