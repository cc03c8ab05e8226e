package storage_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// remembered is the model of what chats remember: the number of the open prompt by chat.
type remembered map[chat.Key]int

var errTakenBack = errors.New("taken back")

// TestStatesOfManyChats lets far more chats write than have room in front, in batches of which parts and wholes are taken
// back, and reads the states in batches, between them and after a restart.
func TestStatesOfManyChats(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same each time
	want := remembered{}
	for range 4 {
		db, err := storage.Open(storagetest.Options(dir))
		if err != nil {
			t.Fatal(err)
		}
		want.hold(t, db)
		for range 30 {
			want = want.batch(t, db, rng)
		}
		landed(t, db)
		want.hold(t, db)
		storagetest.MustBeSound(t, db)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// batch lets some chats write, and gives what is remembered then.
func (m remembered) batch(t *testing.T, db *storage.DB, rng *rand.Rand) remembered {
	t.Helper()
	after := maps.Clone(m)
	fails := rng.IntN(5) == 0
	_, err := db.Start(t.Context(), func(tx *storage.Tx) error {
		for range rng.IntN(300) {
			if err := after.turn(tx, rng); err != nil {
				return err
			}
		}
		if fails {
			return errTakenBack
		}
		return nil
	})
	if fails != errors.Is(err, errTakenBack) || !fails && err != nil {
		t.Fatalf("got error %v of a batch that fails: %t", err, fails)
	}
	if fails {
		return m
	}
	return after
}

// turn reads what one chat remembers and sets it anew, which may be taken back.
func (m remembered) turn(tx *storage.Tx, rng *rand.Rand) error {
	of := chat.Key{Platform: chat.Web, Chat: fmt.Sprint(rng.IntN(3000))}
	got, err := tx.State(of)
	if err != nil || got.Seq != m[of] {
		return errors.Join(err, fmt.Errorf("chat %s: got prompt %d, want %d", of.Chat, got.Seq, m[of]))
	}
	next := rng.IntN(4) // none: forgotten
	err = tx.Attempt(func() error {
		if err := tx.SetState(of, conversation.State{Seq: next}); err != nil || rng.IntN(4) > 0 {
			return err
		}
		return errTakenBack
	})
	if errors.Is(err, errTakenBack) {
		return nil
	}
	m[of] = next
	return err
}

// hold compares what is stored of every chat.
func (m remembered) hold(t *testing.T, db *storage.DB) {
	t.Helper()
	view(t, db, func(r *storage.ReadTx) error {
		got := remembered{}
		for of := range m {
			s, err := r.State(of)
			if err != nil {
				return err
			}
			got[of] = s.Seq
		}
		if diff := cmp.Diff(m, got); diff != "" {
			t.Fatalf("states (-want +got):\n%s", diff)
		}
		return nil
	})
}

// TestBrokenLetters: what a platform broke is read as it was written, and keeps nobody from being answered.
func TestBrokenLetters(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	of, broken := chat.Key{Platform: chat.Web, Chat: "a"}, "B\xe1 Y\xff"
	want := conversation.State{Album: broken, Draft: &conversation.Draft{
		Answers: conversation.AnswersOf(map[string]conversation.Answer{"place": {Text: broken, Photos: []string{broken}}}),
	}}
	db, err := storage.Open(storagetest.Options(dir))
	if err != nil {
		t.Fatal(err)
	}
	update(t, db, func(tx *storage.Tx) error {
		_, err := tx.Queue(of, chat.Reply{Text: broken}, storagetest.Now)
		return errors.Join(err, tx.SetState(of, want))
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	view(t, storagetest.OpenWith(t, storagetest.Options(dir)), func(r *storage.ReadTx) error {
		got, err := r.State(of)
		if got.Album != want.Album || !cmp.Equal(got.Draft.Answers.All(), want.Draft.Answers.All()) || err != nil {
			t.Errorf("got state %+v, error %v, want %+v", got, err, want)
		}
		letters, err := r.Pending(0, 10)
		if len(letters) != 1 || letters[0].Reply.Text != broken {
			t.Errorf("got letters %+v, error %v, want the one", letters, err)
		}
		return err
	})
}

// TestErasedGetNoLetters: what waits for an erased person goes with the chat, be it in the file, on its way there, or new.
func TestErasedGetNoLetters(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	other := chat.Key{Platform: chat.Web, Chat: "b"}
	queue := func(tx *storage.Tx, to chat.Key) {
		if _, err := tx.Queue(to, chat.Reply{Text: "x"}, storagetest.Now); err != nil {
			t.Fatal(err)
		}
	}
	var p conversation.Person
	update(t, db, func(tx *storage.Tx) (err error) {
		queue(tx, alice)
		queue(tx, other)
		p, err = tx.PutPerson(conversation.Person{Name: "Alice", Role: conversation.Officer, Unit: "kt-bo-y", Chats: []chat.Key{alice}, Since: storagetest.Now})
		return err
	})
	start(t, db, func(tx *storage.Tx) error { queue(tx, alice); return nil })
	start(t, db, func(tx *storage.Tx) error {
		queue(tx, alice)
		p.Gone = true
		_, err := tx.PutPerson(p)
		return err
	})
	landed(t, db)
	view(t, db, func(r *storage.ReadTx) error {
		left, err := r.Pending(0, 10)
		if len(left) != 1 || left[0].To != other {
			t.Errorf("got letters %+v, want that to the other alone", left)
		}
		return err
	})
}
