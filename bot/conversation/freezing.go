package conversation

import (
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/i18n"
)

const freezePrefix = "z|"

func freezeData(q Query) string { return freezePrefix + strings.TrimPrefix(q.Data(), queryPrefix) }

func parseFreeze(data string) (Query, bool) {
	rest, ok := strings.CutPrefix(data, freezePrefix)
	if !ok {
		return Query{}, false
	}
	return ParseQuery(queryPrefix + rest)
}

// freezing answers /chot [unit] [period]; by default the own unit and the last month that is over.
func (t *turn) freezing(rest string) {
	t.format = formatFreeze
	t.figures(Totals, rest)
}

func (t *turn) askFreeze(q Query) {
	if t.mayFreeze(q) {
		t.act(AskFreeze{Query: q})
	}
}

func (t *turn) freeze(q Query) {
	if t.mayFreeze(q) {
		t.act(MakeFreeze{Query: q})
	}
}

// mayFreeze tells whether a period can be frozen by the person, and says why not.
func (t *turn) mayFreeze(q Query) bool {
	_, group := t.env.Tree.Group(q.Unit)
	switch {
	case !t.env.Person.Role.AtLeast(Head):
		t.say("freeze.not_you")
	case !t.mayAsk(q):
	case group:
		t.say("freeze.group")
	case q.Period.Range.To >= t.today():
		t.say("freeze.running", "period", i18n.PeriodLabel(t.lang(), q.Period))
	default:
		return true
	}
	return false
}

// confirmsFreeze takes a yes for the button below what will be frozen.
func (t *turn) confirmsFreeze(text string) bool {
	if len(t.s.Opts) == 0 || labelKey(text) != "chot" && !isYes(text) {
		return false
	}
	q, ok := parseFreeze(t.s.Opts[0])
	if ok {
		t.freeze(q)
	}
	return ok
}

// FreezeButton freezes what was shown.
func FreezeButton(env Env, q Query) chat.Keyboard {
	t := &turn{env: env}
	return rows([]chat.Button{{Label: t.msg("freeze.do"), Data: freezeData(q)}})
}

// FrozenButtons are what can be done with a freeze.
func FrozenButtons(env Env, f Freeze) chat.Keyboard {
	t := &turn{env: env}
	list := []chat.Button{{Label: t.msg("freeze.again"), Data: verbData(verbFrozen, f.Entry)}}
	if env.Person.Role.AtLeast(Commander) {
		list = append(list, chat.Button{Label: t.msg("freeze.reopen"), Data: verbData(verbReopen, f.Entry)})
	}
	return rows(list)
}

func (t *turn) frozen(id string) {
	entry, err := strconv.ParseUint(id, 10, 64)
	switch {
	case err != nil:
		t.stale()
	case !t.env.Person.Role.AtLeast(Head):
		t.say("freeze.not_you")
	default:
		t.act(SendFrozen{Entry: entry})
	}
}

// reopen asks why, since that stands in the journal.
func (t *turn) reopen(id string) {
	if !t.env.Person.Role.AtLeast(Commander) {
		t.say("freeze.not_reopen")
		return
	}
	t.ask(askReopen, id)
}

func (t *turn) doReopen(reason string) {
	entry, err := strconv.ParseUint(t.s.Ask.Arg, 10, 64)
	t.s.Ask = nil
	if err != nil {
		t.stale()
		return
	}
	t.act(Reopen{Entry: entry, Reason: shorten(reason)})
}
