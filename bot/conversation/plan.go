package conversation

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"danvanbot/bot/duty"
	"danvanbot/bot/fold"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
)

// SetPlan changes the plan of what is due.
type SetPlan struct{ Plan duty.Plan }

func (SetPlan) act() {}

// Duties reads what is due and subscribed to. As with Reports, a fault of the store is the caller's to notice.
type Duties interface {
	// Plan is the plan in force.
	Plan() duty.Plan
	// Subscriptions are those of a person.
	Subscriptions(person uint64) []Subscription
}

// PlanIn is the plan in force: the one that is set, or else the usual one of a calendar.
func PlanIn(tx Settings, calendar period.Calendar) (duty.Plan, error) {
	set, ok, err := tx.Setting(SettingPlan)
	if err != nil || !ok || len(set.Value) == 0 {
		return duty.Default(calendar), err
	}
	plan, err := duty.Parse(set.Value)
	if err != nil {
		return plan, fmt.Errorf("reading the plan: %w", err)
	}
	return plan, nil
}

// planSetting is the plan as a setting, of its JSON or ValueStandard. It fails with ErrSetting.
func planSetting(text string) (Setting, error) {
	s := Setting{Key: SettingPlan}
	if text == ValueStandard {
		return s, nil
	}
	plan, err := duty.Parse([]byte(text))
	if err == nil {
		s.Value, err = json.Marshal(plan)
	}
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrSetting, err)
	}
	return s, nil
}

// planInForce is the plan in force.
func (t *turn) planInForce() duty.Plan {
	if t.env.Duties == nil {
		return duty.Default(t.env.Calendar)
	}
	return t.env.Duties.Plan()
}

// plan answers /han: what is due until when. An administrator changes it: "/han 3 ngày", "/han giờ nhắc 7:30".
func (t *turn) plan(rest string) {
	if rest == "" {
		t.say("plan.shown", "lines", t.planLines(t.planInForce()))
		if t.env.Person.LeadsAll(t.env.Tree, t.today()) {
			t.say("plan.how")
		}
		return
	}
	if !t.env.Person.LeadsAll(t.env.Tree, t.today()) {
		t.say("plan.not_you")
		return
	}
	changed, ok := t.changedPlan(rest)
	if !ok || changed.Check() != nil {
		t.say("plan.wrong")
		t.say("plan.how")
		return
	}
	t.act(SetPlan{Plan: changed})
	t.say("plan.done", "lines", t.planLines(changed))
}

// changedPlan is the plan with one change.
func (t *turn) changedPlan(text string) (duty.Plan, bool) {
	p := t.planInForce()
	word, rest, _ := strings.Cut(text, " ")
	switch fold.Key(word) {
	case "can", "need":
		forms, ok := t.planForms(rest)
		return eachOwed(p, func(r *duty.Requirement) { r.Forms = forms }), ok
	case "lich", "calendar":
		for _, c := range period.Calendars {
			if key := fold.Key(rest); key == fold.Key(c.ID) || key == fold.Key(i18n.CalendarName(t.lang(), c)) {
				return eachOwed(p, func(r *duty.Requirement) { r.Calendar = c.ID }), true
			}
		}
		return p, false
	}
	return changePlan(p, text, duty.Default(t.env.Calendar))
}

// planForms are the forms of which one is asked for: none stands for any.
func (t *turn) planForms(text string) (ids []string, ok bool) {
	if key := fold.Key(text); key == "bat ky" || key == "any" {
		return nil, true
	}
	for name := range strings.SplitSeq(text, ",") {
		found := t.formsNamed(strings.TrimSpace(name))
		if len(found) != 1 {
			return nil, false
		}
		ids = append(ids, found[0].value)
	}
	return ids, true
}

// eachOwed changes everything that is due.
func eachOwed(p duty.Plan, change func(*duty.Requirement)) duty.Plan {
	p.Owed = slices.Clone(p.Owed)
	for i := range p.Owed {
		change(&p.Owed[i])
	}
	return p
}

