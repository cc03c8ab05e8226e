package conversation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// askGoal: a target is to be set or removed. Arg: see goalAsked.
const askGoal = "goal"

// SetTarget sets a goal, or with Goal 0 removes it.
type SetTarget struct{ Target form.Target }

func (SetTarget) act() {}

// goalAsked is a target that is being asked about. While the unit or the measure is in doubt, Units or Keys are to choose
// from.
type goalAsked struct {
	form.Target

	units []orgunit.ID
	keys  []string
}

// goals answers "/chitieu Bờ Y 2026", and sets a goal by "/chitieu Bờ Y tuyên truyền 40 buổi 2026".
func (t *turn) goals(rest string) {
	text, year := t.goalYear(rest)
	text, drop := cutDrop(text)
	reports := viet.Read(text, viet.Context{Sent: t.in.Sent.In(t.env.Zone), Words: t.env.Words, Home: t.env.Person.Unit})
	if !drop && (len(reports) == 0 || !tellsNumber(reports[0])) {
		t.showGoals(text, year)
		return
	}
	if !t.env.Person.Role.AtLeast(Commander) {
		t.say("target.not_you")
		return
	}
	if len(reports) != 1 || reports[0].Form() == "" || reports[0].Reject {
		t.say("target.example")
		return
	}
	t.askGoal(reports[0], goalAsked{Target: form.Target{Year: year, Calendar: t.env.Calendar.ID}}, drop)
}

// tellsNumber tells whether a sentence says how many.
func tellsNumber(r viet.Report) bool {
	said := r.N > 0 || len(r.Unread) > 0
	for _, n := range r.Counts {
		said = said || n.To > n.From
	}
	return said
}

// goalYear takes the year out of a text: the last word, or behind "năm". Otherwise it is the reporting year of today.
func (t *turn) goalYear(text string) (rest string, year int) {
	words := strings.Fields(text)
	for i, word := range slices.Backward(words) {
		behind := i > 0 && fold.Key(words[i-1]) == "nam"
		y := atoi(word)
		if y < 2000 || y > 2100 || !behind && i < len(words)-1 {
			continue
		}
		from := i
		if behind {
			from--
		}
		return strings.Join(slices.Delete(words, from, i+1), " "), y
	}
	return text, period.Containing(t.env.Calendar, period.Year, t.today()).Year
}

// dropWords ask for a goal to be removed. They count with their accents: "Bờ" is not "bỏ".
var dropWords = []string{"bỏ", "xóa", "xoá", "hủy", "huỷ", "xoa", "huy", "remove"}

// cutDrop takes the word away that asks for a goal to be removed.
func cutDrop(text string) (rest string, drop bool) {
	first, rest, _ := strings.Cut(text, " ")
	if slices.Contains(dropWords, strings.ToLower(first)) {
		return rest, true
	}
	return text, false
}

// showGoals shows the goals of a unit in a year.
func (t *turn) showGoals(name string, year int) {
	q := Query{Page: Goals, Unit: t.env.Person.Unit, Period: period.New(t.env.Calendar, period.Year, year, 0)}
	if asked, _ := viet.Question(name, t.today(), t.env.Calendar); asked.Name != "" {
		t.queryUnit(q, asked.Name)
		return
	}
	t.query(q)
}

// askGoal makes a goal of a sentence and asks for a yes.
func (t *turn) askGoal(r viet.Report, g goalAsked, drop bool) {
	f, _ := t.env.Forms.Form(r.Form())
	g.Form = f.ID
	for _, m := range r.Units {
		if !m.Group && t.env.Person.Sees(t.env.Tree, m.ID) {
			g.units = append(g.units, m.ID)
		}
	}
	if len(r.Units) == 0 {
		g.units = []orgunit.ID{t.env.Person.Unit}
	}
	if !drop {
		g.Key, g.Goal = goalOf(f, r)
	}
	switch {
	case len(g.units) == 0:
		t.say("target.not_you")
		return
	case !drop && (g.Key == "" || g.Goal <= 0):
		t.say("target.example")
		return
	}
	t.settleGoal(g)
}

