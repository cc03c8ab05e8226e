package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"time"

	"danvanbot/bot/bench"
)

// first is the process that start starts: a system opens and takes one turn.
func first(ctx context.Context, out io.Writer, o options) error {
	began := time.Now()
	p := place{dir: o.dir, postgres: o.postgres, script: &script{}}
	p.script.states[0], p.script.replies[0] = []byte("{}"), []byte("{}")
	s, err := p.system(o.first)
	if err != nil {
		return err
	}
	if err := s.open(ctx); err != nil {
		return err
	}
	if err := s.turn(ctx, 0); err != nil {
		return err
	}
	return errors.Join(bench.TellFirst(out, began), s.close())
}

// start measures a process from its start to its first turn: danvanbot's own program, and this one for the others.
func (p *place) start(s system) *bench.Start {
	return bench.NewStart(p.dir, func(ctx context.Context, dir string) *exec.Cmd {
		if own, ok := s.(*ours); ok {
			cmd := exec.CommandContext(ctx, own.program, "bench")
			cmd.Env = append(os.Environ(), "DANVANBOT_BENCH_FIRST="+own.dir)
			return cmd
		}
		self, _ := os.Executable() // without one the start fails
		return exec.CommandContext(ctx, self, "-first", s.name(), "-dir", dir, "-postgres", p.postgres)
	})
}
