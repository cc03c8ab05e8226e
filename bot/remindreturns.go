package bot

import (
	"maps"
	"slices"
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/bot/duty"
	"danvanbot/bot/period"
)

// remindAt is when those are reminded to whom a report was sent back.
const remindAt duty.Clock = 8 * 60

// remindReturns reminds once a day of what was sent back and is open: one message a person, whatever waits there. What is
// settled is reminded of no more, since it is not open.
func (s *shift) remindReturns() (time.Time, error) {
	due, next, err := s.daily(remindAt)
	if err != nil || !due {
		return next, err
	}
	waiting, people, err := s.waitingReturns()
	if err != nil {
		return next, err
	}
	for _, id := range slices.Sorted(maps.Keys(waiting)) {
		t := &turn{work: s.work, tx: s.tx}
		if _, err := s.write(people[id], conversation.RemindReturns(t.envOf(people[id]), waiting[id])); err != nil {
			return next, err
		}
	}
	return next, nil
}

// waitingReturns are the open returns that somebody is reminded of today, by person.
func (s *shift) waitingReturns() (map[uint64][]conversation.Return, map[uint64]conversation.Person, error) {
	open, err := s.tx.Returns(0)
	if err != nil {
		return nil, nil, err
	}
	waiting, people := map[uint64][]conversation.Return{}, map[uint64]conversation.Person{}
	for _, r := range open {
		if !remindsOn(int(s.today() - period.DateOf(r.At.In(s.Zone)))) {
			continue
		}
		sub, _, err := s.tx.Submission(r.Sub)
		if err != nil {
			return nil, nil, err
		}
		to, err := (&turn{work: s.work, tx: s.tx}).answering(sub)
		if err != nil {
			return nil, nil, err
		}
		for _, p := range to {
			if p.ID != r.By {
				waiting[p.ID], people[p.ID] = append(waiting[p.ID], r), p
			}
		}
	}
	return waiting, people, nil
}

// remindsOn tells on which days after a return it is reminded of: three days on end, and then every week.
func remindsOn(days int) bool { return days >= 1 && (days <= 3 || days%7 == 0) }