// goalOf is the one number of a sentence, and what it counts: nothing if there are several.
func goalOf(f form.Form, r viet.Report) (key string, goal int64) {
	said := 0
	for k, n := range r.Counts {
		if v, whole := n.Int(); n.To > n.From && whole && n.Sure() && !slices.Contains(r.Derived, k) {
			key, goal, said = k, v, said+1
		}
	}
	if r.N > 0 {
		key, goal, said = form.KeyN, r.N, said+1
	}
	if len(r.Unread) > 0 { // a number alone counts what the form counts first
		n, ok := viet.Number(r.Unread[0])
		v, whole := n.Int()
		if !ok || !whole || len(r.Unread) > 1 {
			return "", 0
		}
		key, goal, said = firstKey(f), v, said+1
	}
	if said != 1 {
		return "", 0
	}
	return key, goal
}

// firstKey is what a form counts first.
func firstKey(f form.Form) string {
	if f.Kind == form.Event {
		return form.KeyN
	}
	for _, q := range f.Measures() {
		return q.Key
	}
	return ""
}

// settleGoal asks what is open: the unit, the measure to remove, and then for a yes.
func (t *turn) settleGoal(g goalAsked) {
	if len(g.units) == 1 {
		g.Unit, g.units = g.units[0], nil
	}
	if g.Unit != "" && g.Key == "" { // to be removed
		for _, has := range t.targets(g.Unit, g.Year) {
			if has.Form == g.Form {
				g.keys = append(g.keys, has.Key)
			}
		}
		switch len(g.keys) {
		case 0:
			t.s.Ask = nil
			t.say("target.nothing_there", "unit", t.unitName(g.Unit, t.today()), "year", strconv.Itoa(g.Year))
			return
		case 1:
			g.Key, g.keys = g.keys[0], nil
		}
	}
	t.ask(askGoal, g.String())
}

// targets are the goals of a unit; none where there is no registry.
func (t *turn) targets(unit orgunit.ID, year int) []form.Target {
	if t.env.Registry == nil {
		return nil
	}
	return t.env.Registry.Targets(unit, year)
}

// String is the goal as an Ask keeps it.
func (g goalAsked) String() string {
	var units []string
	for _, u := range g.units {
		units = append(units, string(u))
	}
	return strings.Join([]string{
		string(g.Unit), g.Form, g.Key, strconv.Itoa(g.Year), g.Calendar, strconv.FormatInt(g.Goal, 10),
		strings.Join(units, ","), strings.Join(g.keys, ","),
	}, "|")
}

// parseGoal reads what String wrote.
func parseGoal(arg string) goalAsked {
	p := append(strings.Split(arg, "|"), make([]string, 8)...)
	goal, _ := strconv.ParseInt(p[5], 10, 64)
	g := goalAsked{Target: form.Target{
		Unit: orgunit.ID(p[0]), Form: p[1], Key: p[2], Year: atoi(p[3]), Calendar: p[4], Goal: goal,
	}}
	if p[6] != "" {
		for u := range strings.SplitSeq(p[6], ",") {
			g.units = append(g.units, orgunit.ID(u))
		}
	}
	if p[7] != "" {
		g.keys = strings.Split(p[7], ",")
	}
	return g
}

func (t *turn) goalPrompt() prompt {
	g := parseGoal(t.s.Ask.Arg)
	p := prompt{control: []option{{wordCancel, t.msg("button.cancel")}}}
	switch {
	case len(g.units) > 0:
		p.text, p.options = t.msg("target.which_unit"), t.unitLabels(g.units, t.today())
	case len(g.keys) > 0:
		p.text = t.msg("target.which_measure")
		for _, key := range g.keys {
			p.options = append(p.options, option{key, t.goalNoun(g.Form, key)})
		}
	default:
		p.text, p.options = t.goalConfirm(g), []option{{valueSend, t.msg("target.set")}}
		if g.Goal == 0 {
			p.options[0].label = t.msg("target.remove")
		}
	}
	return p
}

