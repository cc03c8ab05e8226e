package zalo_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"danvanbot/bot/bottest/zalod"
	"danvanbot/bot/chat"
	"danvanbot/bot/zalo"
)

// rig is a client whose log and pauses are kept, and whose pauses take no time.
type rig struct {
	*zalo.Client
	t *testing.T

	mu     sync.Mutex
	logged bytes.Buffer
	pauses []time.Duration
}

func (r *rig) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.logged.Write(p)
}

func (r *rig) pause(ctx context.Context, d time.Duration) {
	r.mu.Lock()
	r.pauses = append(r.pauses, d)
	r.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, time.Millisecond)
	defer cancel()
	<-ctx.Done()
}

func (r *rig) log() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.logged.String()
}

func (r *rig) paused() []time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]time.Duration(nil), r.pauses...)
}

// newRig fails the test if the token or a message is in the log at its end.
func newRig(t *testing.T, o zalo.Options) *rig {
	t.Helper()
	r := &rig{t: t}
	o.Log = slog.New(slog.NewTextHandler(r, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o.Sleep = r.pause
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Token == "" {
		o.Token = zalod.DefaultToken
	}
	client, err := zalo.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r.Client = client
	t.Cleanup(func() { noSecrets(t, r.log()) })
	return r
}

func noSecrets(t *testing.T, text string) {
	t.Helper()
	_, secret, _ := strings.Cut(zalod.DefaultToken, ":")
	if strings.Contains(text, secret) || strings.Contains(text, "geheim") {
		t.Errorf("a secret is shown: %s", text)
	}
}

// against gives a fake and a client of it; at its end no rule may be broken.
func against(t *testing.T, o zalod.Options) (*zalod.Server, *rig) {
	t.Helper()
	if o.Now == nil {
		o.Now = time.Now
	}
	srv := zalod.New(t, o)
	t.Cleanup(func() {
		if got := srv.Breaches(); len(got) > 0 {
			t.Errorf("breaches: %v", got)
		}
		if got := srv.Pollers(); got > 1 {
			t.Errorf("%d polls at once", got)
		}
	})
	return srv, newRig(t, zalo.Options{APIEndpoint: srv.URL(), Now: o.Now, Monthly: o.Quota})
}

// inbox commits updates like the bot's loop.
type inbox struct {
	mu      sync.Mutex
	updates []chat.Update
	fail    error
	came    chan struct{}
}

func newInbox() *inbox { return &inbox{came: make(chan struct{}, 1000)} }

func (b *inbox) deliver(_ context.Context, batch []chat.Update) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return b.fail
	}
	b.updates = append(b.updates, batch...)
	for range batch {
		b.came <- struct{}{}
	}
	return nil
}

// wait waits for n more updates.
func (b *inbox) wait(t *testing.T, n int) {
	t.Helper()
	for range n {
		select {
		case <-b.came:
		case <-time.After(20 * time.Second):
			t.Fatal("an update did not come")
		}
	}
}

func (b *inbox) texts() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	texts := make([]string, 0, len(b.updates))
	for _, u := range b.updates {
		texts = append(texts, u.Text)
	}
	return texts
}

// run polls until stop is called, which gives Run's error.
func (r *rig) run(b *inbox) (stop func() error) {
	ctx, cancel := context.WithCancel(r.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx, 0, b.deliver) }()
	return func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(20 * time.Second):
			r.t.Fatal("Run does not end")
			return nil
		}
	}
}

// failure gives what a send says.
func failure(t *testing.T, err error) *chat.SendError {
	t.Helper()
	if err == nil {
		return &chat.SendError{}
	}
	noSecrets(t, err.Error())
	send, ok := errors.AsType[*chat.SendError](err)
	if !ok {
		t.Fatalf("got %T, want *chat.SendError", err)
	}
	return send
}
