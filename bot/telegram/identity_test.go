package telegram_test

import (
	"maps"
	"slices"
	"testing"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/telegram"
)

// TestNewToken: the bot's owner has a new token made. The bot goes on where it was.
func TestNewToken(t *testing.T) {
	t.Parallel()
	const first, second = "4242424242:AAFirst", "4242424242:AASecond"
	srv, _ := against(t, telegramd.Options{Token: first})
	an, b := srv.User(7, "An"), newInbox()
	stop := newRig(t, telegram.Options{Token: first, APIEndpoint: srv.URL()}).run(b)
	an.Send("a")
	b.wait(t, 1)
	_ = stop() // what was said last is committed and may be not yet confirmed
	srv.Reissue(second)
	an.Send("b")
	r := newRig(t, telegram.Options{Token: second, APIEndpoint: srv.URL()})
	stop = r.run(b)
	b.wait(t, 1)
	_ = stop()
	if texts, _ := b.all(); !slices.Equal(texts, []string{"a", "b"}) || b.repeated > 0 {
		t.Errorf("got %q and %d again, want a and b once each", texts, b.repeated)
	}
}

// TestAnotherBot: the data go on with another bot, whose updates have ids around those of the one before. None is passed over,
// neither for an offset behind it nor for an id that was seen.
func TestAnotherBot(t *testing.T) {
	t.Parallel()
	const before, after = "4242424242:AABefore", "5151515151:AAAfter"
	was, _ := against(t, telegramd.Options{Token: before, FirstUpdate: 1000})
	b := newInbox()
	stop := newRig(t, telegram.Options{Token: before, APIEndpoint: was.URL()}).run(b)
	for range 5 {
		was.User(7, "An").Send("a")
	}
	b.wait(t, 5)
	_ = stop()
	for _, first := range []int64{1003, 1000, 900, 2000} {
		srv, _ := against(t, telegramd.Options{Token: after, FirstUpdate: first})
		an, c := srv.User(7, "An"), newInbox()
		c.position = b.position
		maps.Copy(c.seen, b.seen)
		for _, text := range []string{"b", "c", "d"} {
			an.Send(text)
		}
		stop := newRig(t, telegram.Options{Token: after, APIEndpoint: srv.URL()}).run(c)
		c.wait(t, 3)
		_ = stop()
		if texts, _ := c.all(); !slices.Equal(texts, []string{"b", "c", "d"}) {
			t.Errorf("ids from %d: got %q, want b, c and d", first, texts)
		}
	}
}
