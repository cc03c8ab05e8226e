package bot

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// sender takes letters to the chats: in order per chat, within the platforms' pace, again until accepted or refused for
// good. A chat with something to send has one goroutine.
type sender struct {
	messengers map[chat.Platform]Messenger
	pacer      *pacer
	files      *files
	now        func() time.Time
	metrics    *Metrics
	log        *slog.Logger
	sent       chan<- receipt

	mu     sync.Mutex
	ctx    context.Context // from start on; what runs ends with it
	queues map[chat.Key]*queue
	held   map[chat.Platform]time.Time // until when a platform wants no answers to presses, from whichever chat
	busy   sync.WaitGroup
	idle   *sync.Cond // signalled when a queue has become empty
}

// queue is what waits for one chat.
type queue struct {
	letters []conversation.Letter
	active  bool
	resting bool          // waits for the next try after a failed one
	last    time.Time     // when the chat was sent to
	woken   chan struct{} // one token: try again now
}

func newSender(o Options, sent chan<- receipt) *sender {
	s := &sender{
		messengers: map[chat.Platform]Messenger{}, pacer: newPacer(o), files: newFiles(o),
		now: o.Now, metrics: o.Metrics, log: o.Log, sent: sent,
		queues: map[chat.Key]*queue{}, held: map[chat.Platform]time.Time{},
	}
	s.idle = sync.NewCond(&s.mu)
	for _, m := range o.Messengers {
		s.messengers[m.Platform()] = m
	}
	return s
}

// start begins to send, first what was left from before.
func (s *sender) start(ctx context.Context, pending []conversation.Letter) {
	s.mu.Lock()
	s.ctx = ctx
	s.mu.Unlock()
	s.push(pending...)
}

// push takes letters over. Answers to a press overtake texts: a spinner waits for them. Letters for a platform that is
// switched off stay in the outbox until a start with it.
func (s *sender) push(letters ...conversation.Letter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range letters {
		if s.messengers[l.To.Platform] == nil {
			continue
		}
		q := s.queue(l.To.Whole())
		at := len(q.letters)
		for l.Reply.Answer != "" && at > 0 && q.letters[at-1].Reply.Answer == "" && (at > 1 || !q.active) {
			at--
		}
		q.letters = append(q.letters, conversation.Letter{})
		copy(q.letters[at+1:], q.letters[at:])
		q.letters[at] = l
		s.metrics.depth(1)
		if !q.active {
			q.active = true
			s.busy.Go(func() { s.serve(q) })
		}
	}
}

// queue finds or makes a chat's queue. The caller holds mu.
func (s *sender) queue(k chat.Key) *queue {
	q, ok := s.queues[k]
	if !ok {
		s.prune()
		q = &queue{woken: make(chan struct{}, 1)}
		s.queues[k] = q
	}
	return q
}

// maxQueues is how many chats are remembered before those without letters are forgotten.
const maxQueues = 20_000

func (s *sender) prune() {
	if len(s.queues) < maxQueues {
		return
	}
	for k, q := range s.queues {
		if !q.active {
			delete(s.queues, k)
		}
	}
}

// wake makes a chat's next try come at once.
func (s *sender) wake(k chat.Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q, ok := s.queues[k]; ok {
		select {
		case q.woken <- struct{}{}:
		default:
		}
	}
}

// drain waits until nothing is left that can be sent now, at most so long.
func (s *sender) drain(most time.Duration) {
	ctx, cancel := context.WithTimeout(s.ctx, most)
	defer cancel()
	defer context.AfterFunc(ctx, s.idle.Broadcast)()
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.active() && ctx.Err() == nil {
		s.idle.Wait()
	}
}

func (s *sender) active() bool {
	for _, q := range s.queues {
		if q.active && !q.resting {
			return true
		}
	}
	return false
}

// oldest is when the oldest letter was committed that is not settled yet; the zero time when there is none.
func (s *sender) oldest() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	var first time.Time
	for _, q := range s.queues {
		if len(q.letters) > 0 && (first.IsZero() || q.letters[0].At.Before(first)) {
			first = q.letters[0].At
		}
	}
	return first
}

// wait returns when no goroutine of the sender runs any more; the context of start must have ended.
func (s *sender) wait() { s.busy.Wait() }

// serve sends what one chat has, until nothing is left or the sender stops.
func (s *sender) serve(q *queue) {
	for {
		l, ok := s.front(q)
		if !ok {
			return
		}
		done, err := s.settle(q, l)
		if err != nil {
			return // stopped: the row stays in the outbox
		}
		s.forget(q)
		if l.Row == 0 {
			continue
		}
		select {
		case s.sent <- done: // also at the end, as long as there is room
			continue
		default:
		}
		select {
		case s.sent <- done:
		case <-s.ctx.Done():
			return
		}
	}
}

