package bot_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bench"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// desk is a messenger that keeps what was sent and refuses as it is told.
type desk struct {
	*line

	mu     sync.Mutex
	letter []chat.Reply
	refuse error
	slow   time.Duration // how long the platform takes to accept
}

func (d *desk) Send(ctx context.Context, _ chat.Key, r chat.Reply) (string, error) {
	select {
	case <-time.After(d.slow):
	case <-ctx.Done():
		return "", ctx.Err()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.letter = append(d.letter, r)
	return "1", d.refuse
}

// got is what was sent so far.
func (d *desk) got() []chat.Reply {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]chat.Reply(nil), d.letter...)
}

// office is a bot over a real file with a desk.
type office struct {
	*desk

	db    *storage.DB
	stop  context.CancelFunc
	ended chan error
}

func newOffice(t *testing.T, store func(*storage.DB) bot.Store) *office {
	t.Helper()
	o := &office{desk: &desk{line: bench.NewLine()}, db: storagetest.Open(t), ended: make(chan error, 1)}
	with := bench.Options(store(o.db), o.line)
	with.Messengers, with.Drain = []bot.Messenger{o.desk}, 5*time.Second
	ctx, stop := context.WithCancel(context.Background())
	o.stop = stop
	done := make(chan struct{})
	go func() {
		defer close(done)
		o.ended <- bot.New(with).Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-done
	})
	<-o.Ready
	return o
}

func plain(db *storage.DB) bot.Store { return bot.StoreOf(db) }

