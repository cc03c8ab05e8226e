package bot

import (
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Reach is what a reorganisation moves besides the units themselves.
type Reach struct {
	People  int   // who get another unit
	Drafts  int   // of theirs
	Reports int64 // which count elsewhere by the units as they are now
	After   int64 // of units that end, for days on which they no longer exist
}

// ReachOf counts what changes reach.
func ReachOf(tx ReadTx, c orgunit.Changes) (Reach, error) {
	var r Reach
	people, err := tx.People()
	if err != nil {
		return r, err
	}
	for _, p := range people {
		if _, moves := c.People[p.Unit]; !moves || p.Gone {
			continue
		}
		r.People++
		for _, k := range p.Chats {
			s, err := tx.State(k)
			if err != nil {
				return r, err
			}
			if s.Draft != nil {
				r.Drafts++
			}
		}
	}
	for _, e := range c.End {
		after, err := reports(tx, e.ID, e.On)
		if err != nil {
			return r, err
		}
		r.After += after
		if e.Into == "" {
			continue
		}
		all, err := reports(tx, e.ID, period.Dawn)
		if err != nil {
			return r, err
		}
		r.Reports += all
	}
	return r, nil
}

// reports counts what came from a unit for the days from one on.
func reports(tx ReadTx, unit orgunit.ID, from period.Date) (int64, error) {
	row, err := tx.Sum(unit, rollup.Was, period.Range{From: from, To: orgunit.Latest})
	return row.Get(rollup.Reports) + row.Get(rollup.Zeros), err
}

// maxChanges is how many changes of a kind are listed: a reorganisation of a province is read in its file.
const maxChanges = 15

// UnitsText says what a reorganisation changes, a line each, in words for people. The names are those of the tree that it
// leads to.
func UnitsText(texts *i18n.Catalogue, lang i18n.Lang, next *orgunit.Tree, c orgunit.Changes, r Reach) string {
	var lines []string
	add := func(list []string) {
		lines = append(lines, list[:min(len(list), maxChanges)]...)
		if more := len(list) - maxChanges; more > 0 {
			lines = append(lines, texts.T(lang, "units.more", "n", more))
		}
	}
	name := func(id orgunit.ID) string { return chat.Escape(next.Name(id, orgunit.Latest)) }
	day := func(d period.Date) string { return i18n.Date(lang, d) }
	var begin, end, rename, move, groups []string
	for _, b := range c.Begin {
		begin = append(begin, texts.T(lang, "units.begin", "name", chat.Escape(b.Name), "day", day(b.On)))
	}
	for _, e := range c.End {
		if e.Into != "" {
			end = append(end, texts.T(lang, "units.into", "name", chat.Escape(e.Name), "into", name(e.Into), "day", day(e.On)))
		} else {
			end = append(end, texts.T(lang, "units.end", "name", chat.Escape(e.Name), "day", day(e.On)))
		}
	}
	for _, one := range c.Rename {
		rename = append(rename, texts.T(lang, "units.renamed", "old", chat.Escape(one.Old), "new", chat.Escape(one.New), "day", day(one.On)))
	}
	for _, m := range c.Move {
		if m.To == "" {
			move = append(move, texts.T(lang, "units.alone", "name", chat.Escape(m.Name), "day", day(m.On)))
		} else {
			move = append(move, texts.T(lang, "units.moved", "name", chat.Escape(m.Name), "to", name(m.To), "day", day(m.On)))
		}
	}
	for _, g := range c.Groups {
		groups = append(groups, texts.T(lang, "units.group", "name", name(g)))
	}
	for _, list := range [][]string{begin, end, rename, move, groups} {
		add(list)
	}
	lines = append(lines, texts.T(lang, "units.reach", "people", r.People, "drafts", r.Drafts, "reports", r.Reports))
	if r.After > 0 {
		lines = append(lines, texts.T(lang, "units.after", "n", r.After))
	}
	return strings.Join(lines, "\n")
}

// showUnits answers with what a reorganisation would change.
func (t *turn) showUnits(ops []orgunit.Operation) error {
	next, changes, err := orgunit.Apply(t.tx.Tree(), ops)
	if err != nil {
		return err
	}
	reach, err := ReachOf(t.tx, changes)
	if err != nil {
		return err
	}
	text := t.msg("units.plan") + "\n" + UnitsText(t.Texts, t.lang(), next, changes, reach)
	t.replies = append(t.replies, chat.Reply{Text: text})
	return nil
}

// reorganise carries a reorganisation out.
func (t *turn) reorganise(ops []orgunit.Operation) error {
	next, changes, err := orgunit.Apply(t.tx.Tree(), ops)
	if err != nil {
		return err
	}
	done, err := t.tx.Reorganise(t.person.ID, next, changes.People)
	if err != nil {
		return err
	}
	if _, err := t.meet(); err != nil { // who did it may be of another unit now
		return err
	}
	t.replies = append(t.replies, chat.Reply{Text: t.msg("units.done", "people", done.People, "invitations", done.Invitations)})
	return nil
}
