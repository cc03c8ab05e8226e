package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"danvanbot/bot/bench"
	"danvanbot/bot/form"
	"danvanbot/bot/period"
	summary "danvanbot/bot/report"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
)

// ours is danvanbot: its bot over its file, and its program for imports.
type ours struct {
	dir, program string
	largest      int // bytes of a state
	db           *storage.DB
	rig          *bench.Rig
}

func (o *ours) name() string { return "danvanbot" }

// buildProgram makes the program from its source, which stands beside this module.
func buildProgram(ctx context.Context, into string) (string, error) {
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "danvanbot").Output()
	if err != nil {
		return "", fmt.Errorf("finding the product's source (run this in cmd/danvanbench): %w", err)
	}
	path := filepath.Join(into, "danvanbot-program")
	build := exec.CommandContext(ctx, "go", "build", "-o", path, "./cmd/danvanbot")
	build.Dir = string(root[:len(root)-1])
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the product: %w\n%s", err, out)
	}
	return path, nil
}

// takeIn is the command 'danvanbot import', its start and end included.
func (o *ours) takeIn(ctx context.Context, file []byte) error {
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return err
	}
	rows, config := filepath.Join(o.dir, "rows.csv"), filepath.Join(o.dir, "config.json")
	if err := errors.Join(os.WriteFile(rows, file, 0o600), os.WriteFile(config, fmt.Appendf(nil, `{"data_dir": %q}`, o.dir), 0o600)); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, o.program, "import", "-config", config, rows).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

func (o *ours) open(context.Context) (err error) {
	if o.db, err = bench.Open(o.dir); err != nil {
		return err
	}
	o.rig, err = bench.NewRig(o.db, bench.Chats)
	return err
}

func (o *ours) turn(_ context.Context, chat int) error { return o.rig.Say(chat) }

// month answers as /summary does, with the month before, the completeness and the missing.
func (o *ours) month(ctx context.Context, granule int) (totals, error) {
	found, day := totals{}, monthBegin(granule)
	y, m, _ := day.YMD()
	q := summary.Query{Unit: bench.Province, Period: period.New(period.Plain, period.Month, y, int(m)), View: rollup.Now, Today: period.DateOf(time.Now())}
	err := o.db.View(ctx, func(tx *storage.ReadTx) error {
		s, err := summary.Build(tx, tx.Tree(), form.Default(), q)
		for _, l := range s.Lines {
			for _, f := range l.Figures {
				if f.N != 0 {
					found[l.Form+"."+f.Key] = f.N
				}
			}
		}
		return err
	})
	return found, err
}

// monthBegin is the first day of the month of a granule.
func monthBegin(granule int) period.Date {
	return period.NewDate(-granule/12, time.Month(-granule%12+1), 1)
}

func (o *ours) state() int { return o.largest }

func (o *ours) size(context.Context) (int64, error) {
	return fileSize(filepath.Join(o.dir, storage.FileName))
}

func fileSize(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (o *ours) close() error { return errors.Join(o.rig.Close(), o.db.Close()) }
