package bot

import (
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/i18n"
)

const (
	// longAway is how long platforms keep what nobody fetches: what was sent before that is lost without a trace.
	longAway = 24 * time.Hour
	// stillHere is how often the bot notes that it runs.
	stillHere = time.Hour
	// keyAway is the round that tells people of a time away: At is its begin, N the person with whom it goes on.
	keyAway = "round"
)

// tellAway tells, once, those with an open report that messages may be lost, after the bot did not run for very long. Of
// those who had not begun one nothing is known.
func (s *shift) tellAway() (time.Time, error) {
	last, begun, err := s.done("")
	if err != nil {
		return time.Time{}, err
	}
	if begun && s.agenda.first.Sub(last.At) >= longAway {
		if err := s.tx.SetDone(s.kind, conversation.Done{Key: keyAway, At: last.At, N: 1}); err != nil {
			return time.Time{}, err
		}
	}
	if err := s.note("", s.now); err != nil {
		return time.Time{}, err
	}
	round, _, err := s.tx.Done(s.kind, keyAway)
	if err != nil || round.N == 0 {
		return s.now.Add(stillHere), err
	}
	return s.goOnTelling(round)
}

// goOnTelling writes the next letters of a round, as many as can be sent soon, outside of quiet hours.
func (s *shift) goOnTelling(round conversation.Done) (time.Time, error) {
	plan, err := conversation.PlanIn(s.tx, s.rules.Calendar)
	if err != nil {
		return time.Time{}, err
	}
	if until, quiet := plan.Quiet(s.local()); quiet {
		return earlier(until, s.now.Add(stillHere)), nil
	}
	people, err := s.tx.PeopleAfter(round.N-1, mostScanned)
	if err != nil {
		return time.Time{}, err
	}
	room, again := mostWaiting-s.sender.waitingBulk(), time.Time{}
	for _, p := range people {
		if room <= 0 {
			break
		}
		wrote, err := s.tellOfLoss(p, round.At)
		if err != nil {
			return again, err
		}
		if wrote {
			room--
		}
		round.N = p.ID + 1
	}
	if len(people) == 0 {
		round, again = conversation.Done{Key: keyAway}, s.now.Add(stillHere) // over, and forgotten
	}
	return again, s.tx.SetDone(s.kind, round)
}

// tellOfLoss writes to a person with an open report, where the report is.
func (s *shift) tellOfLoss(p conversation.Person, since time.Time) (bool, error) {
	for _, k := range p.Chats {
		state, err := s.tx.State(k)
		if err != nil {
			return false, err
		}
		if state.Draft == nil {
			continue
		}
		since = since.In(s.Zone)
		return s.write(p, chat.Reply{Text: s.text(p, "away.drafts", "time", since.Format("15:04"), "day", i18n.Date(s.langOf(p), s.dayOf(since)))})
	}
	return false, nil
}
