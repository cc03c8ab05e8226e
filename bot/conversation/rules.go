package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/fold"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// ShowSettings shows what is in force: catalogue, calendar, terms; or the limits.
type ShowSettings struct{ Limits bool }

// Set sets something for everybody.
type Set struct{ Setting Setting }

func (ShowSettings) act() {}
func (Set) act()          {}

// askSetting: something is to be set. Arg: the setting's key.
const askSetting = "setting"

// ValueStandard stands for what holds where nothing is set.
const ValueStandard = "standard"

// showLimits stands for the limits in a button, and is what is typed for them.
const showLimits = "limits"

var limitWords = []string{"gioi han", "limits", "limit"}

// rule is one thing that can be set in the chat.
type rule struct {
	key     string
	words   []string // how it is typed, folded
	offered []int
	least   int
	most    int
	unit    string            // the message of its value
	limit   bool              // one of Limits
	number  func(*Rules) *int // nil: it is a calendar
}

// ruleList is in the order in which they are shown.
var ruleList = []rule{
	{key: SettingCalendar, words: []string{"lich mac dinh la", "lich", "calendar"}},
	{
		SettingInvite,
		[]string{"loi moi", "invitations", "invitation"},
		[]int{1, 3, 7, 14, 30},
		1, MostInviteDays, "days", false,
		func(r *Rules) *int { return &r.InviteDays },
	},
	{
		SettingKeep,
		[]string{"luu giu", "luu", "keep"},
		[]int{7, 30, 90, 365},
		1, MostKeepDays, "days", false,
		func(r *Rules) *int { return &r.KeepDays },
	},
	{
		SettingTelegram,
		[]string{"telegram"},
		[]int{5, 10, 20, 25, 30},
		1, 30, "per_second", true,
		func(r *Rules) *int { return &r.Telegram.PerSecond },
	},
	{
		SettingTelegramChat,
		[]string{"telegram nguoi", "telegram moi nguoi", "telegram person"},
		[]int{1, 2, 3, 5},
		1, 30, "seconds", true,
		func(r *Rules) *int { return &r.Telegram.ChatSeconds },
	},
	{
		SettingTelegramGroup,
		[]string{"telegram nhom", "telegram moi nhom", "telegram group"},
		[]int{3, 5, 10, 30},
		3, 60, "seconds", true,
		func(r *Rules) *int { return &r.Telegram.GroupSeconds },
	},
	{
		SettingZalo,
		[]string{"zalo"},
		[]int{1, 2, 3, 5},
		1, 5, "per_second", true,
		func(r *Rules) *int { return &r.Zalo.PerSecond },
	},
	{
		SettingZaloChat,
		[]string{"zalo nguoi", "zalo moi nguoi", "zalo person"},
		[]int{1, 2, 3, 5},
		1, 30, "seconds", true,
		func(r *Rules) *int { return &r.Zalo.ChatSeconds },
	},
	{
		SettingBulk,
		[]string{"nhac viec", "nhac", "reminders"},
		[]int{10, 20, 30, 50},
		5, 50, "percent", true,
		func(r *Rules) *int { return &r.BulkPercent },
	},
	{
		SettingTries,
		[]string{"thu ma moi", "thu ma", "tries"},
		[]int{3, 5, 10, 20},
		1, 20, "tries", true,
		func(r *Rules) *int { return &r.CodeTries },
	},
	{
		SettingWrong,
		[]string{"ma sai", "wrong codes"},
		[]int{50, 100, 200, 500},
		20, 2000, "codes", true,
		func(r *Rules) *int { return &r.WrongCodes },
	},
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
	case slices.Contains(limitWords, fold.Key(rest)):
		t.act(ShowSettings{Limits: true})
	case !t.env.Person.LeadsAll(t.env.Tree, t.today()):
		t.say("settings.not_whole")
	default:
		t.setTyped(rest)
	}
}

