package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bench"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/telegram"
	"danvanbot/storage"
)

// hourEnv tells the test's binary to play the bot of an hour, given as JSON.
const hourEnv = "DANVANBOT_TEST_HOUR"

// hour is what the test and its bot, in another process, both know.
type hour struct {
	Units      int
	Speed      float64
	Dir        string
	Token, URL string // of the platform
	Began      time.Time
	Ahead      ahead // how far the clock was put forward
}

// ahead is a duration that another goroutine changes.
type ahead struct{ atomic.Int64 }

// MarshalJSON writes nanoseconds.
func (a *ahead) MarshalJSON() ([]byte, error) { return json.Marshal(a.Load()) }

// UnmarshalJSON reads them.
func (a *ahead) UnmarshalJSON(b []byte) error {
	var n int64
	err := json.Unmarshal(b, &n)
	a.Store(n)
	return err
}

// now is a few seconds before the reminders of the last day, and goes on from there.
func (h *hour) now() time.Time {
	begin := time.Date(2026, time.December, 16, 7, 59, 59, 0, stage.Zone)
	return begin.Add(time.Since(h.Began) + time.Duration(h.Ahead.Load()))
}

// shrunk is a time of life as it is played.
func (h *hour) shrunk(d time.Duration) time.Duration { return time.Duration(float64(d) / h.Speed) }

// length is how long the play takes: the rate is that of the whole country.
func (h *hour) length() time.Duration {
	return time.Duration(float64(h.shrunk(nationalHour)) * float64(h.Units) / nationalUnits)
}

// country is a tree of so many communes in provinces of a hundred.
func country(communes int) (*orgunit.Tree, error) {
	type named map[string]any
	units := []named{{"id": "vn", "level": "country", "names": []named{{"text": "Việt Nam"}}}}
	for i := range communes {
		province := fmt.Sprintf("p%d", i/100)
		if i%100 == 0 {
			units = append(units, named{"id": province, "level": "province", "names": []named{{"text": fmt.Sprintf("Tỉnh Số %d", i/100)}}, "parents": []named{{"id": "vn"}}})
		}
		units = append(units, named{"id": fmt.Sprintf("c%d", i), "level": "commune", "names": []named{{"text": fmt.Sprintf("Xã Số %d", i)}}, "parents": []named{{"id": province}}})
	}
	data, err := json.Marshal(named{"source": "test", "units": units})
	if err != nil {
		return nil, err
	}
	return orgunit.Load(data)
}

func (h *hour) open() (*storage.DB, error) {
	tree, err := country(h.Units)
	if err != nil {
		return nil, err
	}
	return storage.Open(storage.Options{Dir: h.Dir, Tree: tree, Now: h.now, Log: slog.New(slog.DiscardHandler)})
}

// serve runs a bot until ctx ends.
func (h *hour) serve(ctx context.Context) error {
	db, err := h.open()
	if err != nil {
		return err
	}
	client, err := telegram.New(telegram.Options{Token: h.Token, APIEndpoint: h.URL, Log: slog.New(slog.DiscardHandler), Now: h.now})
	if err != nil {
		return err
	}
	o := bench.Options(bot.StoreOf(db), nil)
	o.Messengers, o.Now = []bot.Messenger{client}, h.now
	o.Pace = map[chat.Platform]bot.Pace{chat.Telegram: {PerChat: h.shrunk(time.Second), PerSecond: 25 * h.Speed}}
	o.Drain, o.Every = 8*time.Second, h.shrunk(time.Second)
	if err := bot.New(o).Run(ctx); err != nil {
		return err
	}
	return db.Close()
}

// serveHour is the whole life of the bot's process.
func serveHour(given string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	h := &hour{}
	err := json.Unmarshal([]byte(given), h)
	if err == nil {
		err = h.serve(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// supervisor starts the bot's process again and again, and remembers when it killed one.
type supervisor struct {
	mu      sync.Mutex
	process *os.Process
	kills   []time.Time // by the clock of the play
}

// end ends the process that runs.
func (s *supervisor) end(by os.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process != nil {
		_ = s.process.Signal(by) // it may have ended by itself
	}
}

// runs notes which process there is; nil: none.
func (s *supervisor) runs(p *os.Process) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.process = p
}

func (s *supervisor) noteKill(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kills = append(s.kills, at)
}

// onTheWay is how long a message may take that left before its process was killed.
const onTheWay = 200 * time.Millisecond

// killed tells whether a process was killed in between.
func (s *supervisor) killed(from, to time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, at := range s.kills {
		if !at.Add(onTheWay).Before(from) && !at.After(to) {
			return true
		}
	}
	return false
}

// supervise keeps a bot running until ctx ends. The first few are ended after a while, by turns with SIGKILL and with SIGTERM.
func (m *monthEnd) supervise(ctx context.Context) {
	for n := 0; ctx.Err() == nil; n++ {
		given, err := json.Marshal(&m.hour)
		if err != nil {
			m.t.Error(err)
			return
		}
		var says bytes.Buffer
		cmd := exec.CommandContext(context.WithoutCancel(ctx), os.Args[0]) //nolint:gosec // this test itself
		cmd.Env, cmd.Stderr = append(os.Environ(), hourEnv+"="+string(given)), &says
		if err := cmd.Start(); err != nil {
			m.t.Error(err)
			return
		}
		m.bot.runs(cmd.Process)
		if ctx.Err() != nil { // while it started
			m.bot.end(syscall.SIGTERM)
		}
		by := syscall.SIGTERM
		if n%2 == 0 {
			by = syscall.SIGKILL
		}
		life := m.length() / (restarts + 1)
		if n >= restarts {
			life = time.Hour
		}
		death := time.AfterFunc(life, func() { m.bot.end(by) })
		err = cmd.Wait()
		m.bot.runs(nil)
		if death.Stop(); cmd.ProcessState.ExitCode() == -1 { // by a signal
			m.bot.noteKill(m.now())
			m.srv.BotKilled()
		} else if err != nil {
			m.t.Errorf("the bot ended with %v: %s", err, says.String())
		}
	}
}