func (s *sender) front(q *queue) (conversation.Letter, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(q.letters) == 0 {
		q.active = false
		s.idle.Broadcast()
		return conversation.Letter{}, false
	}
	return q.letters[0], true
}

// forget removes the letter that is settled.
func (s *sender) forget(q *queue) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.letters = q.letters[1:]
	s.metrics.depth(-1)
}

// settle sends one letter, or what it asks for. Its error says that the sender was stopped.
func (s *sender) settle(q *queue, l conversation.Letter) (receipt, error) {
	if l.Reply.File != nil {
		return s.settleFile(q, l)
	}
	m := s.messengers[l.To.Platform]
	return s.deliver(q, l, func(to chat.Key) error {
		_, err := m.Send(s.ctx, to, l.Reply)
		return err
	})
}

// deliver sends a letter, however often it takes. Its error says that the sender was stopped.
func (s *sender) deliver(q *queue, l conversation.Letter, send func(to chat.Key) error) (receipt, error) {
	done := receipt{row: l.Row, to: l.To, notice: l.Reply.Notice}
	to := l.To
	for try := 0; ; try++ {
		if err := s.await(q, l); err != nil {
			return done, err
		}
		err := send(to)
		q.last = s.now() // after it: a long text is several messages
		refusal, refused := errors.AsType[*chat.SendError](err)
		s.metrics.sent(to.Platform, err, s.now().Sub(l.At))
		switch {
		case err == nil, refused && (refusal.Failure == chat.Done || refusal.Failure == chat.Permanent):
			s.noteRefusal(l, refusal)
			done.refused = refused && refusal.Failure == chat.Permanent
			if l.Reply.File != nil && refused && refusal.Failure == chat.Permanent {
				done.file, done.cause = l.Reply.File, refusal
			}
			return done, nil
		case refused && refusal.Failure == chat.Gone:
			done.gone = true
			return done, nil
		case refused && refusal.Failure == chat.Moved && try < 2:
			to.Chat, done.moved = refusal.NewChat, refusal.NewChat
			continue
		}
		wait := backoff(try, refusal)
		if l.Reply.Answer != "" && refused && refusal.Failure == chat.Throttled {
			s.hold(to.Platform, wait)
		}
		if err := s.sleep(q, wait); err != nil {
			return done, err
		}
	}
}

// noteRefusal logs a message that the platform will never take.
func (s *sender) noteRefusal(l conversation.Letter, refusal *chat.SendError) {
	if refusal != nil && refusal.Failure == chat.Permanent && l.Reply.File == nil {
		s.log.Warn("message refused for good", "platform", l.To.Platform, "row", l.Row, "cause", refusal.Cause)
	}
}

// hold keeps all answers to presses back: they go to no chat, so it is the whole bot that was told to wait.
func (s *sender) hold(p chat.Platform, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held[p] = s.now().Add(d)
}

func (s *sender) heldFor(p chat.Platform) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held[p].Sub(s.now())
}

// await waits for the platform's pace. Answers to a press are not messages and have none.
func (s *sender) await(q *queue, l conversation.Letter) error {
	if l.Reply.Answer != "" {
		return s.pause(s.heldFor(l.To.Platform))
	}
	return s.pacer.await(s.ctx, l, q.last)
}

// waitingBulk is how many replies wait that nobody waits for, without those of chats that could not be sent to.
func (s *sender) waitingBulk() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, q := range s.queues {
		if q.resting {
			continue
		}
		for _, l := range q.letters {
			if l.Reply.Bulk {
				n++
			}
		}
	}
	return n
}

// pause waits, however often the chat is woken.
func (s *sender) pause(d time.Duration) error {
	if d <= 0 {
		return s.ctx.Err()
	}
	ctx, cancel := context.WithTimeout(s.ctx, d)
	defer cancel()
	<-ctx.Done()
	return s.ctx.Err()
}

// sleep waits until the next try, or until the chat is woken.
func (s *sender) sleep(q *queue, d time.Duration) error {
	ctx, cancel := context.WithTimeout(s.ctx, d)
	defer cancel()
	s.rest(q, true)
	defer s.rest(q, false)
	select {
	case <-ctx.Done():
	case <-q.woken:
	}
	return s.ctx.Err()
}

func (s *sender) rest(q *queue, resting bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.resting = resting
	s.idle.Broadcast()
}

// The waits between tries, doubled each time.
const (
	firstWait = 500 * time.Millisecond
	lastWait  = time.Minute
)

// backoff is how long to wait after a failed try: what the platform asks for, or ever longer.
func backoff(try int, refusal *chat.SendError) time.Duration {
	if refusal != nil && refusal.Failure == chat.Throttled && refusal.After > 0 {
		return refusal.After
	}
	return min(firstWait<<min(try, 10), lastWait)
}
