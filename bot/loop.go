package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// maxBatch is how many updates one transaction takes; a batch forms by itself while the last one syncs. When more chats
// than that write at once, half of them are answered while the others' commit goes on: with all in one batch the disk
// would wait for the dialogue and the dialogue for the disk.
const maxBatch = 128

// delivery is what a poller hands over; done tells it that the updates are committed, or why not.
type delivery struct {
	updates []chat.Update
	done    chan<- error
}

// receipt is what the sender learned about an outbox row.
type receipt struct {
	row  uint64
	to   chat.Key
	gone bool // the chat takes no messages any more

	moved string // the chat's new id

	notice  uint64 // the announcement that it was
	refused bool   // for good

	file  *chat.Job // of a file that could not be made or sent
	cause error     // why not

	frozen *conversation.Freeze // what was made to be frozen
}

// deliver waits until the updates are committed. It is what pollers call.
func (b *Bot) deliver(ctx context.Context, updates []chat.Update) error {
	if len(updates) == 0 {
		return nil
	}
	done := make(chan error, 1)
	select {
	case b.in <- delivery{updates: updates, done: done}:
		return b.answered(done)
	case <-ctx.Done():
		return ctx.Err()
	case <-b.ended:
		return errEnded
	}
}

// answered waits for what becomes of a delivery, also during a shutdown. Only after a failure some are not taken any more.
func (b *Bot) answered(done <-chan error) error {
	select {
	case err := <-done:
		return err
	case <-b.ended:
	}
	select {
	case err := <-done:
		return err
	default:
		return errEnded
	}
}

// errEnded is what a poller hears that delivers to a bot that has ended.
var errEnded = errors.New("the bot has ended")

// loop takes what waits and works on it at once, while the batch before it is committed and answered.
func (b *Bot) loop(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	started := make(chan *work, 1)
	var answers sync.WaitGroup
	answers.Go(func() {
		for w := range started {
			fail(stop, w.conclude())
		}
	})
	last, err := b.takeTurns(ctx, started)
	close(started)
	answers.Wait()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		err = cause // why the last batch could not begin, if that is what err says
	}
	last.answer(err)
	return err
}

// takeTurns makes batches until ctx ends or one fails. It gives the last one, which is not answered.
func (b *Bot) takeTurns(ctx context.Context, started chan<- *work) (last *work, err error) {
	for {
		w := &work{Bot: b}
		select {
		case d := <-b.in:
			w.take(d)
		case r := <-b.sent:
			w.receipts = append(w.receipts, r)
			w.linger(ctx)
		case done := <-b.looks:
			w.looks = append(w.looks, done)
		case <-ctx.Done():
			if len(b.in)+len(b.sent) == 0 {
				return w, nil
			}
		}
		w.drain()
		if err := w.start(ctx); err != nil {
			return w, err
		}
		started <- w
	}
}

// conclude waits for the commit, has sent what was to be sent, and answers.
func (w *work) conclude() error {
	err := w.wait()
	if err != nil {
		err = fmt.Errorf("committing %d updates: %w", w.updates, err)
	} else {
		w.Metrics.committed(w.updates, w.Now().Sub(w.now))
		w.sender.pacer.obey(w.inForce.Limits)
		w.sender.push(w.letters...)
	}
	w.answer(err)
	return err
}

// work is one batch.
type work struct {
	*Bot

	deliveries []delivery
	receipts   []receipt
	looks      []chan<- error // who waits for a look at the clock
	updates    int
	letters    []conversation.Letter // what to send once the batch is committed
	now        time.Time
	wait       func() error       // for the commit
	inForce    conversation.Rules // for the next update
}

func (w *work) take(d delivery) {
	w.deliveries = append(w.deliveries, d)
	w.updates += len(d.updates)
}

// drain takes what waits already; it never waits for more.
func (w *work) drain() {
	for w.updates < maxBatch {
		select {
		case d := <-w.in:
			w.take(d)
		case r := <-w.sent:
			w.receipts = append(w.receipts, r)
		case done := <-w.Bot.looks:
			w.looks = append(w.looks, done)
		default:
			return
		}
	}
}

// maxReceipts is how many receipts are waited for.
const maxReceipts = 512

// settleWait is how long receipts wait for updates to be committed with: an update that comes meanwhile needs no second
// sync of the disk. All that a crash can do before it is to have these replies sent once more.
const settleWait = 20 * time.Millisecond

