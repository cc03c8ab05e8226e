package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"danvanbot/storage"
)

// Only one process can have the data file open, so a command that finds the bot running asks it to do the work, over a
// socket in the data folder that only the folder's owner can reach.

// task is a command's work on an open data file: what a command does itself, or the running bot does for it.
type task func(ctx context.Context, a *app, db *storage.DB, args []string) error

// tasks are the commands that work while the bot runs.
func tasks() map[string]task {
	return map[string]task{
		"summary":  inForce(summaryTask),
		"trace":    inForce(traceTask),
		"invite":   inviteTask,
		"export":   exportTask,
		"frozen":   inForce(frozenTask),
		"check":    checkTask,
		"chain":    chainTask,
		"people":   peopleTask,
		"forget":   forgetTask,
		"snapshot": snapshotTask,
		"import":   importTask,
		"targets":  inForce(targetsTask),
		"units":    unitsTask,
		"settings": settingsTask,
	}
}

// inForce runs a task with the calendar that an administrator set in the chat, if one was set.
func inForce(run task) task {
	return func(ctx context.Context, a *app, db *storage.DB, args []string) error {
		own := *a
		err := db.View(ctx, func(tx *storage.ReadTx) error {
			rules, err := a.rulesIn(tx)
			own.calendar = rules.Calendar
			return err
		})
		if err != nil {
			return err
		}
		return run(ctx, &own, db, args)
	}
}

const socketName = "danvanbot.sock"

func (a *app) socket() string { return filepath.Join(a.cfg.DataDir, socketName) }

// do runs a task: on the data file, or through the bot that has it open.
func (a *app) do(ctx context.Context, name string, args []string) error {
	if _, err := os.Stat(a.cfg.DataDir); err != nil && name != "invite" && name != "import" { // what may come before the data
		return fmt.Errorf("there is no data folder %q yet; start the bot first, or name its configuration with -config", a.cfg.DataDir)
	}
	if a.botListens(ctx) {
		return a.ask(ctx, name, args)
	}
	db, err := a.open()
	if err != nil {
		return err
	}
	return errors.Join(tasks()[name](ctx, a, db, args), db.Close())
}

// request is what a command asks of the running bot.
type request struct {
	Name string   `json:"name"`
	Args []string `json:"args"`
}

// trailers of the answer: the error, if there was one.
const (
	trailerError = "Danvanbot-Error"
	trailerUsage = "Danvanbot-Usage"
)

func (a *app) dial(ctx context.Context) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, "unix", a.socket())
}

// botListens tells whether a bot answers on the socket; one that was killed leaves its socket behind.
func (a *app) botListens(ctx context.Context) bool {
	conn, err := a.dial(ctx)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// ask sends the command, and the file that it reads, to the running bot and copies its output.
func (a *app) ask(ctx context.Context, name string, args []string) error {
	line, err := json.Marshal(request{Name: name, Args: args})
	if err != nil {
		return err
	}
	var body io.Reader = bytes.NewReader(append(line, '\n'))
	if a.file != nil {
		body = io.MultiReader(body, a.file)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://danvanbot/run", body)
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return a.dial(ctx)
	}}}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("the running bot: %w", err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	if err := copyFrames(resp.Body, a.out, a.err); err != nil {
		return fmt.Errorf("the running bot: %w", err)
	}
	if text := resp.Trailer.Get(trailerError); text != "" {
		if resp.Trailer.Get(trailerUsage) != "" {
			return fmt.Errorf("%w: %s", errUsage, strings.TrimPrefix(text, errUsage.Error()+": "))
		}
		return errors.New(text)
	}
	return nil
}

// serveLocal listens on the socket until ctx ends.
func (a *app) serveLocal(ctx context.Context, db *storage.DB) (net.Listener, error) {
	if err := os.Remove(a.socket()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("local socket: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "unix", a.socket())
	if err != nil {
		return nil, fmt.Errorf("local socket: %w", err)
	}
	if err := os.Chmod(a.socket(), 0o600); err != nil {
		return nil, fmt.Errorf("local socket: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /run", func(w http.ResponseWriter, r *http.Request) { a.answer(w, r, db) })
	return listener, serveHTTP(ctx, listener, mux, 0)
}

// answer runs a command for another process.
func (a *app) answer(w http.ResponseWriter, r *http.Request, db *storage.DB) {
	var req request
	body := bufio.NewReaderSize(r.Body, 1<<16)
	line, err := body.ReadSlice('\n')
	if err != nil || json.Unmarshal(line, &req) != nil {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	w.Header().Set("Trailer", trailerError+", "+trailerUsage)
	own := *a
	var mu sync.Mutex
	own.out, own.err, own.file = frames{w, &mu, streamOut}, frames{w, &mu, streamErr}, body
	run, ok := tasks()[req.Name]
	err = fmt.Errorf("%w: the running bot does not know %q", errUsage, req.Name)
	if ok {
		err = run(r.Context(), &own, db, req.Args)
	}
	if err != nil {
		w.Header().Set(trailerError, oneLine(err))
	}
	if errors.Is(err, errUsage) {
		w.Header().Set(trailerUsage, "1")
	}
}

// oneLine makes an error fit for a header.
func oneLine(err error) string {
	text := []rune(err.Error())
	return string(slices.DeleteFunc(text, func(r rune) bool { return r < ' ' }))
}

// writeFile writes a command's output to a file, or to stdout when there is none; what is half written is removed.
func (a *app) writeFile(path string, write func(io.Writer) error) (err error) {
	if path == "" {
		return write(a.out)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	return f.Sync()
}

// parseDuration reads 36h, or whole days: 7d.
func parseDuration(s string) (time.Duration, error) {
	var days int
	if n, err := fmt.Sscanf(s, "%dd", &days); n == 1 && err == nil && s == fmt.Sprintf("%dd", days) {
		return time.Duration(days) * 24 * time.Hour, nil
	}
	return time.ParseDuration(s)
}
