package conversation

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"danvanbot/bot/orgunit"
)

// askAnnounce: an announcement is being written. Arg: see draftNotice.
const askAnnounce = "announce"

// maxNotice is how many letters an announcement may have: one screen, and one message on every platform.
const maxNotice = 1500

// draftNotice is an announcement that is being written.
type draftNotice struct {
	unit   orgunit.ID
	choose bool // the unit is being chosen
	text   string
}

// String is what an Ask keeps.
func (d draftNotice) String() string {
	return string(d.unit) + "\n" + strconv.FormatBool(d.choose) + "\n" + d.text
}

func parseNotice(arg string) draftNotice {
	p := append(strings.SplitN(arg, "\n", 3), "", "", "")
	return draftNotice{unit: orgunit.ID(p[0]), choose: p[1] == "true", text: p[2]}
}

// announce answers "/thongbao": the list; "/thongbao họp lúc 8 giờ" and "/thongbao cho khu vực Sa Thầy: họp lúc 8 giờ":
// the text is shown with the number of its receivers. Officers read the last one that they got.
func (t *turn) announce(rest string) {
	switch {
	case !t.env.Person.Role.AtLeast(Head) && rest != "" && t.refused(rest):
	case !t.env.Person.Role.AtLeast(Head) && rest != "":
		t.say("announce.not_you")
	case !t.env.Person.Role.AtLeast(Head):
		t.act(ShowNotice{})
	case rest == "":
		t.act(ListAnnouncements{})
	default:
		t.openNotice(rest)
	}
}

// openNotice asks for a yes to an announcement, after its unit where that is not clear.
func (t *turn) openNotice(text string) {
	d := draftNotice{unit: t.env.Person.Unit, text: text}
	name, rest, ok := cutScope(text)
	if t.refused(name) || t.refused(rest) {
		return
	}
	if !ok {
		t.askNotice(d)
		return
	}
	d.text = rest
	t.scopeNotice(d, name)
}

// cutScope takes "cho khu vực Sa Thầy: họp" apart.
func cutScope(text string) (name, rest string, ok bool) {
	name, rest, ok = strings.Cut(text, ":")
	words := strings.Fields(name)
	if !ok || len(words) < 2 || len(words) > 12 || !slices.Contains([]string{"cho", "gui", "toi", "to"}, labelKey(words[0])) {
		return "", text, false
	}
	return strings.Join(words[1:], " "), strings.TrimSpace(rest), true
}

// askNotice asks what is open of an announcement.
func (t *turn) askNotice(d draftNotice) {
	if utf8.RuneCountInString(d.text) > maxNotice {
		t.say("announce.too_long", "max", itoa(maxNotice))
		d.text = ""
	}
	t.ask(askAnnounce, d.String())
}

// scopeNotice finds the unit or group that an announcement is for; a clash is asked.
func (t *turn) scopeNotice(d draftNotice, name string) {
	found, sure := t.findAll(name)
	d.choose = false
	switch {
	case len(found) == 0:
		t.say("unit.unknown", "name", name)
		d.choose = true
	case !sure:
		d.choose = true
		t.s.Ask = &Ask{What: askAnnounce, Arg: d.String()}
		p := prompt{text: t.msg("unit.several", "name", name), control: []option{{wordCancel, t.msg("button.cancel")}}}
		for _, u := range found {
			p.options = append(p.options, option{string(u), t.scopeName(u)})
		}
		t.show(p)
		return
	case !t.env.Person.MayAnnounce(t.env.Tree, found[0]):
		t.say("announce.own_only", "unit", t.unitName(t.env.Person.Unit, t.today()))
	default:
		d.unit = found[0]
	}
	t.askNotice(d)
}

// scopeName is what a unit or a group is called.
func (t *turn) scopeName(u orgunit.ID) string {
	if g, ok := t.env.Tree.Group(u); ok {
		return g.Name
	}
	return t.unitName(u, t.today())
}

const (
	valueScope = "scope"
	valueText  = "text"
)

