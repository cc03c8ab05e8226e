package orgunit

import (
	"errors"
	"fmt"
	"slices"

	"danvanbot/bot/period"
)

// merge lets one unit, new or not, take others over: with their past, their people and the units below them.
func (d *draft) merge(op Operation) error {
	if len(op.Units) == 0 {
		return errors.New(`"units" must name those that end`)
	}
	old := make([]ID, len(op.Units))
	for i, name := range op.Units {
		u, err := d.named(name, op.On-1)
		if err != nil {
			return fmt.Errorf("units[%d]: %w", i, err)
		}
		old[i] = u.ID
	}
	into, err := d.taker(op, old)
	if err != nil {
		return err
	}
	ending := 0
	for _, id := range old {
		if id == into {
			continue
		}
		if err := d.finish(id, op.On, []ID{into}, into); err != nil {
			return err
		}
		ending++
	}
	if ending == 0 {
		return refuse(Itself, "it would take itself over and nobody else")
	}
	return nil
}

// taker is the unit that takes over: it exists, or it is made like the first of those that end.
func (d *draft) taker(op Operation, old []ID) (ID, error) {
	if op.Name == "" {
		u, err := d.named(op.Into, op.On)
		if err != nil {
			return "", fmt.Errorf("into: %w", err)
		}
		return u.ID, nil
	}
	made, err := d.alike(op.New, *d.unit(old[0]), op.On)
	if err != nil {
		return "", err
	}
	if op.Parent == "" && slices.ContainsFunc(old, func(id ID) bool { return string(d.unit(id).parentOn(op.On-1)) != made.Parent }) {
		return "", refuse(NeedsParent, `they answer to several units: "parent" must say to which one the new one does`)
	}
	u, err := d.create(ID(op.Into), made, op.On)
	if err != nil {
		return "", err
	}
	return u.ID, nil
}

// alike fills in what a new unit has from the one that it is made of.
func (d *draft) alike(n New, old Unit, on period.Date) (New, error) {
	if n.Level == "" {
		n.Level = old.Level
	}
	if n.Parent != "" {
		return n, nil
	}
	n.Parent = string(old.parentOn(on - 1))
	if up := d.unit(ID(n.Parent)); up != nil && !up.Covers(on) {
		return n, refuse(NeedsParent, `%s ends: "parent" must say to whom %q answers`, n.Parent, n.Name)
	}
	return n, nil
}

// finish ends a unit on a day. Its heir, if there is one, gets the past and what lies below it; its place in groups is
// taken by all in instead.
func (d *draft) finish(id ID, on period.Date, instead []ID, heir ID) error {
	u := d.unit(id)
	if u.To != nil {
		return refuse(Ends, "%s ends on %s already", id, *u.To)
	}
	if u.From != nil && *u.From >= on {
		return refuse(Begins, "%s begins on %s, so it cannot end before", id, *u.From)
	}
	last := on - 1
	u.To = &last
	for _, child := range d.below(id, on) {
		if heir == "" {
			return refuse(Below, "%s still answers to %s: move it first", child.ID, id)
		}
		if err := d.put(child, string(heir), on); err != nil {
			return err
		}
	}
	if heir != "" {
		d.file.Successions = append(d.file.Successions, Succession{Old: id, New: heir, On: on})
	}
	d.regroup(id, instead)
	d.changes.End = append(d.changes.End, Ended{ID: id, Name: u.name(on - 1).Text, On: on, Into: heir})
	return nil
}

// regroup puts units into the place of one in all groups.
func (d *draft) regroup(old ID, instead []ID) {
	for i := range d.file.Groups {
		g := &d.file.Groups[i]
		at := slices.Index(g.Members, old)
		if at < 0 {
			continue
		}
		g.Members = slices.Delete(g.Members, at, at+1)
		for _, id := range instead {
			if !slices.Contains(g.Members, id) {
				g.Members = append(g.Members, id)
			}
		}
		if !slices.Contains(d.changes.Groups, g.ID) {
			d.changes.Groups = append(d.changes.Groups, g.ID)
		}
	}
}

// end closes a unit. The units below it go to another one, if the operation says to whom.
func (d *draft) end(op Operation) error {
	u, err := d.named(op.Unit, op.On-1)
	if err != nil {
		return err
	}
	id := u.ID
	if op.Parent != "" {
		for _, child := range d.below(id, op.On) {
			if err := d.put(child, op.Parent, op.On); err != nil {
				return err
			}
		}
	}
	return d.finish(id, op.On, nil, "")
}

// split makes parts of a unit into units. What was reported before is never divided: it stays with the old unit, or
// goes whole to the one part that the operation names.
func (d *draft) split(op Operation) error {
	u, err := d.named(op.Unit, op.On-1)
	if err != nil {
		return err
	}
	old := *u
	parts, err := d.parts(op, old)
	if err != nil {
		return err
	}
	past, err := part(op.Past, parts)
	if err != nil {
		return fmt.Errorf("past: %w", err)
	}
	people, err := part(op.People, parts)
	if err != nil {
		return fmt.Errorf("people: %w", err)
	}
	if slices.Contains(parts, old.ID) {
		if past != "" && past != old.ID {
			return errors.New("the unit goes on, so its past stays with it")
		}
		return nil
	}
	for _, id := range []ID{people, past, parts[0]} {
		if id != "" {
			d.people[old.ID] = id
			break
		}
	}
	return d.finish(old.ID, op.On, parts, past)
}

// parts makes the new units of a split and lists all of its parts.
func (d *draft) parts(op Operation, old Unit) ([]ID, error) {
	if len(op.Parts) < 2 {
		return nil, errors.New(`"parts" must be at least two`)
	}
	var ids []ID
	for i, p := range op.Parts {
		if u := d.unit(ID(p.Unit)); u != nil {
			if u.ID != old.ID && (u.From == nil || *u.From != op.On) {
				return nil, fmt.Errorf("parts[%d]: %s is there already", i, u.ID)
			}
			ids = append(ids, u.ID)
			continue
		}
		made, err := d.alike(p.New, old, op.On)
		if err != nil {
			return nil, fmt.Errorf("parts[%d]: %w", i, err)
		}
		u, err := d.create(ID(p.Unit), made, op.On)
		if err != nil {
			return nil, fmt.Errorf("parts[%d]: %w", i, err)
		}
		ids = append(ids, u.ID)
	}
	return ids, nil
}

// part checks that one of the parts is named, or none.
func part(id string, parts []ID) (ID, error) {
	if id != "" && !slices.Contains(parts, ID(id)) {
		return "", fmt.Errorf("%q is none of the parts", id)
	}
	return ID(id), nil
}
