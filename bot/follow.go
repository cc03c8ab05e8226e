package bot

import (
	"strconv"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/duty"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
)

// kindFollow is the kind under which the store keeps when a subscription was last served; key: its number.
const kindFollow = "follow"

// mostFollowed is how many subscriptions are served in one go, so that the dialogues go on in between.
const mostFollowed = 8

// follow serves the subscriptions that are due.
func (s *shift) follow() (time.Time, error) {
	all, err := s.tx.Subscriptions()
	if err != nil {
		return time.Time{}, err
	}
	again, served := s.now.Add(24*time.Hour), 0
	for _, one := range all {
		latest := one.Rhythm.Latest(s.local())
		done, err := s.servedAt(one)
		if err != nil {
			return again, err
		}
		if !latest.After(done) {
			again = earlier(again, one.Rhythm.Next(s.local()))
			continue
		}
		if served == mostFollowed {
			return time.Time{}, nil
		}
		served++
		if err := s.serve(one); err != nil {
			return again, err
		}
		if err := s.note(strconv.FormatUint(one.ID, 10), latest); err != nil {
			return again, err
		}
		again = earlier(again, one.Rhythm.Next(s.local()))
	}
	return again, nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// servedAt is when a subscription was last served, at first when it began.
func (s *shift) servedAt(one conversation.Subscription) (time.Time, error) {
	done, begun, err := s.done(strconv.FormatUint(one.ID, 10))
	if err != nil || begun {
		return done.At, err
	}
	return one.At, nil
}

// serve writes one summary. Who may not have it any more gets nothing.
func (s *shift) serve(one conversation.Subscription) error {
	p, known, err := s.tx.PersonByID(one.Person)
	if err != nil || !known {
		return err
	}
	q, ok := conversation.ParseQuery(one.Query)
	if !ok || !p.Role.AtLeast(conversation.Head) || !s.sees(p, q) {
		return nil
	}
	q.Period = followedPeriod(one.Rhythm, q.Period.Calendar, s.today())
	news, err := NewsFor(s.tx, s.Forms, p, NewsQuery{Query: q, Today: s.today()})
	if err != nil {
		return err
	}
	w := report.Writer{Texts: s.Texts, Lang: s.langOf(p)}
	text := s.text(p, "follow.head") + "\n" + w.Summary(news.Summary)
	if changed := w.Changed(news.News); !news.First && news.Quiet.IsZero() && changed != "" {
		text += "\n\n" + changed
	}
	more := chat.Button{Label: s.text(p, "summary.options"), Data: q.Data()}
	wrote, err := s.write(p, chat.Reply{
		Text:     text,
		Keyboard: conversation.Rows([]chat.Button{more, conversation.UnfollowButton(s.envOf(p), one)}),
	})
	if err == nil && wrote {
		err = settle(s.tx, p, q, news, s.now)
	}
	if err != nil || !wrote || one.Format == "" || !carries(s.Messengers, p.Chats[0].Platform) {
		return err
	}
	head, err := s.tx.Head()
	if err != nil {
		return err
	}
	_, err = s.write(p, chat.Reply{File: &chat.Job{Format: one.Format, Query: q.Data(), Number: head, By: p.ID}})
	return err
}

// sees tells whether a person may see a query's units.
func (s *shift) sees(p conversation.Person, q conversation.Query) bool {
	if g, ok := s.tx.Tree().Group(q.Unit); ok {
		for _, m := range g.Members {
			if !p.Sees(s.tx.Tree(), m) {
				return false
			}
		}
		return p.Active()
	}
	return p.Sees(s.tx.Tree(), q.Unit)
}

// followedPeriod is what a subscription tells of: each day the month so far, each week the week before, each month the
// last that has closed.
func followedPeriod(r duty.Rhythm, c period.Calendar, today period.Date) period.Period {
	switch r.Every {
	case period.Week:
		return period.WeekOf(c, today).Prev()
	case period.Month:
		return period.MonthOf(c, today).Prev()
	default:
		return period.MonthOf(c, today)
	}
}

// follow begins or ends a subscription.
func (t *turn) follow(one conversation.Subscription) error {
	one, err := t.tx.PutSubscription(one)
	if err != nil {
		return err
	}
	t.agenda.soon(kindFollow)
	if one.Gone {
		return t.tx.SetDone(kindFollow, conversation.Done{Key: strconv.FormatUint(one.ID, 10)})
	}
	return nil
}
