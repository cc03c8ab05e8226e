package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"danvanbot/bot"
)

// Start is a new process over a file, from its start to its first reply, and what memory it then has.
type Start struct {
	notes

	dir     string
	command func(ctx context.Context, dir string) *exec.Cmd
}

// NewStart measures a command that calls First, or at its first reply TellFirst.
func NewStart(dir string, command func(ctx context.Context, dir string) *exec.Cmd) *Start {
	return &Start{dir: dir, command: command}
}

// Round starts one process.
func (s *Start) Round(ctx context.Context) error {
	began := time.Now()
	out, err := s.command(ctx, s.dir).Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return fmt.Errorf("the process that is started: %w: %s", err, exit.Stderr)
	} else if err != nil {
		return err
	}
	var at, opened int64
	var resident, most float64
	if _, err := fmt.Sscan(string(out), &at, &opened, &resident, &most); err != nil {
		return fmt.Errorf("the process that is started: %w in %q", err, out)
	}
	s.add("start", "ms", time.Unix(0, at).Sub(began).Seconds()*1e3)
	s.add("start_open", "ms", time.Duration(opened).Seconds()*1e3)
	s.add("resident", "MB", resident)
	s.add("resident_most", "MB", most)
	return nil
}

// Close has nothing to do.
func (s *Start) Close() error { return nil }

// First is the process that Start starts: a bot over a folder's file answers one line.
func First(dir string, out io.Writer) error {
	began := time.Now()
	bot.SpareCollector()
	db, err := Open(dir)
	if err != nil {
		return err
	}
	r := &Rig{Line: NewLine(), db: db}
	r.replied = make(chan struct{}, 1)
	r.next.Store(began.UnixNano())
	r.start()
	err = r.say(Officer(0), "/tieptuc")
	if err == nil {
		<-r.replied
		err = TellFirst(out, began)
	}
	return errors.Join(err, r.Close(), db.Close())
}

// TellFirst prints what Start reads: this moment in nanoseconds, how many of them went by since before the file was opened,
// and the process's memory in MB, now and at most.
func TellFirst(out io.Writer, opened time.Time) error {
	now := time.Now()
	resident, most := Memory()
	_, err := fmt.Fprintln(out, now.UnixNano(), int64(now.Sub(opened)), resident, most)
	return err
}
