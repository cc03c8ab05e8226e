package orgunit

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"danvanbot/bot/period"
)

// goodID keeps ids short enough for the data of a button.
var goodID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,23}$`)

var levels = []Level{Country, Province, District, Commune, Department}

// check finds the first fault of the file and registers ids on the way.
func (t *Tree) check() error {
	t.units, t.groups, t.successor = make(map[ID]*Unit, len(t.file.Units)), map[ID]*Group{}, make(map[ID]Succession, len(t.file.Successions))
	for i := range t.file.Units {
		if err := t.checkUnit(&t.file.Units[i]); err != nil {
			return fmt.Errorf("units[%d] %q: %w", i, t.file.Units[i].ID, err)
		}
	}
	for i, s := range t.file.Successions {
		if err := t.checkSuccession(s); err != nil {
			return fmt.Errorf("successions[%d] %q: %w", i, s.Old, err)
		}
	}
	for i := range t.file.Groups {
		if err := t.checkGroup(&t.file.Groups[i]); err != nil {
			return fmt.Errorf("groups[%d] %q: %w", i, t.file.Groups[i].ID, err)
		}
	}
	for i := range t.file.Units {
		if err := t.checkParents(&t.file.Units[i]); err != nil {
			return fmt.Errorf("units[%d] %q: %w", i, t.file.Units[i].ID, err)
		}
	}
	return t.checkCycles()
}

func (t *Tree) checkID(id ID) error {
	if !goodID.MatchString(string(id)) {
		return errors.New("the id must be 1 to 24 of a-z, 0-9 and -")
	}
	if t.units[id] != nil || t.groups[id] != nil {
		return errors.New("the id is used twice")
	}
	return nil
}

func (t *Tree) checkUnit(u *Unit) error {
	if err := t.checkID(u.ID); err != nil {
		return err
	}
	t.units[u.ID] = u
	switch {
	case !slices.Contains(levels, u.Level):
		return fmt.Errorf("level %q is unknown, want one of %q", u.Level, levels)
	case empty(u.bounds()):
		return fmt.Errorf("to %s is before from", u.To)
	case len(u.Names) == 0:
		return errors.New("names is empty")
	}
	for i, n := range u.Names {
		if slices.ContainsFunc(append(slices.Clone(n.Aliases), n.Text, n.Code), unshowable) {
			return fmt.Errorf("names[%d]: %w", i, errNoText)
		}
		if t.spell.name(n.Text).key == "" {
			return fmt.Errorf("names[%d]: text %q has no word", i, n.Text)
		}
	}
	return checkApart("names", u.Names, func(n Name) Validity { return n.Validity })
}

// checkApart holds that validities of a list are not empty and do not overlap.
func checkApart[T any](field string, list []T, in func(T) Validity) error {
	for i := range list {
		if empty(in(list[i]).bounds()) {
			return fmt.Errorf("%s[%d]: to %s is before from", field, i, in(list[i]).To)
		}
		for j := range i {
			if both := common(in(list[i]).bounds(), in(list[j]).bounds()); !empty(both) {
				return fmt.Errorf("%s[%d] overlaps %s[%d]", field, i, field, j)
			}
		}
	}
	return nil
}

func (t *Tree) checkParents(u *Unit) error {
	for i, p := range u.Parents {
		up, ok := t.units[p.ID]
		if !ok {
			return fmt.Errorf("parents[%d]: id %q is unknown", i, p.ID)
		}
		if link := common(p.bounds(), u.bounds()); !empty(link) && !covers(up.bounds(), link) {
			return fmt.Errorf("parents[%d]: %q does not exist on every day of it", i, p.ID)
		}
	}
	return checkApart("parents", u.Parents, func(p Parent) Validity { return p.Validity })
}

func (t *Tree) checkSuccession(s Succession) error {
	before, after := t.units[s.Old], t.units[s.New]
	switch _, twice := t.successor[s.Old]; {
	case before == nil:
		return errors.New("old is unknown")
	case after == nil:
		return fmt.Errorf("new %q is unknown", s.New)
	case twice:
		return errors.New("old has two successors")
	case before.To == nil || *before.To != s.On-1:
		return fmt.Errorf("old must end on %s, the day before", s.On-1)
	case !after.Covers(s.On):
		return fmt.Errorf("new %q does not exist on %s", s.New, s.On)
	}
	t.successor[s.Old] = s
	return nil
}

func (t *Tree) checkGroup(g *Group) error {
	if err := t.checkID(g.ID); err != nil {
		return err
	}
	t.groups[g.ID] = g
	if unshowable(g.Name) {
		return errNoText
	}
	if t.spell.name(g.Name).key == "" {
		return fmt.Errorf("name %q has no word", g.Name)
	}
	for i, m := range g.Members {
		u, ok := t.units[m]
		if !ok {
			return fmt.Errorf("members[%d]: id %q is unknown", i, m)
		}
		if u.To != nil {
			return fmt.Errorf("members[%d]: %q ends on %s, name what it has become", i, m, u.To)
		}
	}
	return nil
}

// checkCycles walks up from every unit on the first day of each of its parents, where new ways begin.
func (t *Tree) checkCycles() error {
	days := t.days()
	for i, u := range t.file.Units {
		for _, day := range days {
			seen := []ID{u.ID}
			for up, ok := t.Parent(u.ID, day); ok; up, ok = t.Parent(up, day) {
				if slices.Contains(seen, up) {
					return fmt.Errorf("units[%d] %q: on %s it lies below itself", i, u.ID, day)
				}
				seen = append(seen, up)
			}
		}
	}
	return nil
}

// days are those on which some unit or parent begins, and one before all of them.
func (t *Tree) days() []period.Date {
	list := []period.Date{period.Dawn}
	for _, u := range t.file.Units {
		list = append(list, max(period.Dawn, u.bounds().From))
		for _, p := range u.Parents {
			list = append(list, max(period.Dawn, p.bounds().From))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func bySuccession(a, b Succession) int {
	return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Old, b.Old))
}
