package telegramd

import (
	"encoding/json"
	"slices"
	"time"
)

// queued is an update that was not confirmed yet.
type queued struct {
	id      int64
	raw     json.RawMessage
	expires time.Time
	query   string // of a press
	again   bool   // was confirmed and must be delivered once more
}

// queue holds the updates of the bot in the order of their making.
type queue struct {
	pending   []queued
	confirmed []queued // the last ones, for Redeliver
	next      int64
	reset     int64 // the next id once the queue is empty; 0: none
	allowed   []string
	webhook   string
	waiting   chan string // the long poll that waits; a text sent to it ends it with 409
}

const (
	keepConfirmed = 1000
	maxOffsetGap  = 10      // an offset further behind the tail is not believed
	maxOffsetLag  = 100_000 // nor one that far before the head
	messageLife   = 24 * time.Hour
	pressLife     = 150 * time.Second
)

func newQueue(first int64) queue { return queue{next: first} }

// add makes an update, unless the bot does not want its kind.
func (q *queue) add(kind string, u queued) {
	if len(q.allowed) > 0 && !slices.Contains(q.allowed, kind) {
		return
	}
	q.applyReset()
	u.id = q.next
	q.next++
	q.pending = append(q.pending, u)
}

// applyReset starts ids anew, which the real server does only in a queue that has long been empty, and of which it has
// forgotten what was confirmed.
func (q *queue) applyReset() {
	if q.reset != 0 && len(q.pending) == 0 {
		q.next, q.reset, q.confirmed = q.reset, 0, nil
	}
}

// seek confirms what an offset confirms.
func (q *queue) seek(offset int64) { q.drop(q.confirms(offset)) }

// confirms tells how many updates an offset confirms.
func (q *queue) confirms(offset int64) int {
	switch {
	case offset < 0:
		return max(0, len(q.pending)-int(min(-offset, 1<<30)))
	case offset == 0 || offset > q.next+maxOffsetGap || offset < q.head()-maxOffsetLag:
		return 0 // not believed: the answer starts at the head
	}
	n := slices.IndexFunc(q.pending, func(u queued) bool { return u.id >= offset || u.again })
	if n < 0 {
		n = len(q.pending)
	}
	return n
}

func (q *queue) head() int64 {
	if len(q.pending) == 0 {
		return q.next
	}
	return q.pending[0].id
}

func (q *queue) drop(n int) {
	q.confirmed = append(q.confirmed, q.pending[:n]...)
	q.confirmed = q.confirmed[max(0, len(q.confirmed)-keepConfirmed):]
	q.pending = slices.Clone(q.pending[n:])
}

func (q *queue) expire(now time.Time) {
	q.pending = slices.DeleteFunc(q.pending, func(u queued) bool { return now.After(u.expires) })
}

// take gives the first updates, at most limit; they stay until they are confirmed.
func (q *queue) take(limit int64) []queued {
	taken := q.pending[:min(int(limit), len(q.pending))]
	for i := range taken {
		taken[i].again = false
	}
	return slices.Clone(taken)
}

// redeliver puts the last n confirmed updates before the others.
func (q *queue) redeliver(n int) int {
	n = min(n, len(q.confirmed))
	back := q.confirmed[len(q.confirmed)-n:]
	q.confirmed = slices.Clone(q.confirmed[:len(q.confirmed)-n])
	for i := range back {
		back[i].again = true
	}
	q.pending = append(slices.Clone(back), q.pending...)
	return n
}
