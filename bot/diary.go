package bot

import (
	"fmt"
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
)

// pageActs is how many acts one message shows.
const pageActs = 10

// showActs tells what was done to a unit and those below it: the newest first, each with who did it and when.
func (t *turn) showActs(a conversation.ShowActs) error {
	tree := t.tx.Tree()
	units := append([]orgunit.ID{a.Unit}, tree.Subtree(a.Unit, t.today())...)
	acts, err := t.tx.Acts(units, a.Before, pageActs)
	if err != nil {
		return err
	}
	lines := []string{t.msg("diary.title", "unit", chat.Escape(t.police(a.Unit)))}
	for _, one := range acts {
		line, err := t.actLine(one)
		if err != nil {
			return err
		}
		lines = append(lines, line)
	}
	if len(acts) == 0 {
		lines = append(lines, t.msg("diary.none"))
	}
	r := chat.Reply{Text: strings.Join(lines, "\n")}
	if len(acts) == pageActs {
		more := conversation.ShowActs{Unit: a.Unit, Before: acts[len(acts)-1].Number}
		r.Keyboard = conversation.Rows([]chat.Button{{Label: t.msg("summary.more"), Data: more.Data()}})
	}
	if t.in.Kind == chat.Press {
		r.Edit = t.in.Message
	}
	t.replies = append(t.replies, r)
	return nil
}

// actLine is one act: "#12 · 09:00 23/11/2026 · số 3: …".
func (t *turn) actLine(a conversation.Acted) (string, error) {
	what, err := t.actText(a)
	by := t.msg("diary.command_line")
	if a.By != 0 {
		by = t.msg("diary.person", "id", a.By)
	}
	return fmt.Sprintf("<b>#%d</b> · %s · %s: %s", a.Number, a.At.In(t.Zone).Format("15:04 2/1/2006"), by, what), err
}

func (t *turn) actText(a conversation.Acted) (string, error) {
	switch {
	case a.Deed != nil:
		return t.deedText(*a.Deed), nil
	case a.Invitation != nil:
		return t.invitationText(*a.Invitation), nil
	case a.Target != nil:
		f, _ := t.Forms.Form(a.Target.Form)
		return t.msg("diary.target", "unit", chat.Escape(t.police(a.Target.Unit)), "form", chat.Escape(f.Label.In(t.lang())), "year", strconv.Itoa(a.Target.Year),
			"goal", i18n.Number(t.lang(), a.Target.Goal)), nil
	case a.Freeze != nil:
		key := "diary.freeze"
		if a.Freeze.Reopened {
			key = "diary.reopen"
		}
		q, _ := a.Freeze.Query()
		return t.msg(key, "unit", chat.Escape(t.police(a.Freeze.Unit)), "period", i18n.PeriodLabel(t.lang(), q.Period)), nil
	case a.Return != nil:
		s, _, err := t.tx.Submission(a.Return.Sub)
		key := [...]string{"diary.returned", "diary.fixed", "diary.kept", "diary.taken_back", "diary.dropped"}[min(int(a.Return.Settled), 4)]
		return t.msg(key, "code", s.Code(t.tx.Tree())), err
	case a.Import:
		return t.msg("diary.import"), nil
	default:
		return t.unitsText(*a.Units), nil
	}
}

func (t *turn) deedText(d conversation.Deed) string {
	unit, role := t.police, func(r string) string { return t.msg("role." + r) }
	switch d.Kind {
	case conversation.Moved:
		return t.msg("diary.moved", "id", d.Person, "from", chat.Escape(unit(orgunit.ID(d.From))), "to", chat.Escape(unit(orgunit.ID(d.To))))
	case conversation.Reranked:
		return t.msg("diary.role", "id", d.Person, "from", role(d.From), "to", role(d.To))
	case conversation.Suspended:
		return t.msg("diary.suspended", "id", d.Person)
	case conversation.Resumed:
		return t.msg("diary.resumed", "id", d.Person)
	case conversation.HandedOver:
		return t.msg("diary.handed", "id", d.Person, "from", d.From)
	default:
		return t.msg("diary.removed", "id", d.Person)
	}
}

func (t *turn) invitationText(i conversation.Invitation) string {
	role, unit := t.msg("role."+string(i.Role)), chat.Escape(t.police(i.Unit))
	switch {
	case i.UsedBy != 0:
		return t.msg("diary.joined", "id", i.UsedBy, "role", role, "unit", unit)
	case i.Revoked:
		return t.msg("diary.revoked", "role", role, "unit", unit)
	default:
		return t.msg("diary.invited", "role", role, "unit", unit)
	}
}

// fewUnits is how many units of a reorganisation a line names.
const fewUnits = 4

func (t *turn) unitsText(c conversation.ChangedUnits) string {
	var names []string
	for _, u := range c.IDs[:min(len(c.IDs), fewUnits)] {
		names = append(names, chat.Escape(t.tx.Tree().Name(u, t.today())))
	}
	if len(c.IDs) > fewUnits {
		names = append(names, "…")
	}
	return t.msg("diary.units", "names", strings.Join(names, ", "))
}

// showSettings tells what is in force. It is changed in the configuration and by files, not in the chat.
func (t *turn) showSettings() error {
	head, err := t.tx.Head()
	if err != nil {
		return err
	}
	tree := t.tx.Tree()
	t.replies = append(t.replies, chat.Reply{Text: t.msg("people.settings",
		"version", t.Forms.Version, "forms", len(t.Forms.Forms), "calendar", i18n.CalendarName(t.lang(), t.Calendar),
		"units", len(tree.All()), "hash", tree.Hash()[:min(12, len(tree.Hash()))], "zone", t.Zone.String(), "days", int(inviteFor.Hours()/24), "head", int64(head))})
	return nil
}
