package orgunit

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"danvanbot/bot/period"
)

// found makes a new unit.
func (d *draft) found(op Operation) error {
	if op.Level == "" {
		op.Level = Commune
	}
	_, err := d.create(ID(op.Unit), op.New, op.On)
	return err
}

// create adds a unit that begins on a day; without an id it gets one made of its name.
func (d *draft) create(id ID, n New, on period.Date) (*Unit, error) {
	if properOf(n.Name).key() == "" {
		return nil, errors.New(`a new unit needs a "name", with its level word: "Xã Bờ Y"`)
	}
	if id == "" {
		id = d.freeID(n)
	}
	if d.unit(id) != nil || d.tree.groups[id] != nil {
		return nil, fmt.Errorf("the id %q is used already, and ids are never re-used", id)
	}
	u := Unit{ID: id, Level: n.Level, Validity: Validity{From: &on}, Names: []Name{{Text: n.Name, Code: n.Code, Aliases: n.Aliases}}}
	if n.Parent != "" {
		up, err := d.named(n.Parent, on)
		if err != nil {
			return nil, fmt.Errorf("parent: %w", err)
		}
		u.Parents = []Parent{{ID: up.ID}}
	}
	d.at[id] = len(d.file.Units)
	d.file.Units = append(d.file.Units, u)
	d.changes.Begin = append(d.changes.Begin, Begun{id, n.Name, on})
	return d.unit(id), nil
}

// longestMade is how long an id made of a name is, at most; a number may follow.
const longestMade = 20

// freeID makes an id of a name: "xa-bo-y", and with a number where that is used.
func (d *draft) freeID(n New) ID {
	id := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, strings.Join(foldAll(words(n.Name)), "-"))
	id = strings.Trim(id[:min(len(id), longestMade)], "-")
	if id == "" {
		id = "u"
	}
	for free, i := ID(id), 2; ; i++ {
		if d.unit(free) == nil && d.tree.groups[free] == nil {
			return free
		}
		free = ID(fmt.Sprintf("%s-%d", id, i))
	}
}

// rename gives a unit another name, code or aliases; what the operation does not say stays.
func (d *draft) rename(op Operation) error {
	u, err := d.named(op.Unit, op.On)
	if err != nil {
		return err
	}
	old := *u.name(op.On)
	next := Name{Validity: Validity{From: &op.On}, Text: old.Text, Code: old.Code, Aliases: old.Aliases}
	if op.Name != "" {
		next.Text, next.Aliases = op.Name, op.Aliases
	} else if op.Aliases != nil {
		next.Aliases = op.Aliases
	}
	if op.Code != "" {
		next.Code = op.Code
	}
	if properOf(next.Text).key() == "" {
		return fmt.Errorf("name %q has no word", next.Text)
	}
	validity := func(n *Name) *Validity { return &n.Validity }
	if u.Names, err = cut(u.Names, op.On, validity); err != nil {
		return err
	}
	u.Names = append(u.Names, next)
	d.changes.Rename = append(d.changes.Rename, Renamed{u.ID, old.Text, next.Text, op.On})
	return nil
}

// cut ends what a unit has on a day, so that something else can begin. What was entered for later stands against it.
func cut[T any](list []T, on period.Date, validity func(*T) *Validity) ([]T, error) {
	kept := list[:0]
	last := on - 1
	for i := range list {
		v := validity(&list[i])
		switch r := v.bounds(); {
		case r.From == on:
			continue // replaced on the very day
		case r.From > on:
			return nil, refuse(Later, "something else was entered already for %s", r.From)
		case r.To >= on:
			v.To = &last
		}
		kept = append(kept, list[i])
	}
	return kept, nil
}

func (d *draft) move(op Operation) error {
	u, err := d.named(op.Unit, op.On)
	if err != nil {
		return err
	}
	return d.put(u, op.Parent, op.On)
}

// put lets a unit answer to another one, by name, from a day on; to nobody if there is no name.
func (d *draft) put(u *Unit, parent string, on period.Date) error {
	m := Moved{ID: u.ID, Name: u.name(on).Text, From: u.parentOn(on), On: on}
	if parent != "" {
		up, err := d.named(parent, on)
		if err != nil {
			return fmt.Errorf("parent: %w", err)
		}
		m.To = up.ID
	}
	if m.From == m.To {
		return refuse(Already, "%s answers to %q already", u.ID, m.To)
	}
	validity := func(p *Parent) *Validity { return &p.Validity }
	parents, err := cut(u.Parents, on, validity)
	if err != nil {
		return fmt.Errorf("%s: %w", u.ID, err)
	}
	if m.To != "" {
		parents = append(parents, Parent{ID: m.To, Validity: Validity{From: &on}})
	}
	u.Parents = parents
	d.changes.Move = append(d.changes.Move, m)
	return nil
}

// gather makes a group, or changes or ends it.
func (d *draft) gather(op Operation) error {
	id := ID(op.Unit)
	if id == "" {
		id = d.freeID(op.New)
	}
	var members []ID
	for i, name := range op.Units {
		u, err := d.lasting(name, op.On)
		if err != nil {
			return fmt.Errorf("units[%d]: %w", i, err)
		}
		members = append(members, u.ID)
	}
	i := slices.IndexFunc(d.file.Groups, func(g Group) bool { return g.ID == id })
	switch {
	case i < 0 && (op.Name == "" || members == nil):
		return errors.New(`a new group needs a "name" and "units"`)
	case i < 0:
		d.file.Groups = append(d.file.Groups, Group{ID: id, Name: op.Name, Aliases: op.Aliases, Members: members, Validity: Validity{From: &op.On}})
	default:
		d.change(&d.file.Groups[i], op, members)
	}
	d.changes.Groups = append(d.changes.Groups, id)
	return nil
}

// lasting finds a unit that goes on, since a group is of today's units.
func (d *draft) lasting(text string, on period.Date) (*Unit, error) {
	u, err := d.find(text, on)
	if err != nil {
		return nil, err
	}
	if u.To != nil {
		return nil, refuse(Ends, "%s ends on %s: name what it has become", u.ID, u.To)
	}
	return u, nil
}

func (d *draft) change(g *Group, op Operation, members []ID) {
	if members == nil {
		last := op.On - 1
		g.To = &last
		return
	}
	g.Members, g.To = members, nil
	if op.Name != "" {
		g.Name, g.Aliases = op.Name, op.Aliases
	}
}
