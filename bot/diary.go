package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
)

// pageActs is how many acts one message shows.
const pageActs = 10

// showActs tells what was done to a unit and those below it: the newest first, each with who did it and when.
func (t *turn) showActs(a conversation.ShowActs) error {
	acts, err := t.tx.Acts(t.actedOn(a.Unit), a.Before, pageActs)
	if err != nil {
		return err
	}
	lines := []string{t.msg("diary.title", "unit", t.unitOf(a.Unit))}
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
	t.turnTo(r)
	return nil
}

// actedOn is what the diary of a unit is about: the unit and those below, the groups that they form, and for a unit that
// answers to no other also what is about everything.
func (t *turn) actedOn(unit orgunit.ID) []orgunit.ID {
	tree := t.tx.Tree()
	units := append([]orgunit.ID{unit}, tree.Subtree(unit, t.today())...)
	for _, g := range tree.Groups() {
		if !slices.ContainsFunc(g.Members, func(m orgunit.ID) bool { return !tree.Within(tree.Now(m), unit, orgunit.Latest) }) {
			units = append(units, g.ID)
		}
	}
	if _, below := tree.Parent(tree.Now(unit), t.today()); !below {
		units = append(units, "")
	}
	return units
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
		return t.msg("diary.target", "unit", t.unitOf(a.Target.Unit), "form", chat.Escape(f.Label.In(t.lang())), "year", strconv.Itoa(a.Target.Year),
			"goal", i18n.Number(t.lang(), a.Target.Goal)), nil
	case a.Freeze != nil:
		key := "diary.freeze"
		if a.Freeze.Reopened {
			key = "diary.reopen"
		}
		q, _ := a.Freeze.Query()
		return t.msg(key, "unit", t.unitOf(a.Freeze.Unit), "period", i18n.PeriodLabel(t.lang(), q.Period)), nil
	case a.Return != nil:
		s, _, err := t.tx.Submission(a.Return.Sub)
		key := [...]string{"diary.returned", "diary.fixed", "diary.kept", "diary.taken_back", "diary.dropped"}[min(int(a.Return.Settled), 4)]
		return t.msg(key, "code", s.Code(t.tx.Tree())), err
	case a.Units != nil:
		return t.unitsText(*a.Units), nil
	default:
		return t.otherAct(a), nil
	}
}

// otherAct tells an act that is about no person, figure or unit of the tree itself.
func (t *turn) otherAct(a conversation.Acted) string {
	switch {
	case a.Model != nil:
		return t.modelText(*a.Model)
	case a.Setting != nil:
		return t.settingText(*a.Setting)
	case a.Subscription != nil:
		key := "diary.followed"
		if a.Subscription.Gone {
			key = "diary.unfollowed"
		}
		q, _ := conversation.ParseQuery(a.Subscription.Query)
		return t.msg(key, "unit", t.unitOf(q.Unit))
	case a.Announced != nil:
		return t.msg("diary.announced", "unit", t.unitOf(a.Announced.Unit), "n", a.Announced.Receivers)
	case a.Group != nil && a.Group.Gone:
		return t.msg("diary.unbound", "unit", t.unitOf(a.Group.Unit))
	case a.Group != nil:
		return t.msg("diary.bound", "unit", t.unitOf(a.Group.Unit))
	case a.Restored:
		return t.msg("diary.restored")
	default:
		return t.msg("diary.import")
	}
}

// unitOf is the name of a unit or group for a line.
func (t *turn) unitOf(id orgunit.ID) string { return chat.Escape(t.police(id)) }

func (t *turn) modelText(m form.Model) string {
	key := "diary.model"
	switch {
	case m.Gone:
		key = "diary.model_gone"
	case m.Version == 1:
		key = "diary.model_new"
	}
	return t.msg(key, "name", chat.Escape(m.Name), "unit", t.unitOf(m.Owner))
}

func (t *turn) settingText(s conversation.Setting) string {
	r, err := conversation.Rules{}.With(s)
	switch {
	case s.Key == conversation.SettingPlan:
		return t.msg("diary.plan")
	case err != nil || len(s.Value) == 0:
		return t.msg("diary.standard_setting", "name", t.msg("settings.name_"+s.Key))
	case s.Key == conversation.SettingCalendar:
		return t.msg("diary.set_setting", "name", t.msg("settings.name_"+s.Key), "value", i18n.CalendarName(t.lang(), r.Calendar))
	default:
		return t.msg("diary.set_setting", "name", t.msg("settings.name_"+s.Key), "value", conversation.SettingText(t.env(), s))
	}
}

func (t *turn) deedText(d conversation.Deed) string {
	unit, role := t.unitOf, func(r string) string { return t.msg("role." + r) }
	switch d.Kind {
	case conversation.Moved:
		return t.msg("diary.moved", "id", d.Person, "from", unit(orgunit.ID(d.From)), "to", unit(orgunit.ID(d.To)))
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
	role, unit := t.msg("role."+string(i.Role)), t.unitOf(i.Unit)
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
	if len(c.IDs) == 0 {
		return t.msg("diary.all_units")
	}
	var names []string
	for _, u := range c.IDs[:min(len(c.IDs), fewUnits)] {
		names = append(names, chat.Escape(t.tx.Tree().Name(u, t.today())))
	}
	if len(c.IDs) > fewUnits {
		names = append(names, "…")
	}
	return t.msg("diary.units", "names", strings.Join(names, ", "))
}