// add lets a person in.
func (o *office) add(t *testing.T, user string, role conversation.Role, unit orgunit.ID) chat.Key {
	t.Helper()
	k := chat.Key{Platform: chat.Web, Chat: user}
	err := o.db.Update(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.PutPerson(conversation.Person{Name: user, Role: role, Unit: unit, Since: time.Now(), Chats: []chat.Key{k}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// take delivers an update, and waits for so many messages in all.
func (o *office) take(t *testing.T, u chat.Update, messages int) string {
	t.Helper()
	if err := o.Deliver(t.Context(), []chat.Update{u}); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(5 * time.Second)
	for len(o.got()) < messages && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	if got := o.got(); len(got) != messages {
		t.Fatalf("after update %s: got %d messages, want %d: %+v", u.ID, len(got), messages, got)
	}
	return o.got()[messages-1].Text
}

func text(id string, k chat.Key, text string) chat.Update {
	return chat.Update{ID: id, Key: k, Kind: chat.Text, Text: text, Sent: time.Now()}
}

// keeps tells whether anything is remembered of a chat.
func (o *office) keeps(t *testing.T, k chat.Key) bool {
	t.Helper()
	kept := false
	err := o.db.View(t.Context(), func(tx *storage.ReadTx) error {
		state, err1 := tx.State(k)
		reachable, err2 := tx.Reachable(k)
		_, known, err3 := tx.Person(k)
		kept = state.V != 0 || !reachable || known
		return errors.Join(err1, err2, err3)
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

const communes = "p-quang-ngai"

// TestErasedLeaveNoTrace: neither the engine's version nor a refused farewell keeps the chat of who was erased.
func TestErasedLeaveNoTrace(t *testing.T) {
	t.Parallel()
	o := newOffice(t, plain)
	k := o.add(t, "a", conversation.Officer, o.db.Tree().Communes(communes, orgunit.Latest)[0])
	o.take(t, text("1", k, "/xoatoi"), 1)
	o.mu.Lock()
	o.refuse = &chat.SendError{Failure: chat.Gone}
	o.mu.Unlock()
	o.take(t, text("2", k, "1"), 2)
	o.stop()
	if err := <-o.ended; err != nil {
		t.Fatal(err)
	}
	if o.keeps(t, k) {
		t.Errorf("something is kept of an erased person's chat")
	}
}

// TestEveryPressIsAnswered: the button of a stranger, of an erased person and in a group stops waiting too.
func TestEveryPressIsAnswered(t *testing.T) {
	t.Parallel()
	o := newOffice(t, plain)
	press := chat.Update{Key: chat.Key{Platform: chat.Web, Chat: "stranger"}, Kind: chat.Press, Data: "view:1", Query: "q", Sent: time.Now()}
	for n, want := range []int{2, 3, 4} { // the first time with the way in
		press.ID, press.Group = string(rune('a'+n)), n == 2
		o.take(t, press, want)
		answers := 0
		for _, r := range o.got() {
			if r.Answer == "q" {
				answers++
			}
		}
		if answers != n+1 {
			t.Errorf("after %d presses: got %d answers", n+1, answers)
		}
	}
}

// TestInvitationsOfOthers: an administrator of one commune neither sees nor revokes the invitations of another.
func TestInvitationsOfOthers(t *testing.T) {
	t.Parallel()
	o := newOffice(t, plain)
	units := o.db.Tree().Communes(communes, orgunit.Latest)
	k := o.add(t, "admin", conversation.Admin, units[0])
	err := o.db.Update(t.Context(), func(tx *storage.Tx) error {
		later, earlier := time.Now().Add(time.Hour), time.Now().Add(-time.Hour)
		return errors.Join(
			tx.PutInvitation(conversation.Invitation{Code: "OTHER", Role: conversation.Admin, Unit: units[1], Expires: later}),
			tx.PutInvitation(conversation.Invitation{Code: "PAST", Role: conversation.Admin, Unit: units[0], Expires: earlier}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := o.take(t, text("1", k, "/thumoi"), 1); !strings.Contains(got, "Không có lời mời") {
		t.Errorf("got %q, want no invitations", got)
	}
	o.take(t, chat.Update{ID: "2", Key: k, Kind: chat.Press, Data: conversation.RevokeData("OTHER"), Sent: time.Now()}, 2)
	err = o.db.View(t.Context(), func(tx *storage.ReadTx) error {
		inv, _, err := tx.Invitation("OTHER")
		if inv.Revoked {
			t.Errorf("another commune's invitation was revoked")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// lazy is a store whose commits take a while to begin.
type lazy struct{ bot.Store }

func (l lazy) Start(ctx context.Context, fn func(bot.Tx) error) (wait func() error, err error) {
	time.Sleep(30 * time.Millisecond)
	return l.Store.Start(ctx, fn)
}

// TestShutdownNotesWhatWasSent: a message that was accepted before the end is not sent again after the next start.
func TestShutdownNotesWhatWasSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(db *storage.DB) bot.Store { return lazy{plain(db)} })
	o.slow = 20 * time.Millisecond
	k := o.add(t, "a", conversation.Officer, o.db.Tree().Communes(communes, orgunit.Latest)[0])
	if err := o.Deliver(t.Context(), []chat.Update{text("1", k, "/trogiup")}); err != nil {
		t.Fatal(err)
	}
	o.stop()
	if err := <-o.ended; err != nil {
		t.Fatal(err)
	}
	err := o.db.View(t.Context(), func(tx *storage.ReadTx) error {
		pending, err := tx.Pending(0, 10)
		if len(pending) != 0 || len(o.got()) != 1 {
			t.Errorf("got %d messages sent and %d pending, want 1 and 0", len(o.got()), len(pending))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// broken is a store that fails from some batch on: while it is worked on, or late, while it is committed.
type broken struct {
	bot.Store

	good chan struct{}
	late bool
}

var errBroken = errors.New("the disk is full")

func (b broken) Start(ctx context.Context, fn func(bot.Tx) error) (wait func() error, err error) {
	select {
	case <-b.good:
		return b.Store.Start(ctx, fn)
	default:
	}
	if b.late {
		return func() error { return errBroken }, nil
	}
	return nil, errBroken
}

// TestBrokenStoreEndsAtOnce: after a failed commit nothing more is sent or taken, and nobody waits.
func TestBrokenStoreEndsAtOnce(t *testing.T) {
	t.Parallel()
	for name, late := range map[string]bool{"while working": false, "while committing": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			breakStore(t, late)
		})
	}
}

func breakStore(t *testing.T, late bool) {
	t.Helper()
	good := make(chan struct{}, 1)
	o := newOffice(t, func(db *storage.DB) bot.Store { return broken{plain(db), good, late} })
	o.slow = 50 * time.Millisecond
	k := o.add(t, "a", conversation.Officer, o.db.Tree().Communes(communes, orgunit.Latest)[0])
	good <- struct{}{}
	start := time.Now()
	if err := o.Deliver(t.Context(), []chat.Update{text("1", k, "/trogiup")}); err != nil {
		t.Fatal(err)
	}
	if err := o.Deliver(context.Background(), []chat.Update{text("2", k, "/trogiup")}); !errors.Is(err, errBroken) {
		t.Errorf("got error %v, want %v", err, errBroken)
	}
	if err := <-o.ended; !errors.Is(err, errBroken) {
		t.Errorf("the bot ended with %v, want %v", err, errBroken)
	}
	if err := o.Deliver(context.Background(), []chat.Update{text("3", k, "/trogiup")}); err == nil {
		t.Errorf("got no error from a bot that has ended")
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("the end took %v, want no wait for what cannot be noted", took)
	}
}

// stopped is a store whose commit fails after a while; what is begun meanwhile cannot be committed either.
type stopped struct {
	bot.Store

	failed chan struct{}
}

func (s stopped) Start(context.Context, func(bot.Tx) error) (wait func() error, err error) {
	select {
	case <-s.failed:
		return nil, storage.ErrStopped
	default:
	}
	close(s.failed)
	return func() error {
		time.Sleep(50 * time.Millisecond)
		return errBroken
	}, nil
}

// TestStoppedStoreTellsWhy: whoever delivers while a commit fails hears what failed, and not that something did.
func TestStoppedStoreTellsWhy(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(db *storage.DB) bot.Store { return stopped{plain(db), make(chan struct{})} })
	var both sync.WaitGroup
	for _, id := range []string{"1", "2"} {
		both.Go(func() {
			if err := o.Deliver(t.Context(), []chat.Update{text(id, chat.Key{Platform: chat.Web, Chat: "a"}, "x")}); !errors.Is(err, errBroken) {
				t.Errorf("update %s: got error %v, want %v", id, err, errBroken)
			}
		})
		time.Sleep(10 * time.Millisecond)
	}
	both.Wait()
	if err := <-o.ended; !errors.Is(err, errBroken) {
		t.Errorf("the bot ended with %v, want %v", err, errBroken)
	}
}

// TestEndedBeforeItBegan: who tells the bot to end while it starts gets no error.
func TestEndedBeforeItBegan(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := bot.New(bench.Options(bot.StoreOf(storagetest.Open(t)), bench.NewLine())).Run(ctx); err != nil {
		t.Errorf("got error %v, want none", err)
	}
}
