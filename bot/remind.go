package bot

import (
	"slices"
	"strconv"
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/bot/duty"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// The kinds under which the store keeps how far reminders have come.
const (
	kindRemind   = "remind"   // key "": the day's round; "since": the day from which on its calls are; else a query that asked
	kindReminded = "reminded" // key: a person's number
)

const (
	// mostWaiting is how many letters may wait that nobody waits for, before the clock writes more: a report stops all that
	// are not yet written, and answers wait behind few.
	mostWaiting = 8
	// mostScanned is how many people are looked at in one go.
	mostScanned = 250
	// remindAgain is how long after a reminder a person may be reminded again.
	remindAgain = 4 * time.Hour
)

// remind goes on with the rounds that are under way, and begins that of the day.
func (s *shift) remind() (time.Time, error) {
	plan, err := conversation.PlanIn(s.tx, s.rules.Calendar)
	if err != nil {
		return time.Time{}, err
	}
	daily := duty.Daily(plan.RemindAt)
	if until, quiet := plan.Quiet(s.local()); quiet {
		return until, nil
	}
	if err := s.beginRound(plan, daily.Latest(s.local())); err != nil {
		return time.Time{}, err
	}
	rounds, err := s.tx.AllDone(kindRemind)
	if err != nil {
		return time.Time{}, err
	}
	again := daily.Next(s.local())
	for _, round := range rounds {
		if round.N == 0 || round.Key == "since" {
			if err := s.forget(round); err != nil {
				return again, err
			}
			continue
		}
		over, err := s.goOn(plan, round)
		if err != nil {
			return again, err
		}
		if !over {
			return time.Time{}, nil // at the next look: what was written is being sent
		}
	}
	return again, nil
}

// forget removes what is known of a round that somebody asked for long ago.
func (s *shift) forget(round conversation.Done) error {
	if round.Key == "" || round.Key == "since" || s.now.Sub(round.At) < remindAgain {
		return nil
	}
	return s.tx.SetDone(kindRemind, conversation.Done{Key: round.Key})
}

// beginRound begins the round of the day, if reminders fall on it or on one of the days since the last look.
func (s *shift) beginRound(plan duty.Plan, latest time.Time) error {
	done, begun, err := s.done("")
	if err != nil || begun && !latest.After(done.At) {
		return err
	}
	round := conversation.Done{At: latest}
	if begun && len(plan.Calls(s.dayOf(done.At)+1, s.dayOf(latest))) > 0 {
		round.N = 1 // persons from number 1 on
		if err := s.tx.SetDone(kindRemind, conversation.Done{Key: "since", At: done.At}); err != nil {
			return err
		}
	}
	return s.tx.SetDone(kindRemind, round)
}

func (s *shift) dayOf(t time.Time) period.Date { return period.DateOf(t.In(s.Zone)) }

// goOn writes the next reminders of a round, as many as can be sent soon, and tells whether it is over.
func (s *shift) goOn(plan duty.Plan, round conversation.Done) (over bool, err error) {
	asked, err := s.callsOf(plan, round)
	if err != nil {
		return false, err
	}
	room := mostWaiting - s.sender.waitingBulk()
	if room <= 0 && len(asked.calls) > 0 {
		return false, nil
	}
	people, err := s.tx.PeopleAfter(round.N-1, mostScanned)
	if err != nil {
		return false, err
	}
	for _, p := range people {
		if room == 0 {
			break
		}
		round.N = p.ID + 1
		wrote, err := s.remindPerson(p, asked)
		if err != nil {
			return false, err
		}
		if wrote {
			room--
		}
	}
	if len(people) == 0 || len(asked.calls) == 0 || len(people) < mostScanned && round.N == people[len(people)-1].ID+1 {
		over, round.N = true, 0
	}
	return over, s.tx.SetDone(kindRemind, round)
}

// asked is what a round asks for, and of whom something was heard.
type asked struct {
	calls []duty.Call
	heard []rollup.Heard // of each call
	only  orgunit.ID     // with all below it; empty: all
}

// callsOf reads what a round asks for.
func (s *shift) callsOf(plan duty.Plan, round conversation.Done) (a asked, err error) {
	if round.Key == "" {
		since, _, err := s.tx.Done(kindRemind, "since")
		if err != nil {
			return a, err
		}
		a.calls = plan.Calls(s.dayOf(since.At)+1, s.dayOf(round.At))
	} else if q, ok := conversation.ParseQuery(round.Key); ok {
		a.only, a.calls = q.Unit, []duty.Call{callFor(plan, q.Period)}
	}
	for _, c := range a.calls {
		heard, err := s.tx.Heard(c.Period.Range)
		if err != nil {
			return a, err
		}
		a.heard = append(a.heard, heard)
	}
	return a, nil
}

// callFor is what a commander asks for who reminds of a period: by the requirement of such periods if there is one.
func callFor(plan duty.Plan, p period.Period) duty.Call {
	for _, r := range plan.Owed {
		if r.Calendar == p.Calendar.ID && r.Every.Kind() == p.Kind {
			return duty.Call{Requirement: r, Period: p, Deadline: r.Deadline(p)}
		}
	}
	return duty.Call{Period: p, Deadline: period.NoDate}
}

// remindPerson writes to a person who reports for a unit that owes something: all of it in one letter, and not again soon.
func (s *shift) remindPerson(p conversation.Person, a asked) (bool, error) {
	if !isReporter(p) {
		return false, nil
	}
	missed, err := s.missed(p, a)
	if err != nil || len(missed) == 0 {
		return false, err
	}
	key := strconv.FormatUint(p.ID, 10)
	before, known, err := s.tx.Done(kindReminded, key)
	if err != nil || known && s.now.Sub(before.At) < remindAgain && !s.now.Before(before.At) {
		return false, err
	}
	to, reachable, err := s.chatOf(p)
	if err != nil || !reachable {
		return false, err
	}
	state, err := s.tx.State(to)
	if err != nil {
		return false, err
	}
	state, letter := conversation.Remind(s.envOf(p), state, missed, s.today())
	wrote, err := s.write(p, letter)
	if err != nil || !wrote {
		return false, err
	}
	if err := s.tx.SetState(to, state); err != nil {
		return false, err
	}
	return true, s.tx.SetDone(kindReminded, conversation.Done{Key: key, At: s.now})
}

// isReporter tells whether a person reports for a unit and can be written to.
func isReporter(p conversation.Person) bool {
	return p.Active() && len(p.Chats) > 0 && (p.Role == conversation.Officer || p.Role == conversation.Head)
}

// missed is what the person's unit owes.
func (s *shift) missed(p conversation.Person, a asked) ([]conversation.Missed, error) {
	tree := s.tx.Tree()
	unit := tree.Now(p.Unit)
	if a.only != "" && !tree.Within(unit, a.only, s.today()) {
		return nil, nil
	}
	var list []conversation.Missed
	for i, c := range a.calls {
		if !c.Owes(tree, unit, c.Period, s.today()) {
			continue
		}
		missing, err := missing(s.tx, a.heard[i], c.Requirement, owed{unit, c.Period})
		if err != nil {
			return nil, err
		}
		if missing {
			list = append(list, conversation.Missed{Call: c, Unit: unit})
		}
	}
	return list, nil
}

// owed is a unit's report of a period.
type owed struct {
	unit   orgunit.ID
	period period.Period
}

// missing tells whether nothing was heard of what a unit owes. Where certain forms are asked for, other reports do not count.
func missing(tx ReadTx, heard rollup.Heard, r duty.Requirement, o owed) (bool, error) {
	news := duty.News(tx.Tree(), heard, o.unit)
	if news != rollup.Something || len(r.Forms) == 0 {
		return news == rollup.Silence, nil
	}
	row, err := tx.Sum(o.unit, rollup.Now, o.period.Range)
	if err != nil {
		return false, err
	}
	return row.Get(rollup.Zeros) == 0 && !slices.ContainsFunc(r.Forms, row.Tells), nil
}

// envOf is what the engine may look at for a letter to a person.
func (s *shift) envOf(p conversation.Person) conversation.Env {
	return conversation.Env{
		Forms: s.Forms, Tree: s.tx.Tree(), Texts: s.Texts, Words: s.words.of(s.Forms, s.tx.Tree()),
		Calendar: s.rules.Calendar, Zone: s.Zone, Lang: s.Lang, Person: &p,
	}
}

// remindNow begins a round for those who are missing, at a commander's word.
func (t *turn) remindNow(q conversation.Query) error {
	q.Page, q.Offset, q.Measure = conversation.Nag, 0, ""
	plan, err := conversation.PlanIn(t.tx, t.rules.Calendar)
	var before conversation.Done
	known := false
	if err == nil {
		before, known, err = t.tx.Done(kindRemind, q.Data())
	}
	if err != nil {
		return err
	}
	if known && t.now.Sub(before.At) < remindAgain {
		t.replies = append(t.replies, t.said("remind.already", "time", before.At.In(t.Zone).Format("15:04"), "again", before.At.Add(remindAgain).In(t.Zone).Format("15:04")))
		return nil
	}
	reached, unreached, err := t.reachable(plan, q)
	if err != nil {
		return err
	}
	if reached == 0 {
		t.replies = append(t.replies, t.said("remind.nobody", "unmanned", unreached))
		return nil
	}
	if err := t.tx.SetDone(kindRemind, conversation.Done{Key: q.Data(), At: t.now, N: 1}); err != nil {
		return err
	}
	t.agenda.soon(kindRemind)
	key := "remind.now"
	if _, quiet := plan.Quiet(t.now.In(t.Zone)); quiet {
		key = "remind.later"
	}
	t.replies = append(t.replies, t.said(key, "n", reached, "unmanned", unreached, "time", plan.WakeAt.String(), "period", i18n.PeriodLabel(t.lang(), q.Period)))
	return nil
}