// linger takes receipts until an update comes, or some time has passed.
func (w *work) linger(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, settleWait)
	defer cancel()
	for w.updates == 0 && len(w.receipts) < maxReceipts {
		select {
		case d := <-w.in:
			w.take(d)
		case r := <-w.sent:
			w.receipts = append(w.receipts, r)
		case <-ctx.Done():
			return
		}
	}
}

func (w *work) answer(err error) {
	for _, d := range w.deliveries {
		d.done <- err
	}
	for _, done := range w.looks {
		done <- err
	}
}

// start handles the batch in one transaction, and lets it be committed.
func (w *work) start(ctx context.Context) (err error) {
	w.now = w.Now()
	w.wait, err = w.Store.Start(context.WithoutCancel(ctx), func(tx Tx) error { // what was taken is committed, also at the end
		if w.inForce, err = w.rulesIn(tx); err != nil {
			return err
		}
		if err := w.settle(tx); err != nil {
			return err
		}
		for _, d := range w.deliveries {
			for _, u := range d.updates {
				if err := w.handle(tx, u); err != nil {
					return err
				}
			}
		}
		if len(w.looks) > 0 {
			w.look(tx)
		}
		return w.meters.keep(tx)
	})
	if err != nil {
		return fmt.Errorf("handling %d updates: %w", w.updates, err)
	}
	return nil
}

// settle removes the rows that were sent, and notes the chats that take none.
func (w *work) settle(tx Tx) error {
	rows := make([]uint64, 0, len(w.receipts))
	for _, r := range w.receipts {
		rows = append(rows, r.row)
		if r.gone {
			if err := unreachable(tx, r.to); err != nil {
				return err
			}
		}
		if r.moved != "" {
			if err := tx.MoveGroup(r.to, chat.Key{Platform: r.to.Platform, Chat: r.moved}); err != nil {
				return err
			}
		}
		if r.notice != 0 {
			if err := noteDelivery(tx, r); err != nil {
				return err
			}
		}
		if r.frozen != nil {
			if err := w.frozen(tx, r); err != nil {
				return err
			}
		}
		if r.cause != nil {
			if err := w.regret(tx, r); err != nil {
				return err
			}
		}
	}
	return tx.Sent(rows...)
}

// unreachable notes that a chat takes nothing. Of one that was erased meanwhile nothing is kept.
func unreachable(tx Tx, k chat.Key) error {
	_, known, err := tx.Person(k)
	if err != nil || !known {
		return err
	}
	return tx.SetReachable(k, false)
}

// handle handles one update. Only a damaged store is an error; whatever else fails is this update's own.
func (w *work) handle(tx Tx, u chat.Update) error {
	fresh, err := tx.MarkSeen(u.Key.Platform, u.ID, u.Position)
	if err != nil || !fresh {
		return err
	}
	w.Metrics.update(u)
	if u.Sent.IsZero() {
		u.Sent = w.now
	}
	turn := turn{work: w, tx: tx, in: u, rules: w.inForce}
	if err := tx.Attempt(turn.run); err != nil {
		return w.bury(tx, u, err)
	}
	w.inForce = turn.rules // it may have set one
	w.letters = append(w.letters, turn.letters...)
	return nil
}

// bury keeps what is known of an update that failed, without its content, and apologises to its sender.
func (w *work) bury(tx Tx, u chat.Update, cause error) error {
	w.Metrics.buried()
	number, err := tx.Bury(conversation.DeadLetter{Platform: u.Key.Platform, Update: u.ID, Kind: u.Kind, Cause: cause.Error(), At: w.now})
	if err != nil {
		return err
	}
	if _, err := tx.State(u.Key); err != nil { // it would fail each message of the chat; what it held was no report yet
		if err := tx.SetState(u.Key, conversation.State{}); err != nil {
			return err
		}
	}
	w.Log.Error("update failed", "platform", u.Key.Platform, "update", u.ID, "dead_letter", number, "cause", cause, "stack", stackOf(cause))
	sorry := turn{work: w, tx: tx, in: u}
	if err := tx.Attempt(func() error { return sorry.sorry(number) }); err == nil {
		w.letters = append(w.letters, sorry.letters...)
	}
	return nil
}

// stackOf is where a panic happened, if a panic it was.
func stackOf(cause error) string {
	var p interface{ StackTrace() string }
	if errors.As(cause, &p) {
		return p.StackTrace()
	}
	return ""
}
