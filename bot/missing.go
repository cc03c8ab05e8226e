package bot

import (
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/duty"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/report"
)

// missingPage tells who was not heard of and, to those who lead them, who reports there.
func (t *turn) missingPage(s report.Summary, offset int) (pageText, error) {
	text := pageText{body: t.writer().Missing(s)}
	missing := s.Complete.Missing
	if !t.person.Role.AtLeast(conversation.Head) || len(missing) == 0 {
		return text, nil
	}
	people, err := t.reporters()
	if err != nil {
		return text, err
	}
	var manned []report.Unit
	var unmanned []string
	for _, u := range missing {
		if len(people[u.ID]) > 0 {
			manned = append(manned, u)
		} else {
			unmanned = append(unmanned, chat.Escape(u.Name))
		}
	}
	offset = min(offset, len(manned))
	end := min(offset+pageUnits, len(manned))
	lines := []string{t.writer().MissingHead(s), ""}
	for _, u := range manned[offset:end] {
		lines = append(lines, t.msg("missing.unit", "unit", chat.Escape(u.Name), "people", t.peopleNames(people[u.ID])))
	}
	if len(manned) > pageUnits {
		lines = append(lines, "", t.msg("report.page", "from", offset+1, "to", end, "total", len(manned)))
	}
	if offset == 0 && len(unmanned) > 0 {
		lines = append(lines, t.unmanned(unmanned))
	}
	if end < len(manned) {
		text.next = end
	}
	text.nag, text.body = len(manned) > 0, strings.Join(lines, "\n")
	return text, nil
}

// mostUnmanned is how many units are named in which nobody uses the bot.
const mostUnmanned = 60

// unmanned names the units in which nobody can be reminded.
func (t *turn) unmanned(names []string) string {
	text := strings.Join(names[:min(len(names), mostUnmanned)], ", ")
	if more := len(names) - mostUnmanned; more > 0 {
		text += " " + t.msg("report.missing_more", "n", more)
	}
	return t.msg("missing.nobody", "units", text)
}

// mostNames is how many reporters of a unit are named.
const mostNames = 3

// peopleNames names those who report for a unit; who takes no messages is marked.
func (t *turn) peopleNames(people []conversation.Person) string {
	var names []string
	for _, p := range people[:min(len(people), mostNames)] {
		name := chat.Escape(p.Called(t.Texts, t.lang()))
		if ok, err := t.tx.Reachable(p.Chats[0]); err == nil && !ok {
			name += " " + t.msg("missing.unreachable")
		}
		names = append(names, name)
	}
	if more := len(people) - len(names); more > 0 {
		names = append(names, t.msg("missing.more", "n", more))
	}
	return strings.Join(names, ", ")
}

// reporters are those who report, by today's unit.
func (t *turn) reporters() (map[orgunit.ID][]conversation.Person, error) {
	all, err := t.tx.People()
	if err != nil {
		return nil, err
	}
	tree, by := t.tx.Tree(), map[orgunit.ID][]conversation.Person{}
	for _, p := range all {
		if isReporter(p) {
			unit := tree.Now(p.Unit)
			by[unit] = append(by[unit], p)
		}
	}
	return by, nil
}

// reachable counts the units of a query that were not heard of: those in which somebody can be reminded, and the others.
func (t *turn) reachable(plan duty.Plan, q conversation.Query) (reached, unmanned int, err error) {
	people, err := t.reporters()
	if err != nil {
		return 0, 0, err
	}
	call, tree := callFor(plan, q.Period), t.tx.Tree()
	heard, err := t.tx.Heard(q.Period.Range)
	if err != nil {
		return 0, 0, err
	}
	call.Units = []orgunit.ID{q.Unit}
	for _, unit := range call.Owing(tree, q.Period, t.today()) {
		silent, err := missing(t.tx, heard, call.Requirement, owed{unit, q.Period})
		switch {
		case err != nil:
			return 0, 0, err
		case !silent:
		case len(people[tree.Now(unit)]) > 0:
			reached++
		default:
			unmanned++
		}
	}
	return reached, unmanned, nil
}

// said is a text of the catalogue as a reply.
func (t *turn) said(key string, args ...any) chat.Reply { return chat.Reply{Text: t.msg(key, args...)} }
