package bench

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"

	"danvanbot/bot"
)

// Measure is something that is measured in rounds.
type Measure interface {
	Round(ctx context.Context) error
	Figures() []Figure
	Close() error
}

// RunOptions say what Run measures, and where.
type RunOptions struct {
	Dir      string                                          // an empty folder
	Reports  int                                             // how many submissions the file holds
	Rounds   int                                             // of each measure, at least 1
	Import   ImportFunc                                      //
	First    func(ctx context.Context, dir string) *exec.Cmd // calls First
	Progress func(what string) func(done, total int)         // tells how far a part is
}

// maxImport is how many rows an import has at most.
const maxImport = 100_000

// Run measures everything, one after the other. It sets the garbage collector as the bot does.
func Run(ctx context.Context, o RunOptions) ([]Figure, error) {
	fresh, full := filepath.Join(o.Dir, "fresh"), filepath.Join(o.Dir, "full")
	if err := Fill(ctx, full, o.Reports, o.Progress("fill")); err != nil {
		return nil, err
	}
	show := o.Progress("measure")
	var all []Figure
	parts := []func() (Measure, error){
		func() (Measure, error) { return NewImports(o.Dir, min(o.Reports, maxImport), o.Import) },
		func() (Measure, error) {
			bot.SpareCollector()
			return NewTurns(fresh, full, min(o.Reports, TurnsARound))
		},
		func() (Measure, error) { return NewAlone(filepath.Join(o.Dir, "alone")) },
		func() (Measure, error) { return NewSteps() },
		func() (Measure, error) { return NewSummary(full) },
		func() (Measure, error) { return NewStart(full, o.First), nil },
	}
	for i, open := range parts {
		m, err := open()
		if err != nil {
			return nil, fmt.Errorf("measuring: %w", err)
		}
		err = rounds(ctx, m, o.Rounds, func(done int) { show(i*o.Rounds+done, len(parts)*o.Rounds) })
		if err := errors.Join(err, m.Close()); err != nil {
			return nil, fmt.Errorf("measuring: %w", err)
		}
		all = append(all, m.Figures()...)
	}
	return all, nil
}

func rounds(ctx context.Context, m Measure, n int, show func(done int)) error {
	for done := range n {
		show(done)
		if err := errors.Join(ctx.Err(), m.Round(ctx)); err != nil {
			return err
		}
	}
	show(n)
	return nil
}
