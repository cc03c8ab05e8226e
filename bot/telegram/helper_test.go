package telegram_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/telegram"
)

// rig is a client whose log and pauses are kept, and whose pauses take no time.
type rig struct {
	*telegram.Client
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

// newRig fails the test if the token is in the log at its end.
func newRig(t *testing.T, o telegram.Options) *rig {
	t.Helper()
	r := &rig{t: t}
	o.Log = slog.New(slog.NewTextHandler(r, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o.Sleep = r.pause
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Token == "" {
		o.Token = telegramd.DefaultToken
	}
	client, err := telegram.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r.Client = client
	t.Cleanup(func() { noSecrets(t, r.log()) })
	return r
}

func noSecrets(t *testing.T, text string) {
	t.Helper()
	_, secret, _ := strings.Cut(telegramd.DefaultToken, ":")
	if strings.Contains(text, secret) || strings.Contains(text, "geheim") {
		t.Errorf("a secret is shown: %s", text)
	}
}

// against gives a fake without limits on speed, and a client of it.
func against(t *testing.T, o telegramd.Options) (*telegramd.Server, *rig) {
	t.Helper()
	o.Now = time.Now
	o.Flood.Off = true
	srv := telegramd.New(t, o)
	return srv, newRig(t, telegram.Options{APIEndpoint: srv.URL()})
}

// inbox commits updates, each once, like the bot's loop.
type inbox struct {
	mu       sync.Mutex
	seen     map[string]bool
	texts    []string
	updates  []chat.Update
	position int64
	repeated int
	fail     error
	came     chan struct{}
}

func newInbox() *inbox { return &inbox{seen: map[string]bool{}, came: make(chan struct{}, 1000)} }

func (b *inbox) deliver(_ context.Context, batch []chat.Update) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return b.fail
	}
	for _, u := range batch {
		b.position = u.Position
		if b.seen[u.ID] {
			b.repeated++
			continue
		}
		b.seen[u.ID] = true
		b.updates = append(b.updates, u)
		b.texts = append(b.texts, u.Text)
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

func (b *inbox) all() ([]string, []chat.Update) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.texts...), append([]chat.Update(nil), b.updates...)
}

// run polls until stop is called, which gives Run's error.
func (r *rig) run(b *inbox) (stop func() error) {
	ctx, cancel := context.WithCancel(r.t.Context())
	ended := make(chan error, 1)
	from := b.position
	go func() { ended <- r.Run(ctx, from, b.deliver) }()
	return func() error {
		cancel()
		return r.ended(ended)
	}
}

func (r *rig) ended(ended chan error) error {
	r.t.Helper()
	select {
	case err := <-ended:
		if err != nil {
			noSecrets(r.t, err.Error())
		}
		return err
	case <-time.After(20 * time.Second):
		r.t.Fatal("Run does not end")
		return nil
	}
}
