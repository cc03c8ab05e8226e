package conversation

import (
	"encoding/json"
	"slices"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/fold"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// ShowSettings shows what is in force: catalogue, calendar, limits.
type ShowSettings struct{}

// Set sets something for everybody.
type Set struct{ Setting Setting }

func (ShowSettings) act() {}
func (Set) act()          {}

// askSetting: something is to be set. Arg: the setting's key.
const askSetting = "setting"

// valueStandard stands for what the configuration says.
const valueStandard = "standard"

// rule is one thing that can be set in the chat.
type rule struct {
	key   string
	words []string // how it is typed, folded; the longer of two that begin alike comes first
	days  []int    // what is offered; nil: it is a calendar
}

var ruleList = []rule{
	{SettingCalendar, []string{"lich mac dinh la", "lich", "calendar"}, nil},
	{SettingInvite, []string{"loi moi", "invitations", "invitation"}, []int{1, 3, 7, 14, 30}},
	{SettingKeep, []string{"luu giu", "luu", "keep"}, []int{7, 30, 90, 365}},
}

func ruleOf(key string) (rule, bool) {
	i := slices.IndexFunc(ruleList, func(r rule) bool { return r.key == key })
	if i < 0 {
		return rule{}, false
	}
	return ruleList[i], true
}

// LeadsAll tells whether a person administers everything: an administrator of a unit that answers to no other.
func (p Person) LeadsAll(tree *orgunit.Tree, on period.Date) bool {
	_, below := tree.Parent(tree.Now(p.Unit), on)
	return p.Active() && p.Role == Admin && !below
}

// settings answers "/caidat", and sets by "/caidat lịch nd09", "/caidat lời mời 14 ngày".
func (t *turn) settings(rest string) {
	switch {
	case t.env.Person.Role != Admin:
		t.say("people.not_admin")
	case rest == "":
		t.act(ShowSettings{})
	case !t.env.Person.LeadsAll(t.env.Tree, t.today()):
		t.say("settings.not_whole")
	default:
		t.setTyped(rest)
	}
}

// setTyped reads what is to be set to what.
func (t *turn) setTyped(text string) {
	key := fold.Key(text)
	for _, r := range ruleList {
		for _, words := range r.words {
			if key != words && !strings.HasPrefix(key, words+" ") {
				continue
			}
			t.s.Ask = &Ask{What: askSetting, Arg: r.key}
			value := strings.Join(strings.Fields(text)[len(strings.Fields(words)):], " ")
			if value == "" {
				t.again()
				return
			}
			t.answerSetting(value)
			return
		}
	}
	t.say("settings.example")
}

// pressSetting begins to set something.
func (t *turn) pressSetting(key string) {
	_, known := ruleOf(key)
	switch {
	case !known:
		t.stale()
	case t.env.Person.Role != Admin:
		t.say("people.not_admin")
	case !t.env.Person.LeadsAll(t.env.Tree, t.today()):
		t.say("settings.not_whole")
	default:
		t.ask(askSetting, key)
	}
}

func (t *turn) settingPrompt() prompt {
	r, _ := ruleOf(t.s.Ask.Arg)
	p := prompt{text: t.msg("settings.ask_" + r.key), control: []option{{wordCancel, t.msg("button.cancel")}}}
	for _, n := range r.days {
		p.options = append(p.options, option{itoa(n), t.msg("settings.days", "n", n)})
	}
	if r.days == nil {
		for _, c := range period.Calendars {
			p.options = append(p.options, option{c.ID, i18n.CalendarName(t.lang(), c)})
		}
	}
	p.options = append(p.options, option{valueStandard, t.msg("settings.standard")})
	return p
}

// answerSetting takes what was typed, or a button's value; what cannot be set is answered with an example.
func (t *turn) answerSetting(text string) {
	key := t.s.Ask.Arg
	r, _ := ruleOf(key)
	value, ok := match(t.settingPrompt().options, text)
	if !ok {
		value, ok = t.ruleValue(r, text)
	}
	s := Setting{Key: key, By: t.env.Person.ID}
	if ok && value != valueStandard {
		s.Value = []byte(value)
		if r.days == nil {
			s.Value, _ = json.Marshal(value) // a text always can be
		}
	}
	if _, err := (Rules{}).With(s); err != nil || !ok {
		t.say("settings.wrong_" + key)
		t.again()
		return
	}
	t.s.Ask = nil
	if !t.env.Person.LeadsAll(t.env.Tree, t.today()) { // not any more
		t.say("settings.not_whole")
		return
	}
	t.act(Set{Setting: s})
}

// ruleValue reads what no button is labelled with: "dương lịch nhé", "14 ngày", "mặc định".
func (t *turn) ruleValue(r rule, text string) (string, bool) {
	key := fold.Key(text)
	if key == "mac dinh" || key == "default" {
		return valueStandard, true
	}
	if r.days == nil {
		for _, c := range period.Calendars {
			if key == fold.Key(c.ID) || key == fold.Key(i18n.CalendarName(t.lang(), c)) {
				return c.ID, true
			}
		}
		return "", false
	}
	n, unit, _ := strings.Cut(key, " ")
	return itoa(atoi(n)), atoi(n) > 0 && slices.Contains([]string{"", "ngay", "days", "day"}, unit)
}

// SettingButtons are the buttons by which an administrator of everything changes what /caidat shows.
func SettingButtons(env Env) chat.Keyboard {
	t := &turn{env: env}
	var list []chat.Button
	for _, r := range ruleList {
		list = append(list, chat.Button{Label: t.msg("settings.set_" + r.key), Data: verbSet + ":" + r.key})
	}
	return rows(list)
}