func (t *turn) noticePrompt() prompt {
	d := parseNotice(t.s.Ask.Arg)
	p := prompt{control: []option{{wordCancel, t.msg("button.cancel")}}}
	switch {
	case d.choose:
		p.text = t.msg("announce.to_whom")
	case d.text == "":
		p.text = t.msg("announce.write", "unit", t.scopeName(d.unit))
	default:
		p.text = t.msg("announce.preview", "unit", t.scopeName(d.unit), "n", t.env.Notices.Audience(d.unit), "text", d.text)
		p.options = []option{{valueSend, t.msg("button.announce")}, {valueText, t.msg("button.rewrite")}}
		if t.env.Person.Role.AtLeast(Commander) {
			p.options = append(p.options, option{valueScope, t.msg("button.scope")})
		}
	}
	return p
}

// chooseNotice takes a button's value.
func (t *turn) chooseNotice(value string) {
	d := parseNotice(t.s.Ask.Arg)
	switch {
	case d.choose:
		t.scopeChosen(d, orgunit.ID(value))
	case value == valueScope:
		d.choose = true
		t.askNotice(d)
	case value == valueText:
		d.text = ""
		t.askNotice(d)
	default:
		t.sendNotice(d)
	}
}

func (t *turn) scopeChosen(d draftNotice, unit orgunit.ID) {
	if !t.env.Person.MayAnnounce(t.env.Tree, unit) {
		t.again()
		return
	}
	d.choose, d.unit = false, unit
	t.askNotice(d)
}

// sendNotice hands the announcement over. The right is looked at once more: the question may be weeks old.
func (t *turn) sendNotice(d draftNotice) {
	t.s.Ask = nil
	switch {
	case d.text == "":
		t.stale()
	case !t.env.Person.MayAnnounce(t.env.Tree, d.unit):
		t.say("announce.not_you")
	case t.env.Notices.Audience(d.unit) == 0:
		t.say("announce.nobody", "unit", t.scopeName(d.unit))
	default:
		t.act(Announce{Announcement{By: t.env.Person.ID, Unit: d.unit, Text: d.text}})
	}
}

// answerNotice takes what was typed: the unit, the text, or a yes.
func (t *turn) answerNotice(text string) {
	d := parseNotice(t.s.Ask.Arg)
	switch {
	case d.choose:
		t.scopeNotice(d, text)
	case d.text == "":
		d.text = text
		t.askNotice(d)
	case isYes(text):
		t.sendNotice(d)
	default:
		t.say("choice.unknown")
		t.again()
	}
}

// writeNotice is the button that begins an announcement.
func (t *turn) writeNotice() {
	if !t.env.Person.Role.AtLeast(Head) {
		t.say("announce.not_you")
		return
	}
	t.askNotice(draftNotice{unit: t.env.Person.Unit})
}

// pressNotice takes the buttons of announcements.
func (t *turn) pressNotice(verb, number string) {
	entry, err := strconv.ParseUint(number, 10, 64)
	switch {
	case verb == verbAnnounce:
		t.writeNotice()
	case err != nil:
		t.stale()
	case verb == verbNotice:
		t.act(ShowAnnouncement{Entry: entry})
	case verb == verbNudge:
		t.act(Nudge{Entry: entry})
	default:
		t.act(Acknowledge{Entry: entry, Edit: t.in.Message})
	}
}

// acknowledged are the words by which the newest announcement is acknowledged where no button can be pressed.
var acknowledged = []string{"da nhan", "da nhan thong bao", "nhan roi", "da doc", "da ro", "ro", "received"}

// acknowledges takes "đã nhận" for the newest announcement, unless it answers an open question.
func (t *turn) acknowledges(text string) bool {
	if t.s.Ask != nil || t.takesNumbers() || !slices.Contains(acknowledged, labelKey(text)) {
		return false
	}
	entry := t.env.Notices.Unread(t.env.Person.ID)
	if entry == 0 {
		return false
	}
	t.act(Acknowledge{Entry: entry})
	return true
}
