package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
)

// pagePeople is how many people one message lists.
const pagePeople = 10

// listPeople shows the people of a unit's subtree by unit, a page at a time.
func (t *turn) listPeople(l conversation.ListPeople) error {
	all, err := t.tx.People()
	if err != nil {
		return err
	}
	tree := t.tx.Tree()
	list := slices.DeleteFunc(all, func(p conversation.Person) bool {
		return p.Gone || !t.person.Sees(tree, p.Unit) || !tree.Within(tree.Now(p.Unit), tree.Now(l.Unit), orgunit.Latest)
	})
	order := map[orgunit.ID]int{}
	for i, u := range tree.Sorted(homesOf(list), t.today()) {
		order[u] = i
	}
	slices.SortStableFunc(list, func(a, b conversation.Person) int { return cmp.Compare(order[a.Unit], order[b.Unit]) })
	from := min(max(l.Offset, 0), len(list))
	to := min(from+pagePeople, len(list))
	lines := []string{t.msg("people.title", "unit", chat.Escape(t.police(l.Unit)), "count", len(list))}
	var keys []chat.Button
	for i, p := range list[from:to] {
		if i == 0 || list[from+i-1].Unit != p.Unit {
			lines = append(lines, "🏘 "+chat.Escape(t.police(p.Unit)))
		}
		lines = append(lines, "• "+t.personLine(p))
		keys = append(keys, chat.Button{Label: "👤 " + strconv.FormatUint(p.ID, 10), Data: conversation.ShowPerson{ID: p.ID}.Data()})
	}
	if to < len(list) {
		keys = append(keys, chat.Button{Label: t.msg("summary.more"), Data: conversation.ListPeople{Unit: l.Unit, Offset: to}.Data()})
	}
	r := chat.Reply{Text: strings.Join(lines, "\n"), Keyboard: conversation.Rows(keys)}
	t.turnTo(r)
	return nil
}

// homesOf are the units of people, each once.
func homesOf(list []conversation.Person) []orgunit.ID {
	var units []orgunit.ID
	for _, p := range list {
		if !slices.Contains(units, p.Unit) {
			units = append(units, p.Unit)
		}
	}
	return units
}

// police is a unit's name as people of the police say it today.
func (t *turn) police(u orgunit.ID) string { return t.tx.Tree().PoliceName(u, t.today()) }

// personLine is "12. Nguyễn A · cán bộ · tạm dừng".
func (t *turn) personLine(p conversation.Person) string {
	line := t.msg("people.line", "id", p.ID, "name", chat.Escape(p.Called(t.Texts, t.lang())), "role", t.msg("role."+string(p.Role)))
	if p.Suspended {
		line += " · " + t.msg("people.is_suspended")
	}
	return line
}

// showPerson shows one person, and what may be done.
func (t *turn) showPerson(id uint64) error {
	p, ok, err := t.tx.PersonByID(id)
	if err != nil {
		return err
	}
	if !ok || p.Gone || !t.person.Sees(t.tx.Tree(), p.Unit) {
		t.replies = append(t.replies, chat.Reply{Text: t.msg("people.unknown")})
		return nil
	}
	return t.personCard(p, "")
}

// personCard shows a person as it is now, behind what was done.
func (t *turn) personCard(p conversation.Person, done string) error {
	lines := []string{"👤 " + t.personLine(p), chat.Escape(t.police(p.Unit)), t.msg("people.since", "day", p.Since.In(t.Zone).Format("2/1/2006"))}
	if done != "" {
		lines = append([]string{done}, lines...)
	}
	var heirs []string
	for _, n := range p.For {
		heirs = append(heirs, strconv.FormatUint(n, 10))
	}
	if len(heirs) > 0 {
		lines = append(lines, t.msg("people.for", "ids", strings.Join(heirs, ", ")))
	}
	open, err := dutiesOf(t.tx, p)
	if err != nil {
		return err
	}
	if open > 0 {
		lines = append(lines, t.msg("people.waits", "count", open))
	}
	t.replies = append(t.replies, chat.Reply{Text: strings.Join(lines, "\n"), Keyboard: conversation.Rows(t.personButtons(p))})
	return nil
}

// personButtons are what an administrator may do to somebody else.
func (t *turn) personButtons(p conversation.Person) []chat.Button {
	if refusal(t.tx.Tree(), t.person, p, true) != "" {
		return nil
	}
	pause := chat.Button{Label: t.msg("people.suspend"), Data: conversation.DeedData(p.ID, conversation.Suspended)}
	if p.Suspended {
		pause = chat.Button{Label: t.msg("people.resume"), Data: conversation.DeedData(p.ID, conversation.Resumed)}
	}
	return []chat.Button{
		{Label: t.msg("people.move"), Data: conversation.DeedData(p.ID, conversation.Moved)},
		{Label: t.msg("people.rerank"), Data: conversation.DeedData(p.ID, conversation.Reranked)},
		pause,
		{Label: t.msg("people.hand"), Data: conversation.DeedData(p.ID, conversation.HandedOver)},
		{Label: t.msg("people.remove"), Data: conversation.DeedData(p.ID, conversation.Removed)},
	}
}

// alter does something to a person, and tells the person.
func (t *turn) alter(a conversation.Alter) error {
	before, _, err := t.tx.PersonByID(a.Person)
	if err != nil {
		return err
	}
	p, why, err := AlterPerson(t.tx, t.person, a)
	if err != nil {
		return err
	}
	if why != "" {
		t.replies = append(t.replies, chat.Reply{Text: t.msg(why)})
		return nil
	}
	if err := t.tellAltered(before, p, a.Kind); err != nil {
		return err
	}
	if a.Kind == conversation.Removed {
		t.replies = append(t.replies, chat.Reply{Text: t.msg("people.removed", "id", a.Person)})
		return nil
	}
	return t.personCard(p, t.msg("people.done"))
}

// tellAltered tells a person what an administrator has changed.
func (t *turn) tellAltered(before, after conversation.Person, kind conversation.DeedKind) error {
	to, lang := before, before.Language(t.Lang)
	text := ""
	switch kind {
	case conversation.Moved:
		text = t.Texts.T(lang, "people.told_moved", "unit", chat.Escape(t.police(after.Unit)))
	case conversation.Reranked:
		text = t.Texts.T(lang, "people.told_role", "role", t.Texts.T(lang, "role."+string(after.Role)))
	case conversation.Suspended:
		text = t.Texts.T(lang, "people.suspended")
	case conversation.Resumed:
		text = t.Texts.T(lang, "people.told_resumed")
	case conversation.HandedOver:
		to = after
		text = t.Texts.T(after.Language(t.Lang), "people.told_heir", "id", before.ID)
	case conversation.Removed:
		return nil // the chat is forgotten with the name
	}
	if len(to.Chats) == 0 {
		return nil
	}
	l, err := t.tx.Queue(to.Chats[0], chat.Reply{Text: text}, t.now)
	if err == nil {
		t.letters = append(t.letters, l)
	}
	return err
}

// suspended answers whoever is suspended: politely, and with nothing else.
func (t *turn) suspended() error {
	t.replies = append(t.answer(), chat.Reply{Text: t.msg("people.suspended")})
	return t.queue()
}
