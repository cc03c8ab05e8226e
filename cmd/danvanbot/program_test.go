package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/orgunit"
	"danvanbot/storage"
)

// patience is how long anything may take before a test gives up.
const patience = 60 * time.Second

// built is the program under test.
var built string

func TestMain(m *testing.M) {
	if pidFile := os.Getenv(hangEnv); pidFile != "" {
		hang(pidFile)
	}
	flag.Parse()
	if flag.Lookup("test.fuzz").Value.String() != "" { // a target needs no program, and its time is short
		os.Exit(m.Run())
	}
	os.Exit(withBinary(m))
}

// withBinary builds the real program once, for all tests.
func withBinary(m *testing.M) int {
	dir, err := os.MkdirTemp("", "danvanbot")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder for temporary files
	built = filepath.Join(dir, "danvanbot")
	build := exec.CommandContext(context.Background(), "go", "build", "-o", built, ".") //nolint:gosec // our own program
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// program is the real program with a folder and a configuration of its own.
type program struct {
	t       testing.TB
	dir     string
	config  string
	running *process
}

// newProgram writes the configuration; a data_dir is always given.
func newProgram(t testing.TB, config map[string]any) *program {
	t.Helper()
	dir, err := os.MkdirTemp("", "dvb") //nolint:usetesting // short: a socket's path must fit into 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, dir: dir, config: filepath.Join(dir, "config.json")}
	config["data_dir"] = p.data()
	p.write("config.json", config)
	t.Cleanup(func() {
		if p.running != nil {
			p.kill()
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return p
}

// forTelegram is a configuration that talks to the fake alone.
func forTelegram(srv *telegramd.Server) map[string]any {
	return map[string]any{
		"telegram": map[string]any{"token": srv.Token(), "api_endpoint": srv.URL()},
		"web":      map[string]any{"listen": ""},
	}
}

func (p *program) data() string { return filepath.Join(p.dir, "data") }

// write writes a JSON file into the program's folder.
func (p *program) write(name string, content any) string {
	p.t.Helper()
	data, err := json.Marshal(content)
	if err != nil {
		p.t.Fatal(err)
	}
	path := filepath.Join(p.dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// open opens the data file, while the program does not run.
func (p *program) open() *storage.DB {
	p.t.Helper()
	db, err := storage.Open(storage.Options{Dir: p.data(), Tree: orgunit.Sample(), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		p.t.Fatal(err)
	}
	return db
}

// process is one run of the program.
type process struct {
	cmd    *exec.Cmd
	stderr *output
	stdout *output
	ended  chan struct{}
}

// start runs the bot.
func (p *program) start() *process { return p.startUnder() }

// startUnder runs the bot through another program, such as strace.
func (p *program) startUnder(words ...string) *process {
	p.t.Helper()
	words = append(slices.Clone(words), built, "run", "-config", p.config)
	pr := &process{
		cmd:    exec.CommandContext(context.Background(), words[0], words[1:]...), //nolint:gosec // our own program
		stderr: newOutput(), stdout: newOutput(), ended: make(chan struct{}),
	}
	pr.cmd.Dir, pr.cmd.Stdout, pr.cmd.Stderr = p.dir, pr.stdout, pr.stderr
	if err := pr.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() {
		_ = pr.cmd.Wait() // how it ended is in ProcessState
		close(pr.ended)
	}()
	p.running = pr
	return pr
}

// kill ends the bot as a power cut would, and waits until it is gone.
func (p *program) kill() {
	p.t.Helper()
	if err := p.running.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Fatal(err)
	}
	<-p.running.ended
	p.running = nil
}

// stop asks the bot to end, as systemd does, and gives its exit code and how long it took.
func (p *program) stop() (code int, took time.Duration) {
	p.t.Helper()
	asked := time.Now()
	if err := p.running.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	code = p.wait()
	return code, time.Since(asked)
}

// wait waits until the bot has ended by itself.
func (p *program) wait() int {
	p.t.Helper()
	select {
	case <-p.running.ended:
	case <-time.After(patience):
		p.t.Fatalf("the bot does not end; it says:\n%s", p.running.stderr)
	}
	code := p.running.cmd.ProcessState.ExitCode()
	p.running = nil
	return code
}

// result is what a command left behind.
type result struct {
	code     int
	out, err string
}

// command runs a command of the program with the program's configuration.
func (p *program) command(name string, args ...string) result {
	p.t.Helper()
	return p.exec("", append([]string{name, "-config", p.config}, args...)...)
}

// exec runs the program with any arguments.
func (p *program) exec(stdin string, args ...string) result {
	p.t.Helper()
	return p.run(stdin, append([]string{built}, args...))
}

// run runs a program to its end.
func (p *program) run(stdin string, words []string) result {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, words[0], words[1:]...) //nolint:gosec // our own program
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = p.dir, strings.NewReader(stdin), &out, &errs
	if err := cmd.Run(); err != nil {
		if _, ok := errors.AsType[*exec.ExitError](err); !ok {
			p.t.Fatal(err)
		}
	}
	return result{code: cmd.ProcessState.ExitCode(), out: out.String(), err: errs.String()}
}

// must runs a command that succeeds and gives what it printed.
func (p *program) must(name string, args ...string) string {
	p.t.Helper()
	r := p.command(name, args...)
	if r.code != exitOK {
		p.t.Fatalf("%s %v: got exit code %d, want 0: %s%s", name, args, r.code, r.out, r.err)
	}
	return r.out
}

// output collects what a process writes, and lets a test wait for it.
type output struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{}
}

func newOutput() *output { return &output{changed: make(chan struct{})} }

// Write appends and wakes whoever waits.
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.changed)
	o.changed = make(chan struct{})
	return o.text.Write(b)
}

// String is all that was written so far.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// find waits until the output matches a pattern and gives its groups.
func (o *output) find(t testing.TB, pattern string) []string {
	t.Helper()
	re, late := regexp.MustCompile(pattern), time.After(patience)
	for {
		o.mu.Lock()
		text, changed := o.text.String(), o.changed
		o.mu.Unlock()
		if m := re.FindStringSubmatch(text); m != nil {
			return m
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("no %q in:\n%s", pattern, text)
		}
	}
}
