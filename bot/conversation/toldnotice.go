package conversation

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
)

// Notice is an announcement as it goes to one of its receivers; again says that it is a reminder.
func Notice(env Env, a Announcement, again bool) chat.Reply {
	t := &turn{env: env}
	head := "announce.head"
	if again {
		head = "announce.again"
	}
	return chat.Reply{
		Text:     t.noticeText(head, a) + "\n\n" + t.msg("announce.please"),
		Keyboard: rows([]chat.Button{{Label: t.msg("button.received"), Data: verbData(verbReceived, a.Entry)}}),
		// In a chat without buttons the number would name a button of another message.
		Unnumbered: true, Bulk: true, Notice: a.Entry,
	}
}

func (t *turn) noticeText(head string, a Announcement) string {
	t.in.Sent = a.At
	return t.msg(head, "unit", t.scopeName(a.Unit)) + "\n\n" + chat.Escape(a.Text)
}

// Received thanks for an acknowledgement; with edit it takes the place of the announcement.
func Received(env Env, a Announcement, edit string, now time.Time) chat.Reply {
	t := &turn{env: env}
	if edit == "" {
		return chat.Reply{Text: t.msg("announce.received")}
	}
	return chat.Reply{Text: t.noticeText("announce.head", a) + "\n\n" + t.msg("announce.received_at", "at", t.moment(now)), Edit: edit}
}

// NoNotice is said where there is no announcement, or none any more.
func NoNotice(env Env) chat.Reply { return chat.Reply{Text: (&turn{env: env}).msg("announce.gone")} }

// Announced confirms that an announcement goes out.
func Announced(env Env, a Announcement) chat.Reply {
	t := &turn{env: env}
	return chat.Reply{
		Text:     t.msg("announce.sent", "n", a.Receivers),
		Keyboard: rows([]chat.Button{{Label: t.msg("button.follow"), Data: verbData(verbNotice, a.Entry)}}),
	}
}

// Tally is how many receivers of an announcement each stage of a delivery has.
type Tally map[Delivery]int

// Count counts the stages.
func Count(receivers []Receiver) Tally {
	c := Tally{}
	for _, r := range receivers {
		c[r.Delivery]++
	}
	return c
}

// Followed is an announcement with how far it has come.
type Followed struct {
	Announcement

	Tally Tally
}

// AnnouncementList shows the last announcements.
func AnnouncementList(env Env, list []Followed, now time.Time) chat.Reply {
	t := &turn{env: env, now: now}
	lines := []string{t.msg("announce.none")}
	var keys []chat.Button
	if len(list) > 0 {
		lines[0] = t.msg("announce.list")
	}
	for i, f := range list {
		lines = append(lines, "", t.noticeLine(itoa(i+1)+". ", f.Announcement), t.tally(f))
		keys = append(keys, chat.Button{Label: t.msg("button.nth", "n", itoa(i+1)), Data: verbData(verbNotice, f.Entry)})
	}
	keys = append(keys, chat.Button{Label: t.msg("button.write_notice"), Data: verbData(verbAnnounce, 0)})
	return chat.Reply{Text: strings.Join(lines, "\n"), Keyboard: rows(keys)}
}

// maxGist is how many letters of an announcement's text a list shows.
const maxGist = 60

func (t *turn) noticeLine(mark string, a Announcement) string {
	t.in.Sent = a.At
	gist := []rune(strings.Join(strings.Fields(a.Text), " "))
	if len(gist) > maxGist {
		gist = append(gist[:maxGist-1], '…')
	}
	return mark + "<b>" + t.moment(a.At) + " · " + chat.Escape(t.scopeName(a.Unit)) + "</b>: " + chat.Escape(string(gist))
}

func (t *turn) moment(at time.Time) string { return at.In(t.env.Zone).Format("15:04 2/1") }

// tally says how many have received, acknowledged and not, and cannot be reached.
func (t *turn) tally(f Followed) string {
	c := f.Tally
	line := t.msg("announce.tally", "sent", f.Receivers-c[Waiting]-c[Unreachable], "all", f.Receivers, "read", c[Acknowledged], "unread", c[Delivered])
	if n := c[Waiting]; n > 0 {
		line += " · " + t.msg("announce.waiting", "n", n)
	}
	if n := c[Unreachable]; n > 0 {
		line += " · " + t.msg("announce.unreachable", "n", n)
	}
	return line
}

// Pending is somebody who has not acknowledged an announcement.
type Pending struct {
	Person   Person
	Delivery Delivery
}

// maxPendingUnits is how many units are named that have not acknowledged: one screen.
const maxPendingUnits = 15

// AnnouncementDetail shows how far one announcement has come: who has not acknowledged it, unit by unit. Names are shown
// of those alone whose unit the person sees.
func AnnouncementDetail(env Env, f Followed, pending []Pending) chat.Reply {
	t := &turn{env: env}
	lines := []string{t.noticeLine("📢 ", f.Announcement), t.tally(f)}
	byUnit := map[orgunit.ID][]Pending{}
	for _, p := range pending {
		u := env.Tree.Now(p.Person.Unit)
		byUnit[u] = append(byUnit[u], p)
	}
	units := slices.SortedFunc(maps.Keys(byUnit), func(a, b orgunit.ID) int {
		return cmp.Or(cmp.Compare(len(byUnit[b]), len(byUnit[a])), cmp.Compare(t.unitName(a, t.today()), t.unitName(b, t.today())))
	})
	if len(units) > 0 {
		lines = append(lines, "", t.msg("announce.not_yet"))
	}
	for _, u := range units[:min(len(units), maxPendingUnits)] {
		lines = append(lines, t.pendingLine(u, byUnit[u]))
	}
	if n := len(units) - maxPendingUnits; n > 0 {
		lines = append(lines, t.msg("announce.more_units", "n", n))
	}
	r := chat.Reply{Text: strings.Join(lines, "\n")}
	if f.Tally[Delivered] > 0 {
		r.Keyboard = rows([]chat.Button{{Label: t.msg("button.nudge"), Data: verbData(verbNudge, f.Entry)}})
	}
	return r
}

// maxPendingNames is how many names of one unit are shown.
const maxPendingNames = 4

func (t *turn) pendingLine(u orgunit.ID, list []Pending) string {
	line := "• " + chat.Escape(t.unitName(u, t.today())) + ": " + i18n.Number(t.lang(), int64(len(list)))
	if !t.env.Person.Role.AtLeast(Head) || !t.env.Person.Sees(t.env.Tree, u) {
		return line
	}
	var names []string
	for _, p := range list[:min(len(list), maxPendingNames)] {
		name := chat.Escape(p.Person.Called(t.env.Texts, t.lang()))
		if p.Delivery == Unreachable {
			name += " 🚫"
		}
		names = append(names, name)
	}
	if len(list) > maxPendingNames {
		names = append(names, "…")
	}
	return line + " (" + strings.Join(names, ", ") + ")"
}

// Reminded confirms that so many were reminded.
func Reminded(env Env, n int) chat.Reply {
	return chat.Reply{Text: (&turn{env: env}).msg("announce.reminded", "n", n)}
}

// RemindedAlready says that it is too early to remind again.
func RemindedAlready(env Env, at time.Time) chat.Reply {
	t := &turn{env: env}
	return chat.Reply{Text: t.msg("announce.reminded_already", "at", t.moment(at))}
}
