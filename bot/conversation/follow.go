package conversation

import (
	"cmp"
	"regexp"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/duty"
	"danvanbot/bot/fold"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// Follow begins a subscription, or ends it with Gone.
type Follow struct{ Subscription Subscription }

func (Follow) act() {}

// maxFollows is how many subscriptions a person may have.
const maxFollows = 10

var (
	clockWords = regexp.MustCompile(`\b([0-9]{1,2})(?::([0-9]{2})| ?(?:h|gio)(?: ?([0-9]{2}))?)\b`)
	dayWords   = regexp.MustCompile(`\b(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat|cn)|ngay ([0-9]{1,2}))\b`)
	dayNumbers = map[string]int{"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6}
)

// follow answers /theodoi: what is subscribed to. "/theodoi thứ hai 7 giờ biểu đồ" subscribes.
func (t *turn) follow(rest string) {
	switch {
	case !t.env.Person.Role.AtLeast(Head):
		t.say("follow.not_you")
	case rest == "":
		t.listFollows()
	default:
		t.subscribe(rest)
	}
}

// asksFollow answers "nhắc tôi tổng hợp mỗi thứ hai 7 giờ", and "thôi nhận".
func (t *turn) asksFollow(text string) bool {
	key := fold.Key(text)
	if t.endsFollow(key) {
		return true
	}
	every := strings.Contains(key, "moi ") || strings.Contains(key, "hang ")
	asks := strings.Contains(key, "tong hop") || strings.Contains(key, "bao cao") || strings.Contains(key, "so lieu")
	if _, ok := rhythmOf(key); !ok || !every || !asks || !t.env.Person.Role.AtLeast(Head) {
		return false
	}
	for _, begin := range []string{"nhac toi ", "gui toi ", "gui cho toi ", "theo doi "} {
		if strings.HasPrefix(key, begin) {
			t.subscribe(text)
			return true
		}
	}
	return false
}

// endsFollow does what the button below a regular summary does, where it is not in doubt which one is meant.
func (t *turn) endsFollow(key string) bool {
	if key != "thoi nhan" && key != "stop" {
		return false
	}
	own := t.follows()
	if len(own) == 1 {
		t.unfollow(itoa(int(own[0].ID)))
		return true
	}
	if len(own) > 1 {
		t.listFollows()
	}
	return len(own) > 1
}

func (t *turn) listFollows() {
	var lines []string
	var list []chat.Button
	for i, s := range t.follows() {
		lines = append(lines, itoa(i+1)+". "+t.followName(s))
		list = append(list, chat.Button{Label: t.msg("follow.stop", "n", i+1), Data: verbData(verbUnfollow, s.ID)})
	}
	if len(lines) == 0 {
		t.say("follow.none")
		return
	}
	t.offered(chat.Reply{Text: t.msg("follow.list") + "\n" + strings.Join(lines, "\n"), Keyboard: rows(list)})
}

func (t *turn) follows() []Subscription {
	if t.env.Duties == nil {
		return nil
	}
	return t.env.Duties.Subscriptions(t.env.Person.ID)
}

// followName is "Thứ Hai hằng tuần, 7:00 · Công an xã Bờ Y · biểu đồ".
func (t *turn) followName(s Subscription) string {
	q, _ := ParseQuery(s.Query)
	day := itoa(s.Rhythm.Day)
	if s.Rhythm.Every == period.Week {
		day = t.msg("weekday." + itoa(s.Rhythm.Day%7))
	}
	format := t.msg("follow.text")
	if s.Format != "" {
		format = t.msg("file." + string(s.Format))
	}
	when := map[period.Kind]string{period.Day: "follow.day", period.Week: "follow.week", period.Month: "follow.month"}
	return t.msg(when[s.Rhythm.Every], "day", day, "time", s.Rhythm.At.String()) + " · " +
		chat.Escape(t.env.Tree.PoliceName(q.Unit, t.today())) + " · " + format
}

// rhythmOf reads "mỗi thứ hai 7 giờ", "hằng ngày 17h", "ngày 15 hằng tháng lúc 7:30", folded.
func rhythmOf(key string) (duty.Rhythm, bool) {
	const usual = 7 * 60
	r := duty.Rhythm{At: usual}
	clocks, wrong := clocksIn(key)
	if wrong {
		return r, false
	}
	if len(clocks) > 0 {
		r.At = clocks[0]
	}
	found := dayWords.FindStringSubmatch(key)
	switch {
	case found != nil && found[1] != "":
		r.Every, r.Day = period.Week, cmp.Or(dayNumbers[found[1]], atoi(found[1])-1)
	case found != nil && found[2] != "":
		r.Every, r.Day = period.Week, 7
	case found != nil:
		r.Every, r.Day = period.Month, atoi(found[3])
		return r, r.Day >= 1 && r.Day <= 31
	case strings.Contains(key, "tuan"), strings.Contains(key, "week"):
		r.Every, r.Day = period.Week, 1
	case strings.Contains(key, "thang"), strings.Contains(key, "month"):
		r.Every, r.Day = period.Month, 15
	case strings.Contains(key, "ngay"), strings.Contains(key, "sang"), strings.Contains(key, "day"):
		r.Every = period.Day
	default:
		return r, false
	}
	return r, true
}

// followFormats are the words for what comes besides a text.
var followFormats = []struct {
	word   string
	format chat.Format
}{{"bieu do", chat.PNG}, {"chart", chat.PNG}, {"word", chat.Docx}, {"van ban", chat.Docx}, {"excel", chat.Xlsx}}

// subscribe reads when, what and about whom.
func (t *turn) subscribe(text string) {
	key := fold.Key(text)
	rhythm, ok := rhythmOf(key)
	switch {
	case !ok:
		t.say("follow.example")
		return
	case len(t.follows()) >= maxFollows:
		t.say("follow.too_many", "n", maxFollows)
		return
	}
	s := Subscription{Person: t.env.Person.ID, Rhythm: rhythm, At: t.now}
	for _, f := range followFormats {
		if strings.Contains(key, f.word) {
			s.Format = f.format
			break
		}
	}
	unit, ok := t.followedUnit(text)
	if !ok {
		return
	}
	s.Query = Query{Page: Totals, Unit: unit, Period: period.MonthOf(t.env.Calendar, t.today())}.Data()
	t.act(Follow{Subscription: s})
	t.reply(chat.Reply{Text: t.msg("follow.done") + "\n" + t.followName(s)})
}

// followedUnit is the unit that is named behind "của" or "cho", by default the own.
func (t *turn) followedUnit(text string) (id orgunit.ID, ok bool) {
	_, name, named := strings.Cut(" "+text+" ", " của ")
	if !named {
		return t.env.Person.Unit, true
	}
	asked, _ := viet.Question(name, t.today(), t.env.Calendar)
	found, sure := t.findAll(cmp.Or(asked.Name, strings.TrimSpace(name)))
	if !sure {
		t.say("follow.unit", "name", strings.TrimSpace(name))
		return "", false
	}
	return found[0], true
}

// unfollow ends a subscription of the person.
func (t *turn) unfollow(id string) {
	for _, s := range t.follows() {
		if itoa(int(s.ID)) == id {
			s.Gone = true
			t.act(Follow{Subscription: s})
			t.reply(chat.Reply{Text: t.msg("follow.stopped") + "\n" + t.followName(s)})
			return
		}
	}
	t.stale()
}

// UnfollowButton ends a subscription in one tap.
func UnfollowButton(env Env, s Subscription) chat.Button {
	t := &turn{env: env}
	return chat.Button{Label: t.msg("follow.unfollow"), Data: verbData(verbUnfollow, s.ID)}
}
