package bot

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/duty"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
)

// chore is one kind of work that the clock leads to.
type chore struct {
	kind string // names it in the store, for ever
	// do does what has become due, and tells when to look again; the zero time: at the next look. What it notes and what
	// it writes commit together, so that a restart neither loses nor repeats it. After a long time without a look it does
	// once what still makes sense.
	do func(*shift) (again time.Time, err error)
}

// chores are all kinds, in the order in which they are done.
var chores = []chore{
	{"away", (*shift).tellAway},
	{"head", (*shift).sendHead},
	{"returns", (*shift).remindReturns},
	{kindRemind, (*shift).remind},
	{"passed", (*shift).tellPassed},
	{"gap", (*shift).tellGaps},
	{kindFollow, (*shift).follow},
}

// agenda is when each chore is looked at next. Only the loop changes it.
type agenda struct {
	next     map[string]time.Time
	earliest atomic.Int64 // of them all, in nanoseconds: the clock waits for it
	first    time.Time    // when this process looked at the clock for the first time
	last     int64        // what the clock showed at the last look, in nanoseconds
}

// at notes a look. A clock that was put back makes what was waited for uncertain, so all is looked at again.
func (a *agenda) at(now time.Time) {
	if a.first.IsZero() {
		a.first = now
	}
	if nanoseconds(now) < a.last {
		clear(a.next)
	}
	a.last = nanoseconds(now)
}

// put notes when to look at a chore again.
func (a *agenda) put(kind string, at time.Time) {
	a.next[kind] = at
	first := at
	for _, c := range chores {
		if next := a.next[c.kind]; next.Before(first) {
			first = next
		}
	}
	a.earliest.Store(nanoseconds(first))
}

// soon makes the next look see a chore, as something has changed that it goes by.
func (a *agenda) soon(kind string) { a.put(kind, time.Time{}) }

// nanoseconds is a moment as a number; the zero time is before all others.
func nanoseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// watch looks at the clock again and again.
func (b *Bot) watch(ctx context.Context) error {
	for before := int64(0); ctx.Err() == nil; {
		now := nanoseconds(b.Now()) // the wall clock's, which may be put back
		if now < before || now >= b.agenda.earliest.Load() {
			if err := b.Look(ctx); err != nil {
				return err
			}
		}
		before = now
		wait(ctx, b.Every)
	}
	return nil
}

// wait returns after some time, or when ctx ends.
func wait(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}

// Look makes the loop look at the clock: what has become due is done and committed when it returns.
func (b *Bot) Look(ctx context.Context) error {
	done := make(chan error, 1)
	select {
	case b.looks <- done:
		return <-done
	case <-ctx.Done():
		return nil
	case <-b.ended:
		return errEnded
	}
}

// shift is one chore at work inside the batch's transaction.
type shift struct {
	*work
	chore

	tx      Tx
	rules   conversation.Rules // in force
	letters []conversation.Letter
}

// look does the chores that have become due. A failing one changes nothing, and is tried again later.
func (w *work) look(tx Tx) {
	w.agenda.at(w.now)
	for _, c := range chores {
		if w.agenda.next[c.kind].After(w.now) {
			continue
		}
		s := &shift{work: w, chore: c, tx: tx}
		again := w.now.Add(retryChore)
		err := tx.Attempt(func() (err error) {
			if s.rules, err = w.rulesIn(tx); err != nil {
				return err
			}
			next, err := c.do(s)
			if err == nil {
				again = earlier(next, w.now.Add(lookAgain))
			}
			return err
		})
		w.agenda.put(c.kind, again)
		if err != nil {
			w.Log.Error("a chore failed", "kind", c.kind, "next_try_in", retryChore, "cause", err, "stack", stackOf(err))
			continue
		}
		w.letters = append(w.letters, s.letters...)
	}
}

// daily tells whether a chore of once a day is to be done now, which it notes, and when the next day's is.
func (s *shift) daily(at duty.Clock) (due bool, next time.Time, err error) {
	every := duty.Daily(at)
	latest := every.Latest(s.local())
	if due, err = s.due("", latest); due && err == nil {
		err = s.note("", latest)
	}
	return due, every.Next(s.local()), err
}

// lookAgain is how long a chore is left alone at most: what it goes by can also be changed from outside of the loop.
const lookAgain = time.Hour

// retryChore is how long after a failure a chore is tried again.
const retryChore = time.Minute

// due tells whether a chore that happens at moments, of which the latest is given, is to be done now. The first look ever
// only begins to count.
func (s *shift) due(key string, latest time.Time) (bool, error) {
	done, begun, err := s.done(key)
	switch {
	case err != nil:
		return false, err
	case !begun:
		return false, s.note(key, latest)
	default:
		return latest.After(done.At), nil
	}
}

// believeAfter is how long a clock must have run before what another time was noted by counts as wrong: after a start the
// network may need a while to put a clock right.
const believeAfter = time.Hour

// done is how far a chore has come. A moment that is still to come was noted by a clock that was wrong, or this one is
// behind; in the first case the start of this process takes its place, so that the chore is not silent until then.
func (s *shift) done(key string) (conversation.Done, bool, error) {
	done, begun, err := s.tx.Done(s.kind, key)
	if err == nil && done.At.After(s.now) && s.now.Sub(s.agenda.first) > believeAfter {
		done = conversation.Done{Key: key, At: s.agenda.first}
		err = s.tx.SetDone(s.kind, done)
	}
	return done, begun, err
}

// note keeps that a chore was done for a moment.
func (s *shift) note(key string, at time.Time) error {
	return s.tx.SetDone(s.kind, conversation.Done{Key: key, At: at})
}

// write queues a letter that nobody waits for, to the chat of chatOf. It reports false where there is none.
func (s *shift) write(p conversation.Person, r chat.Reply) (bool, error) {
	to, ok, err := s.chatOf(p)
	if err != nil || !ok {
		return false, err
	}
	r.Bulk = true
	l, err := s.tx.Queue(to, r, s.now)
	if err != nil {
		return false, fmt.Errorf("queueing a letter of %q: %w", s.kind, err)
	}
	s.letters = append(s.letters, l)
	return true, nil
}

// chatOf is the chat that a person used last of those that take messages; false where there is none.
func (s *shift) chatOf(p conversation.Person) (chat.Key, bool, error) {
	if !p.Active() {
		return chat.Key{}, false, nil
	}
	for _, k := range p.Chats {
		if ok, err := s.tx.Reachable(k); err != nil || ok {
			return k, ok, err
		}
	}
	return chat.Key{}, false, nil
}

// text is a text of the catalogue in a person's language. Values that people typed are to be escaped.
func (s *shift) text(p conversation.Person, key string, args ...any) string {
	return s.Texts.T(s.langOf(p), key, args...)
}

func (s *shift) langOf(p conversation.Person) i18n.Lang { return p.Language(s.Lang) }

// local is now where the bot is.
func (s *shift) local() time.Time { return s.now.In(s.Zone) }

func (s *shift) today() period.Date { return period.DateOf(s.local()) }
