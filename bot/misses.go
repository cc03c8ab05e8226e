package bot

import (
	"strings"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/duty"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// mostListed is how many units a letter to a commander names.
const mostListed = 15

// tellPassed tells the commanders, once a deadline has passed, which of their units have missed so many in a row.
func (s *shift) tellPassed() (time.Time, error) {
	return s.onDay(func(plan duty.Plan, since period.Date) error {
		for _, c := range plan.Passed(since, s.today()) {
			misses, err := s.misses(c, plan.Misses)
			if err != nil {
				return err
			}
			err = s.tellCommanders(misses, func(p conversation.Person, units []orgunit.ID) chat.Reply {
				return s.passedLetter(p, c, plan.Misses, units)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// tellGaps tells the commanders once a week of which units nothing was heard for so many weeks now.
func (s *shift) tellGaps() (time.Time, error) {
	return s.onDay(func(plan duty.Plan, since period.Date) error {
		monday := s.today() - period.Date((int(s.today().Weekday())+6)%7)
		if plan.GapWeeks == 0 || plan.Off || monday < since {
			return nil
		}
		silent, err := s.gaps(plan.GapWeeks, monday, monday-since)
		if err != nil {
			return err
		}
		return s.tellCommanders(silent, func(p conversation.Person, units []orgunit.ID) chat.Reply {
			text := s.text(p, "gap.alert", "weeks", plan.GapWeeks, "n", len(units), "units", s.unitNames(p, units))
			return chat.Reply{Text: text}
		})
	})
}

// onDay does something once on each day at the time of reminders; since is the day after it was last done.
func (s *shift) onDay(do func(plan duty.Plan, since period.Date) error) (time.Time, error) {
	plan, err := conversation.PlanIn(s.tx, s.rules.Calendar)
	if err != nil {
		return time.Time{}, err
	}
	if until, quiet := plan.Quiet(s.local()); quiet {
		return until, nil
	}
	daily := duty.Daily(plan.RemindAt)
	latest, next := daily.Latest(s.local()), daily.Next(s.local())
	before, _, err := s.done("")
	if err != nil {
		return next, err
	}
	due, err := s.due("", latest)
	if err != nil || !due {
		return next, err
	}
	if err := do(plan, s.dayOf(before.At)+1); err != nil {
		return next, err
	}
	return next, s.note("", latest)
}

// misses are the units that missed a call's period and those before it, so many in a row.
func (s *shift) misses(c duty.Call, inARow int) ([]orgunit.ID, error) {
	tree := s.tx.Tree()
	silent := c.Owing(tree, c.Period, s.today())
	for p := c.Period; inARow > 0; p, inARow = p.Prev(), inARow-1 {
		heard, err := s.tx.Heard(p.Range)
		if err != nil {
			return nil, err
		}
		var still []orgunit.ID
		for _, unit := range silent {
			owes := p == c.Period || c.Owes(tree, unit, p, s.today())
			silent, err := missing(s.tx, heard, c.Requirement, owed{unit, p})
			if err != nil {
				return nil, err
			}
			if owes && silent {
				still = append(still, unit)
			}
		}
		silent = still
	}
	return silent, nil
}

// gaps are the units of which nothing was heard for just so many weeks before a Monday: they were heard of in the week
// before those, or since the last Monday that was looked at.
func (s *shift) gaps(weeks int, monday, passed period.Date) ([]orgunit.ID, error) {
	tree := s.tx.Tree()
	begin := monday - period.Date(7*weeks)
	lately, err := s.tx.Heard(period.Range{From: begin, To: monday - 1})
	if err != nil {
		return nil, err
	}
	before, err := s.tx.Heard(period.Range{From: begin - 7*(1+passed/7), To: begin - 1})
	if err != nil {
		return nil, err
	}
	var silent []orgunit.ID
	for _, root := range tree.Roots(s.today()) {
		for _, unit := range tree.Communes(root, s.today()) {
			if duty.News(tree, lately, unit) == rollup.Silence && duty.News(tree, before, unit) != rollup.Silence {
				silent = append(silent, unit)
			}
		}
	}
	return silent, nil
}

// tellCommanders writes to the nearest commanders above some units, to each of the own ones.
func (s *shift) tellCommanders(units []orgunit.ID, letter func(conversation.Person, []orgunit.ID) chat.Reply) error {
	if len(units) == 0 {
		return nil
	}
	people, err := s.tx.People()
	if err != nil {
		return err
	}
	tree := s.tx.Tree()
	leads := map[orgunit.ID]bool{}
	for _, p := range people {
		if p.Active() && p.Role == conversation.Commander && len(p.Chats) > 0 {
			leads[tree.Now(p.Unit)] = true
		}
	}
	below := map[orgunit.ID][]orgunit.ID{}
	for _, unit := range units {
		for _, up := range append([]orgunit.ID{unit}, tree.Ancestors(unit, s.today())...) {
			if leads[up] {
				below[up] = append(below[up], unit)
				break
			}
		}
	}
	for _, p := range people {
		if p.Role != conversation.Commander || len(below[tree.Now(p.Unit)]) == 0 {
			continue
		}
		if _, err := s.write(p, letter(p, below[tree.Now(p.Unit)])); err != nil {
			return err
		}
	}
	return nil
}

// passedLetter says who missed a deadline again.
func (s *shift) passedLetter(p conversation.Person, c duty.Call, misses int, units []orgunit.ID) chat.Reply {
	lang := s.langOf(p)
	key := "passed.first"
	if misses > 1 {
		key = "passed.again"
	}
	text := s.text(p, key, "period", i18n.PeriodLabel(lang, c.Period), "day", i18n.LongDate(lang, c.Deadline),
		"n", len(units), "misses", misses, "units", s.unitNames(p, units))
	q := conversation.Query{Page: conversation.Missing, Unit: p.Unit, Period: c.Period}
	return chat.Reply{Text: text, Keyboard: conversation.Rows([]chat.Button{
		{Label: s.text(p, "summary.missing"), Data: q.Data()}, {Label: s.text(p, "missing.remind"), Data: nagData(q)},
	})}
}

// nagData is the button that reminds those who are missing.
func nagData(q conversation.Query) string {
	q.Page, q.Offset, q.Measure = conversation.Nag, 0, ""
	return q.Data()
}

// unitNames lists units, the first of many.
func (s *shift) unitNames(p conversation.Person, units []orgunit.ID) string {
	var names []string
	for _, u := range units[:min(len(units), mostListed)] {
		names = append(names, chat.Escape(s.tx.Tree().BareName(u, s.today())))
	}
	text := strings.Join(names, ", ")
	if more := len(units) - len(names); more > 0 {
		text += " " + s.text(p, "report.missing_more", "n", more)
	}
	return text
}