// goalConfirm says what will change.
func (t *turn) goalConfirm(g goalAsked) string {
	key := "target.confirm"
	if g.Goal == 0 {
		key = "target.confirm_remove"
	}
	return t.msg(key, "unit", t.unitName(g.Unit, t.today()), "year", t.goalYearName(g.Target)) + "\n" +
		t.goalChange(t.goalBefore(g.Target), g.Target)
}

// goalYearName is "2026 (15/12/2025 – 14/12/2026)".
func (t *turn) goalYearName(g form.Target) string {
	c, ok := period.CalendarByID(g.Calendar)
	if !ok {
		return strconv.Itoa(g.Year)
	}
	return fmt.Sprintf("%d (%s)", g.Year, i18n.Range(t.lang(), period.New(c, period.Year, g.Year, 0).Range))
}

// goalChange is "Tuyên truyền: 30 → 40 buổi".
func (t *turn) goalChange(before, after form.Target) string {
	f, _ := t.env.Forms.Form(after.Form)
	amount := func(n int64) string {
		switch {
		case n == 0:
			return t.msg("target.no_goal")
		case t.isMoney(after):
			return t.env.Texts.MoneyShort(t.lang(), n)
		default:
			return i18n.Number(t.lang(), n)
		}
	}
	text := amount(after.Goal)
	if before.Goal != 0 || after.Goal == 0 {
		text = amount(before.Goal) + " → <b>" + text + "</b>"
	}
	if after.Goal != 0 && !t.isMoney(after) {
		text += " " + chat.Escape(t.goalNoun(after.Form, after.Key))
	}
	return chat.Escape(t.shortLabel(f)) + ": " + text
}

func (t *turn) isMoney(g form.Target) bool {
	f, _ := t.env.Forms.Form(g.Form)
	q, _ := f.Question(g.Key)
	return q.Type == form.Money
}

// goalNoun is what a measure counts.
func (t *turn) goalNoun(id, key string) string {
	f, _ := t.env.Forms.Form(id)
	if key == form.KeyN {
		return f.Noun.In(t.lang())
	}
	q, _ := f.Question(key)
	if noun := q.Noun.In(t.lang()); noun != "" {
		return noun
	}
	return q.Label.In(t.lang())
}

// goalBefore is the goal that is in force.
func (t *turn) goalBefore(g form.Target) form.Target {
	for _, has := range t.targets(g.Unit, g.Year) {
		if has.Form == g.Form && has.Key == g.Key {
			return has
		}
	}
	return form.Target{}
}

// answerGoal takes a typed answer: a yes, or something else that the person went on to.
func (t *turn) answerGoal(text string) {
	g := parseGoal(t.s.Ask.Arg)
	if len(g.units)+len(g.keys) == 0 && isYes(text) {
		t.chooseGoal(valueSend)
		return
	}
	t.s.Ask = nil
	t.text(text)
}

func (t *turn) chooseGoal(value string) {
	g := parseGoal(t.s.Ask.Arg)
	switch {
	case len(g.units) > 0 && slices.Contains(g.units, orgunit.ID(value)):
		g.units = []orgunit.ID{orgunit.ID(value)}
		t.settleGoal(g)
	case len(g.keys) > 0 && slices.Contains(g.keys, value):
		g.Key, g.keys = value, nil
		t.settleGoal(g)
	case value != valueSend:
		t.stale()
	case !t.env.Person.Role.AtLeast(Commander) || !t.env.Person.Sees(t.env.Tree, g.Unit):
		t.s.Ask = nil
		t.say("target.not_you")
	default:
		t.s.Ask = nil
		g.By = t.env.Person.ID
		t.act(SetTarget{Target: g.Target})
		t.reply(chat.Reply{Text: t.msg("target.done", "unit", t.unitName(g.Unit, t.today()), "year", t.goalYearName(g.Target)) + "\n" +
			t.goalChange(t.goalBefore(g.Target), g.Target)})
	}
}
