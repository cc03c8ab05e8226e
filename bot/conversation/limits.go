package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/viet"
)

// Limits are by how much the bot spares the platforms, and keeps noise out at the door. They are whole numbers that an
// administrator sets; 0 is as the program was set up.
type Limits struct {
	Telegram, Zalo Spacing
	BulkPercent    int // of a platform's pace, for what nobody waits for: 5 to 50
	CodeTries      int // of invitations' codes by a stranger in an hour: 1 to 20
	WrongCodes     int // by all strangers of a platform in ten minutes, before all must wait: 20 to 2,000
}

// Spacing is how fast a platform may be sent to: never faster than it says it takes. Zalo says nothing.
type Spacing struct {
	PerSecond    int // messages, overall: 1 to 30 for Telegram, 1 to 5 for Zalo
	ChatSeconds  int // from one message to a chat to the next: 1 to 30
	GroupSeconds int // the same in a group: 3 to 60; Telegram's alone
}

// Or are the limits with those of a standard for what is not set.
func (l Limits) Or(standard Limits) Limits {
	own, other := Rules{Limits: l}, Rules{Limits: standard}
	for _, r := range ruleList {
		if r.limit && *r.number(&own) == 0 {
			*r.number(&own) = *r.number(&other)
		}
	}
	return own.Limits
}

// Shown is a limit as it is shown: what it is called and its number with the unit.
type Shown struct{ Name, Value string }

// Shown are the limits in the order in which they are shown.
func (l Limits) Shown(env Env) []Shown {
	t, own := &turn{env: env}, Rules{Limits: l}
	var all []Shown
	for _, r := range ruleList {
		if r.limit {
			all = append(all, Shown{Name: t.msg("settings.name_" + r.key), Value: t.ruleText(r, *r.number(&own))})
		}
	}
	return all
}

// ruleText is a number of a rule with its unit; 0 is no limit.
func (t *turn) ruleText(r rule, n int) string {
	if n == 0 {
		return t.msg("settings.unlimited")
	}
	return t.msg("settings."+r.unit, "n", n)
}

// Limit tells whether a setting is one of Limits.
func (s Setting) Limit() bool {
	r, _ := ruleOf(s.Key)
	return r.limit
}

// SettingText tells a number that was set, with its unit: "20 tin mỗi giây". It is empty for what is no number.
func SettingText(env Env, s Setting) string {
	r, known := ruleOf(s.Key)
	rules, err := Rules{}.With(s)
	if !known || err != nil || r.number == nil {
		return ""
	}
	return (&turn{env: env}).ruleText(r, *r.number(&rules))
}

// unitWords are what may stand behind a number that is set, folded, by the unit's message.
var unitWords = map[string][]string{
	"days":       {"ngay", "days", "day"},
	"seconds":    {"giay", "s", "seconds", "second"},
	"per_second": {"tin", "tin moi giay", "tin mot giay", "tin 1 giay", "tin giay", "messages", "messages a second", "a second"},
	"percent":    {"phan tram", "percent"},
	"tries":      {"lan", "lan moi gio", "lan mot gio", "lan 1 gio", "lan gio", "tries", "tries an hour"},
	"codes":      {"ma", "ma sai", "ma trong 10 phut", "codes", "wrong codes"},
}

// ruleNumber reads a whole number with or without its unit: "14 ngày", "30%", "1.000 mã".
func ruleNumber(r rule, text string) (string, bool) {
	first, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	n, ok := viet.Number(strings.TrimSuffix(first, "%"))
	value, whole := n.Int()
	unit := strings.TrimSpace(fold.Key(rest))
	ok = ok && n.Sure() && whole && value > 0 && value < 1e9
	return itoa(int(value)), ok && (unit == "" || slices.Contains(unitWords[r.unit], unit))
}
