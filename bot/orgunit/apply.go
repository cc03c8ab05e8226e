package orgunit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"danvanbot/bot/fold"
	"danvanbot/bot/period"
)

// Apply carries operations out one after the other and gives the tree that they lead to, and what changed. The tree
// that was given stays as it is. An error says which operation cannot be done and why; then nothing is done.
func Apply(tree *Tree, ops []Operation) (*Tree, Changes, error) {
	d := newDraft(tree)
	for i, op := range ops {
		if err := d.do(op); err != nil {
			return nil, Changes{}, fmt.Errorf("operation %d (%s): %w", i+1, op.Do, err)
		}
	}
	next, err := build(d.file, tree.spell)
	if err != nil {
		return nil, Changes{}, fmt.Errorf("the units that this leads to: %w", err)
	}
	d.settle(next)
	return next, d.changes, nil
}

// draft is a tree in the making.
type draft struct {
	tree    *Tree // as it was before all operations: names are looked up in it
	file    file
	at      map[ID]int // place in file.Units
	changes Changes
	people  map[ID]ID // of units that were split
}

func newDraft(t *Tree) *draft {
	d := &draft{tree: t, at: make(map[ID]int, len(t.file.Units)), people: map[ID]ID{}}
	d.file = file{
		Source: t.file.Source, Units: slices.Clone(t.file.Units),
		Successions: slices.Clone(t.file.Successions), Groups: slices.Clone(t.file.Groups),
	}
	for i := range d.file.Units {
		u := &d.file.Units[i]
		u.Names, u.Parents = slices.Clone(u.Names), slices.Clone(u.Parents)
		d.at[u.ID] = i
	}
	for i := range d.file.Groups {
		g := &d.file.Groups[i]
		g.Members = slices.Clone(g.Members)
	}
	return d
}

// lastDay is the last one that a file can name.
var lastDay = period.NewDate(9999, time.December, 31)

// written tells whether what the units that an operation leads to are called can be shown, and read again as it was.
func (op Operation) written() bool {
	all := []New{op.New}
	for _, p := range op.Parts {
		all = append(all, p.New)
	}
	return !slices.ContainsFunc(all, func(n New) bool {
		return slices.ContainsFunc(append(slices.Clone(n.Aliases), n.Name, n.Code), unshowable)
	})
}

var errNoDay = errors.New(`"on" must be the first day on which it holds, such as 2025-07-01`)

// longestName is how many characters a name, an alias or a code has at most: it has to fit onto a button and into a line.
const longestName = 100

// unshowable tells whether something is too long for a name, or has characters in it that cannot be seen, break the line or turn its
// direction, so that it looks like another.
func unshowable(text string) bool {
	return fold.Visible(text) != text || strings.ContainsAny(text, "\n\t") || utf8.RuneCountInString(text) > longestName
}

var errNoText = fmt.Errorf("a name, alias or code has more than %d characters, or some that cannot be shown in a line", longestName)

func (d *draft) do(op Operation) error {
	if op.On == 0 || op.On < period.Dawn || op.On > lastDay {
		return errNoDay
	}
	if !op.written() {
		return errNoText
	}
	switch op.Do {
	case Found:
		return d.found(op)
	case Rename:
		return d.rename(op)
	case Move:
		return d.move(op)
	case Merge:
		return d.merge(op)
	case Split:
		return d.split(op)
	case Close:
		return d.end(op)
	case Gather:
		return d.gather(op)
	default:
		return errors.New(`"do" must be found, rename, move, merge, split, close or group`)
	}
}

// unit gives a unit of the draft by id.
func (d *draft) unit(id ID) *Unit {
	if i, ok := d.at[id]; ok {
		return &d.file.Units[i]
	}
	return nil
}

// find finds a unit by id or, as of a day, by code or name.
func (d *draft) find(text string, on period.Date) (*Unit, error) {
	if u := d.unit(ID(text)); u != nil {
		return u, nil
	}
	found, err := d.lookUp(text, on)
	if err != nil {
		return nil, err
	}
	return d.unit(found), nil
}

// named finds a unit that exists on a day by id, code or name.
func (d *draft) named(text string, on period.Date) (*Unit, error) {
	u, err := d.find(text, on)
	if err != nil {
		return nil, err
	}
	if !u.Covers(on) {
		return nil, fmt.Errorf("%s (%s) does not exist on %s", u.name(on).Text, u.ID, on)
	}
	return u, nil
}

// lookUp finds the one unit that a name can mean. Of namesakes the id must be given.
func (d *draft) lookUp(text string, on period.Date) (ID, error) {
	if text == "" {
		return "", errors.New("a unit is not named")
	}
	found := slices.DeleteFunc(d.tree.Find(text, on), func(m Match) bool { return m.Group || m.Distance > 0 || m.Former || m.Later })
	switch len(found) {
	case 1:
		return found[0].ID, nil
	case 0:
		return "", fmt.Errorf("there is no unit %q on %s", text, on)
	default:
		return "", fmt.Errorf("%q can be %s or %s: name it by its id", text, found[0].ID, found[1].ID)
	}
}

// settle works out where people go, along all successions.
func (d *draft) settle(next *Tree) {
	d.changes.People = map[ID]ID{}
	for _, e := range d.changes.End {
		heir := e.ID
		for {
			to, split := d.people[heir]
			if !split {
				to = next.Now(heir)
			}
			if to == heir {
				break
			}
			heir = to
		}
		if heir != e.ID {
			d.changes.People[e.ID] = heir
		}
	}
}

// parentOn is whom a unit answers to on a day.
func (u *Unit) parentOn(on period.Date) ID {
	for _, p := range u.Parents {
		if p.Covers(on) {
			return p.ID
		}
	}
	return ""
}

// below are the units of the draft that answer to one on a day.
func (d *draft) below(id ID, on period.Date) []*Unit {
	var list []*Unit
	for i := range d.file.Units {
		if u := &d.file.Units[i]; u.Covers(on) && u.parentOn(on) == id {
			list = append(list, u)
		}
	}
	return list
}