// setTyped reads what is to be set to what.
func (t *turn) setTyped(text string) {
	r, words := ruleTyped(fold.Key(text))
	switch value := strings.Join(strings.Fields(text)[words:], " "); {
	case words == 0:
		t.say("settings.example")
	case value == "":
		t.ask(askSetting, r.key)
	default:
		t.s.Ask = &Ask{What: askSetting, Arg: r.key}
		t.answerSetting(value)
	}
}

// ruleTyped is the rule with whose words a text begins, and how many these are: of several the longest.
func ruleTyped(key string) (found rule, words int) {
	for _, r := range ruleList {
		for _, w := range r.words {
			if n := len(strings.Fields(w)); n > words && (key == w || strings.HasPrefix(key, w+" ")) {
				found, words = r, n
			}
		}
	}
	return found, words
}

// pressSetting begins to set something.
func (t *turn) pressSetting(key string) {
	_, known := ruleOf(key)
	switch {
	case !known && key != showLimits:
		t.stale()
	case t.env.Person.Role != Admin:
		t.say("people.not_admin")
	case !t.env.Person.LeadsAll(t.env.Tree, t.today()):
		t.say("settings.not_whole")
	case key == showLimits:
		t.act(ShowSettings{Limits: true})
	default:
		t.ask(askSetting, key)
	}
}

func (t *turn) settingPrompt() prompt {
	r, _ := ruleOf(t.s.Ask.Arg)
	p := prompt{text: t.aboutRule("ask", r), control: []option{{wordCancel, t.msg("button.cancel")}}}
	for _, n := range r.offered {
		p.options = append(p.options, option{itoa(n), t.ruleText(r, n)})
	}
	if r.number == nil {
		for _, c := range period.Calendars {
			p.options = append(p.options, option{c.ID, i18n.CalendarName(t.lang(), c)})
		}
	}
	p.options = append(p.options, option{ValueStandard, t.msg("settings.standard")})
	return p
}

// aboutRule asks for a rule's value ("ask"), or says that one cannot be set ("wrong").
func (t *turn) aboutRule(what string, r rule) string {
	if !r.limit {
		return t.msg("settings." + what + "_" + r.key)
	}
	return t.msg("settings."+what+"_limit", "name", t.msg("settings.name_"+r.key), "why", t.msg("settings.why_"+r.key),
		"word", t.msg("settings.word_"+r.key), "least", r.least, "most", t.ruleText(r, r.most), "example", r.offered[1])
}

// answerSetting takes what was typed, or a button's value; what cannot be set is answered with an example.
func (t *turn) answerSetting(text string) {
	key := t.s.Ask.Arg
	r, _ := ruleOf(key)
	value, ok := match(t.settingPrompt().options, text)
	if !ok {
		value, ok = t.ruleValue(r, text)
	}
	s, err := NewSetting(key, value)
	s.By = t.env.Person.ID
	if err != nil || !ok {
		t.reply(chat.Reply{Text: t.aboutRule("wrong", r)})
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
		return ValueStandard, true
	}
	if r.number == nil {
		for _, c := range period.Calendars {
			if key == fold.Key(c.ID) || key == fold.Key(i18n.CalendarName(t.lang(), c)) {
				return c.ID, true
			}
		}
		return "", false
	}
	return ruleNumber(r, text)
}

// SettingButtons are the buttons by which an administrator of everything changes what /caidat shows.
func SettingButtons(env Env, limits bool) chat.Keyboard {
	t := &turn{env: env}
	var list []chat.Button
	for _, r := range ruleList {
		if r.limit == limits {
			list = append(list, chat.Button{Label: t.msg("settings.set_" + r.key), Data: verbSet + ":" + r.key})
		}
	}
	if !limits {
		list = append(list, chat.Button{Label: t.msg("settings.limits"), Data: verbSet + ":" + showLimits})
	}
	return rows(list)
}
