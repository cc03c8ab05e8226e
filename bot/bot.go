// Package bot is the application: pollers bring updates in, one loop turns each into an outcome inside a write
// transaction, a sender takes what was committed to the chats.
//
// Promised: an update's effects commit together or not at all, and the same update delivered again does nothing; every
// committed reply is sent, in order per chat, until the platform accepts or finally refuses it. Not promised: that a
// reply is sent only once, since a crash between the platform's acceptance and the row's removal repeats it.
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
)

// Options is everything that a Bot needs. All fields without "may" in their comment are required.
type Options struct {
	Store      Store
	Messengers []Messenger
	Forms      *form.Catalogue
	Texts      *i18n.Catalogue
	Calendar   period.Calendar // of who names none, unless an administrator sets another
	Zone       *time.Location
	Lang       i18n.Lang
	Now        func() time.Time
	NewCode    func() string                             // makes an invitation's code: conversation.CodeLength random letters of CodeAlphabet
	Link       func(p chat.Platform, code string) string // may be nil: makes the deep link of an invitation
	Post       func(secret string) string                // may be nil: makes the link to the command post; there is none
	NewSecret  func() string                             // needed with Post: makes the secret of a link, at least 128 random bits
	Pace       map[chat.Platform]Pace                    // may lack platforms: those are not paced unless an administrator says so
	Renderer   Renderer                                  // may be nil: Documents
	Metrics    *Metrics                                  // may be nil
	Log        *slog.Logger                              //
	Drain      time.Duration                             // how long a shutdown may go on sending; may be 0
	KeepDays   int                                       // how long what is not sent is kept, unless an administrator says otherwise; for /caidat
	Every      time.Duration                             // how often the clock is looked at; may be 0: only by Look
}

// Bot runs the dialogues of all platforms over one store.
type Bot struct {
	Options

	in     chan delivery
	sent   chan receipt
	looks  chan chan<- error // who waits for a look at the clock
	ended  chan struct{}     // closed when the loop takes nothing any more
	sender *sender
	doors  *doors
	meters meters          // only the loop uses them once it runs
	faults map[string]bool // queries whose figures did not add up and that were logged; the loop's own
	words  words
	agenda agenda // only the loop changes it once it runs
}

// New makes a Bot. It does nothing until Run.
func New(o Options) *Bot {
	b := &Bot{
		Options: o, in: make(chan delivery, maxBatch), sent: make(chan receipt, maxReceipts), looks: make(chan chan<- error), ended: make(chan struct{}),
		meters: meters{}, doors: newDoors(), faults: map[string]bool{}, agenda: agenda{next: map[string]time.Time{}},
	}
	b.sender = newSender(o, b.sent)
	for _, m := range o.Messengers {
		o.Metrics.expect(m.Platform())
	}
	return b
}

// Oldest is how long the oldest reply has been waiting to be sent; 0 when none does.
func (b *Bot) Oldest() time.Duration {
	first := b.sender.oldest()
	if first.IsZero() {
		return 0
	}
	return b.Now().Sub(first)
}

// Wake tells the sender that a chat may take messages now, so that it does not wait for its next try.
func (b *Bot) Wake(k chat.Key) { b.sender.wake(k) }

// Run serves until ctx ends or something fails that no retry can mend. What was delivered is committed, and the sender
// gets Options.Drain to empty the outbox; what is left is sent after the next start.
func (b *Bot) Run(ctx context.Context) error {
	pending, positions, err := b.load(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil // told to end before it began
		}
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	loopCtx, stopLoop := context.WithCancel(context.WithoutCancel(ctx))
	defer stopLoop()
	sendCtx, stopSending := context.WithCancel(context.WithoutCancel(ctx))
	defer stopSending()

	var pollers, loop sync.WaitGroup
	b.sender.start(sendCtx, pending) // before the loop, which hands letters over
	loop.Go(func() {
		defer close(b.ended)
		if err := b.loop(loopCtx); err != nil {
			stop(err)
			stopSending() // what would be sent from here on could not be noted, and would be sent again
		}
	})
	for _, m := range b.Messengers {
		pollers.Go(func() { fail(stop, b.poll(ctx, m, positions[m.Platform()])) })
	}
	if b.Every > 0 {
		pollers.Go(func() { fail(stop, b.watch(ctx)) })
	}
	<-ctx.Done()
	pollers.Wait()
	b.sender.drain(b.Drain)
	stopSending()
	b.sender.wait()
	stopLoop()
	loop.Wait()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// fail stops everything when one part has failed.
func fail(stop context.CancelCauseFunc, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		stop(err)
	}
}

func (b *Bot) poll(ctx context.Context, m Messenger, from int64) error {
	if err := m.Run(ctx, from, b.deliver); err != nil {
		return fmt.Errorf("%s: %w", m.Platform(), err)
	}
	return nil
}

// load reads what is unsent and where polling goes on.
func (b *Bot) load(ctx context.Context) (pending []conversation.Letter, positions map[chat.Platform]int64, err error) {
	positions = map[chat.Platform]int64{}
	err = b.Store.View(ctx, func(tx ReadTx) error {
		for _, m := range b.Messengers {
			if positions[m.Platform()], err = tx.Position(m.Platform()); err != nil {
				return err
			}
		}
		if err = b.meters.load(tx, b.Messengers); err != nil {
			return err
		}
		rules, err := b.rulesIn(tx)
		if err != nil {
			return err
		}
		b.sender.pacer.obey(rules.Limits)
		b.words.of(b.Forms, tx.Tree()) // so that the first message need not wait for them
		pending, err = allPending(tx)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading the outbox: %w", err)
	}
	return pending, positions, nil
}

// pendingPage is how many outbox rows are read at a time.
const pendingPage = 1000

func allPending(tx ReadTx) ([]conversation.Letter, error) {
	var all []conversation.Letter
	for after := uint64(0); ; {
		page, err := tx.Pending(after, pendingPage)
		if err != nil || len(page) == 0 {
			return all, err
		}
		all = append(all, page...)
		after = page[len(page)-1].Row
	}
}
