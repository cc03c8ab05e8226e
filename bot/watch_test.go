package bot

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestWatchLooksWhenSomethingIsDue lets hours pass in no time: the loop is asked to look when the first chore is due, and
// not in between.
func TestWatchLooksWhenSomethingIsDue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(Options{Now: time.Now, Every: time.Second})
		ctx, stop := context.WithCancel(t.Context())
		began := time.Now()
		var looks []time.Duration
		changed := make(chan string)
		go func() { // the loop: each look finds a chore that is to be looked at again after an hour
			for {
				select {
				case kind := <-changed:
					b.agenda.soon(kind)
				case done, ok := <-b.looks:
					if !ok {
						return
					}
					now := time.Now()
					looks = append(looks, now.Sub(began))
					for _, c := range chores {
						b.agenda.put(c.kind, now.Add(time.Hour))
					}
					done <- nil
				}
			}
		}()
		ended := make(chan error, 1)
		go func() { ended <- b.watch(ctx) }()
		time.Sleep(150 * time.Minute)
		changed <- chores[0].kind
		time.Sleep(2 * time.Second)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		close(b.looks)
		synctest.Wait()
		want := []time.Duration{0, time.Hour, 2 * time.Hour, 150*time.Minute + time.Second}
		near := func(a, b time.Duration) bool { return a >= b-time.Second && a <= b+time.Second }
		if !slices.EqualFunc(looks, want, near) {
			t.Errorf("got looks after %v, want after %v", looks, want)
		}
	})
}