// planLines tells a plan.
func (t *turn) planLines(p duty.Plan) string {
	var lines []string
	for _, r := range p.Owed {
		now := r.Current(t.today())
		lines = append(lines, "• "+t.msg("plan.owed_"+string(r.Every), "days", r.Days,
			"period", i18n.PeriodLabel(t.lang(), now), "day", i18n.LongDate(t.lang(), r.Deadline(now))))
		if names := t.formNames(r.Forms); names != "" {
			lines = append(lines, "  "+t.msg("remind.forms", "forms", names))
		}
		if names := t.namesOf(r.Units); names != "" {
			lines = append(lines, "  "+t.msg("plan.units", "units", names))
		}
		if !p.Off {
			lines = append(lines, "• "+t.msg("plan.remind", "days", t.offsets(r.Remind), "time", p.RemindAt.String()))
		}
	}
	if p.Off {
		return strings.Join(append(lines, "• "+t.msg("plan.off")), "\n")
	}
	lines = append(lines, "• "+t.msg("plan.quiet", "from", p.QuietAt.String(), "to", p.WakeAt.String()))
	if p.Misses > 0 {
		lines = append(lines, "• "+t.msg("plan.misses", "n", p.Misses))
	}
	if p.GapWeeks > 0 {
		lines = append(lines, "• "+t.msg("plan.gap", "n", p.GapWeeks))
	}
	return strings.Join(lines, "\n")
}

// offsets is "trước hạn 2 ngày, đúng hạn, sau hạn 1 ngày".
func (t *turn) offsets(days []int) string {
	var words []string
	for _, d := range days {
		switch {
		case d < 0:
			words = append(words, t.msg("plan.before", "n", -d))
		case d == 0:
			words = append(words, t.msg("plan.at"))
		default:
			words = append(words, t.msg("plan.after", "n", d))
		}
	}
	return strings.Join(words, ", ")
}

// changePlan reads one change of a plan.
func changePlan(p duty.Plan, text string, standard duty.Plan) (duty.Plan, bool) {
	key := fold.Key(text)
	all := func(change func(r *duty.Requirement)) (duty.Plan, bool) { return eachOwed(p, change), true }
	numbers := planNumbers(text)
	every, named := planEvery[key]
	switch {
	case key == "mac dinh" || key == "default":
		return standard, true
	case key == "tat" || key == "off":
		p.Off = true
		return p, true
	case key == "bat" || key == "on":
		p.Off = false
		return p, true
	case named:
		return all(func(r *duty.Requirement) { r.Every = every })
	case strings.HasPrefix(key, "gio nghi "), strings.HasPrefix(key, "quiet "):
		clocks, wrong := clocksIn(text)
		if len(clocks) != 2 || wrong {
			return p, false
		}
		p.QuietAt, p.WakeAt = clocks[0], clocks[1]
		return p, true
	case strings.HasPrefix(key, "gio nhac "), strings.HasPrefix(key, "time "):
		clocks, wrong := clocksIn(text)
		if len(clocks) != 1 || wrong {
			return p, false
		}
		p.RemindAt = clocks[0]
		return p, true
	case strings.HasPrefix(key, "nhac "), strings.HasPrefix(key, "remind "):
		return eachOwed(p, func(r *duty.Requirement) { r.Remind = numbers }), len(numbers) > 0 && len(numbers) == len(strings.Fields(strings.TrimSuffix(key, " ngay")))-1
	case len(numbers) != 1 || numbers[0] < 0:
		return p, false
	case strings.HasPrefix(key, "lanh dao "), strings.HasPrefix(key, "commander "):
		p.Misses = numbers[0]
		return p, true
	case strings.HasPrefix(key, "vang "), strings.HasPrefix(key, "gap "):
		p.GapWeeks = numbers[0]
		return p, true
	case strings.HasSuffix(key, " ngay"), strings.HasSuffix(key, " days"):
		return all(func(r *duty.Requirement) { r.Days = numbers[0] })
	}
	return p, false
}

var planEvery = map[string]duty.Every{
	"hang tuan": duty.Weekly, "tuan": duty.Weekly, "week": duty.Weekly,
	"hang thang": duty.Monthly, "thang": duty.Monthly, "month": duty.Monthly,
	"hang quy": duty.Quarterly, "quy": duty.Quarterly, "quarter": duty.Quarterly,
}

// planNumbers are the whole numbers of a text: "-2, 0, +1".
func planNumbers(text string) []int {
	var list []int
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		digits := strings.TrimLeft(word, "+-−")
		n := atoi(digits)
		if digits == "" || n < 0 {
			continue
		}
		if strings.HasPrefix(word, "-") || strings.HasPrefix(word, "−") {
			n = -n
		}
		list = append(list, n)
	}
	return list
}

// clocksIn are the times of day of a text: "21:00-6:30", "7h", "7 giờ 30"; wrong if one of them does not exist.
func clocksIn(text string) (list []duty.Clock, wrong bool) {
	for _, found := range clockWords.FindAllStringSubmatch(fold.Key(text), -1) {
		c, ok := duty.NewClock(atoi(found[1]), atoi(found[2]+found[3]))
		if !ok {
			wrong = true
			continue
		}
		list = append(list, c)
	}
	return list, wrong
}
