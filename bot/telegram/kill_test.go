package telegram_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/telegram"
)

// childEnv makes the test binary a bot that writes each text to the journal of that name before it confirms it.
const childEnv = "TELEGRAM_TEST_CHILD"

func TestMain(m *testing.M) {
	if endpoint := os.Getenv(childEnv); endpoint != "" {
		child(endpoint, os.Args[1])
	}
	os.Exit(m.Run())
}

func child(endpoint, journal string) {
	c, err := telegram.New(telegram.Options{Token: telegramd.DefaultToken, APIEndpoint: endpoint, Now: time.Now})
	if err != nil {
		panic(err)
	}
	var position int64
	for line := range strings.Lines(read(journal)) {
		position, _ = strconv.ParseInt(strings.Fields(line)[0], 10, 64)
	}
	err = c.Run(context.Background(), position, func(_ context.Context, batch []chat.Update) error {
		var lines strings.Builder
		for _, u := range batch {
			fmt.Fprintln(&lines, u.Position, u.Text)
		}
		f, err := os.OpenFile(journal, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the file of the test
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		_, err = f.WriteString(lines.String())
		return err
	})
	panic(err)
}

func read(file string) string {
	data, _ := os.ReadFile(file) //nolint:gosec // the file of the test
	return string(data)
}

// TestKilled kills a bot at random instants while the fake goes on: each text must arrive at least once, and the same
// update must keep its id.
func TestKilled(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now})
	an := srv.User(7, "An")
	journal := t.TempDir() + "/journal"
	const rounds, each = 12, 20
	for round := range rounds {
		cmd := exec.CommandContext(t.Context(), os.Args[0], journal) //nolint:gosec // this test itself
		cmd.Env = append(os.Environ(), childEnv+"="+srv.URL())
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for i := range each {
			an.Send(fmt.Sprint("t", round*each+i))
			time.Sleep(time.Duration(round) * time.Millisecond / 2)
		}
		if round == rounds-1 {
			if err := srv.Drained(t.Context()); err != nil {
				t.Error(err)
			}
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	ids := map[string]string{}
	for line := range strings.Lines(read(journal)) {
		position, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		if had := ids[text]; had != "" && had != position {
			t.Errorf("%s came as %s and as %s", text, had, position)
		}
		ids[text] = position
	}
	if len(ids) != rounds*each {
		t.Errorf("got %d texts, want %d", len(ids), rounds*each)
	}
	if got := srv.Breaches(); len(got) > 0 {
		t.Errorf("breaches: %v", got)
	}
}
