package zalo_test

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/zalod"
	"danvanbot/bot/chat"
	"danvanbot/bot/zalo"
)

// clock stands where the test puts it.
type clock struct{ t atomic.Pointer[time.Time] }

func (c *clock) set(t time.Time) { c.t.Store(&t) }
func (c *clock) now() time.Time  { return *c.t.Load() }

func TestUsage(t *testing.T) {
	t.Parallel()
	hanoi := time.FixedZone("+07", 7*60*60)
	var clock clock
	clock.set(time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC))
	srv := zalod.New(t, zalod.Options{Now: clock.now})
	var near []string
	r := newRig(t, zalo.Options{
		APIEndpoint: srv.URL(), Now: clock.now, Zone: hanoi, Monthly: 20,
		Near: func(u chat.Usage) { near = append(near, fmt.Sprintf("%d%%: %d", u.Warned, u.Total())) },
	})
	an := srv.User(anID, "An")
	an.Send("a")
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 1)
	_ = stop()
	send := func(n int) {
		for range n {
			if _, err := r.Send(t.Context(), to, chat.Reply{Text: "b"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	send(22)
	if diff := cmp.Diff(chat.Usage{Month: "2026-11", Received: 1, Sent: 22, Warned: 100}, r.Usage()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := []string{"80%: 16", "95%: 19", "100%: 20"}
	if diff := cmp.Diff(want, near); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	if log := r.log(); strings.Count(log, "messages run out") != len(want) {
		t.Errorf("got log:\n%s", log)
	}
	clock.set(time.Date(2026, 11, 30, 17, 0, 0, 0, time.UTC)) // midnight in Vietnam
	if got := r.Usage(); got.Total() != 0 || got.Month != "2026-12" {
		t.Errorf("in December: got %+v", got)
	}
	send(16)
	if diff := cmp.Diff(append(want, "80%: 16"), near); diff != "" {
		t.Errorf("warnings of the new month (-want +got):\n%s", diff)
	}
}

// TestResume holds that a new process goes on counting, and warns of nothing twice.
func TestResume(t *testing.T) {
	t.Parallel()
	var clock clock
	clock.set(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	srv := zalod.New(t, zalod.Options{Now: clock.now})
	var near []int
	r := newRig(t, zalo.Options{
		APIEndpoint: srv.URL(), Now: clock.now, Monthly: 20,
		Near: func(u chat.Usage) { near = append(near, u.Total()) },
	})
	an := srv.User(anID, "An")
	r.Resume(chat.Usage{Month: "2026-11", Received: 5, Sent: 12, Warned: 80})
	an.Send("a")
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 1)
	_ = stop()
	for range 2 {
		if _, err := r.Send(t.Context(), to, chat.Reply{Text: "b"}); err != nil {
			t.Fatal(err)
		}
	}
	want := chat.Usage{Month: "2026-11", Received: 6, Sent: 14, Warned: 100}
	if diff := cmp.Diff(want, r.Usage()); diff != "" || !slices.Equal(near, []int{19, 20}) {
		t.Errorf("got warnings at %v, usage (-want +got):\n%s", near, diff)
	}
	r.Resume(chat.Usage{Month: "2026-10", Received: 5, Sent: 12, Warned: 80})
	if got := r.Usage(); got != (chat.Usage{Month: "2026-11"}) {
		t.Errorf("after a month: got %+v, want nothing counted", got)
	}
}
