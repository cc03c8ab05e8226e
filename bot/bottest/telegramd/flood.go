package telegramd

import (
	"math"
	"time"
)

// Flood is how many messages the server takes. Telegram does not tell its numbers; the zero value is what its
// documentation advises: one a second per chat with a small burst, 20 a minute per group, 30 a second overall.
type Flood struct {
	Off     bool
	PerChat float64 // a second; 0: 1
	Burst   float64 // at once in one chat; 0: 3
	Overall float64 // a second and at once; 0: 30
	Group   float64 // a minute and at once in one group; 0: 20
	Scale   float64 // multiplies the rates, for fast tests; 0: 1
}

// bucket fills with time and empties with messages.
type bucket struct {
	left float64
	at   time.Time
}

func (b *bucket) fill(now time.Time, rate, size float64) {
	if b.at.IsZero() {
		b.left = size
	} else {
		b.left = min(size, b.left+now.Sub(b.at).Seconds()*rate)
	}
	b.at = now
}

type limiter struct {
	Flood
	all   bucket
	chats map[int64]*bucket
}

func newLimiter(f Flood) limiter {
	for field, standard := range map[*float64]float64{&f.PerChat: 1, &f.Burst: 3, &f.Overall: 30, &f.Group: 20, &f.Scale: 1} {
		if *field == 0 {
			*field = standard
		}
	}
	f.PerChat *= f.Scale
	f.Overall *= f.Scale
	return limiter{Flood: f, chats: map[int64]*bucket{}}
}

// take gives 0 for a message that is within the limits, else the seconds to wait.
func (l *limiter) take(chat int64, now time.Time) int {
	if l.Off {
		return 0
	}
	one := l.chats[chat]
	if one == nil {
		one = &bucket{}
		l.chats[chat] = one
	}
	per, burst := l.PerChat, l.Burst
	if chat < 0 {
		per, burst = l.Group*l.Scale/60, l.Group
	}
	one.fill(now, per, burst)
	l.all.fill(now, l.Overall, l.Overall)
	if wait := max(lack(one.left, per), lack(l.all.left, l.Overall)); wait > 0 {
		return wait
	}
	one.left--
	l.all.left--
	return 0
}

func lack(left, rate float64) int {
	if left >= 1 {
		return 0
	}
	return max(1, int(math.Ceil((1-left)/rate)))
}

// limit refuses a message that comes too fast and notes it as a breach; the lock is held.
func (s *Server) limit(c call, chat int64) (answer, bool) {
	wait := s.flood.take(chat, s.o.Now())
	if wait == 0 {
		return answer{}, true
	}
	if s.flood.chats[chat].left < 1 {
		s.breach("%s: too fast for chat %d", c.method, chat)
	} else {
		s.breach("%s: too fast for all chats together", c.method)
	}
	s.ban(c, wait)
	return tooMany(wait), false
}

func banKey(c call) string { return c.method + " " + c.args.values["chat_id"] }

// ban is a time in which a method must not be called.
type ban struct{ from, until time.Time }

// onTheWay is how old a call may be when it arrives: nobody can be blamed for one that left before the ban was heard of.
const onTheWay = 200 * time.Millisecond

func (s *Server) ban(c call, seconds int) {
	now := s.o.Now()
	s.bans[banKey(c)] = ban{from: now, until: now.Add(time.Duration(seconds) * time.Second)}
}

// checkBan notes a bot that does not wait as long as it was told; the lock is held. Answers to presses go to no chat, so
// several may be on the way at once.
func (s *Server) checkBan(c call) {
	key, now := banKey(c), s.o.Now()
	b, banned := s.bans[key]
	if !banned || c.method == "answercallbackquery" && now.Sub(b.from) < onTheWay {
		return
	}
	if now.Before(b.until) {
		s.breach("%s: called again before retry_after was over", key)
	}
	delete(s.bans, key)
}
