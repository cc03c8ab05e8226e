package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"danvanbot/storage"
)

// A scheduled backup's name tells when it was made, so that a restart neither loses nor repeats one.
const (
	backupPrefix = "danvanbot-"
	backupTime   = "20060102T150405Z"
	backupSuffix = ".db"
	sealedSuffix = ".age"
)

// retryBackup is how long after a failed backup the next is tried, if the schedule does not ask for it sooner.
const retryBackup = 15 * time.Minute

// backupMetrics is what Prometheus learns about scheduled backups.
type backupMetrics struct {
	last     prometheus.Gauge
	size     prometheus.Gauge
	failures prometheus.Counter
}

func newBackupMetrics(r prometheus.Registerer) backupMetrics {
	m := backupMetrics{
		last: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "danvanbot_backup_last_success_timestamp_seconds", Help: "When the last scheduled backup was made; 0: never.",
		}),
		size: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "danvanbot_backup_size_bytes", Help: "Size of the last scheduled backup.",
		}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "danvanbot_backup_failures_total", Help: "Scheduled backups that failed.",
		}),
	}
	r.MustRegister(m.last, m.size, m.failures)
	return m
}

func (m backupMetrics) made(b madeBackup) {
	m.last.Set(float64(b.at.Unix()))
	m.size.Set(float64(fileSize(b.path)))
}

// madeBackup is a file of the backup folder.
type madeBackup struct {
	path string
	at   time.Time
}

// madeBackups are the scheduled backups of a folder, oldest first. Other files are none of ours.
func madeBackups(dir string) ([]madeBackup, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var made []madeBackup
	for _, e := range entries {
		name, ours := strings.CutPrefix(strings.TrimSuffix(e.Name(), sealedSuffix), backupPrefix)
		name, complete := strings.CutSuffix(name, backupSuffix)
		if at, err := time.Parse(backupTime, name); ours && complete && err == nil {
			made = append(made, madeBackup{filepath.Join(dir, e.Name()), at})
		}
	}
	slices.SortFunc(made, func(a, b madeBackup) int { return a.at.Compare(b.at) })
	return made, err
}

// keepBackups makes backups as the configuration asks, beside the loop, until ctx ends.
func (a *app) keepBackups(ctx context.Context, db *storage.DB, m backupMetrics) {
	for ctx.Err() == nil {
		wait, err := a.scheduledBackup(ctx, db, m)
		if err != nil && ctx.Err() == nil {
			m.failures.Inc()
			wait = min(retryBackup, a.cfg.Backup.every())
			a.log.Error("the backup failed", "error", err, "next_try_in", wait)
		}
		pause(ctx, wait)
	}
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// scheduledBackup makes a backup if the last is old enough, and tells how long to wait for the next.
func (a *app) scheduledBackup(ctx context.Context, db *storage.DB, m backupMetrics) (time.Duration, error) {
	conf := a.cfg.Backup
	made, err := madeBackups(conf.Dir)
	if err != nil {
		return 0, err
	}
	if len(made) > 0 {
		last := made[len(made)-1]
		m.made(last)
		if due := last.at.Add(conf.every()); a.now().Before(due) && !a.now().Before(last.at) { // not if the clock went back
			return due.Sub(a.now()), nil
		}
	}
	began := a.now()
	b, err := a.makeBackup(ctx, db)
	if err != nil {
		return 0, err
	}
	m.made(b)
	a.log.Info("backup made", "file", filepath.Base(b.path), "bytes", fileSize(b.path), "took", a.now().Sub(began).Round(time.Millisecond), "encrypted", len(conf.Recipients) > 0)
	return conf.every(), a.pruneBackups()
}

func (a *app) makeBackup(ctx context.Context, db *storage.DB) (madeBackup, error) {
	conf := a.cfg.Backup
	if err := os.MkdirAll(conf.Dir, 0o700); err != nil {
		return madeBackup{}, err
	}
	b := madeBackup{at: a.now().UTC().Truncate(time.Second)}
	b.path = filepath.Join(conf.Dir, backupPrefix+b.at.Format(backupTime)+backupSuffix)
	if len(conf.Recipients) > 0 {
		b.path += sealedSuffix
	}
	quiet := *a
	quiet.err = io.Discard // the log is no place for progress
	_, err := quiet.backUp(ctx, b.path, func(ctx context.Context) (string, error) { return a.snapshot(ctx, db) })
	return b, err
}

// pruneBackups removes all but the newest, and what an unfinished one left.
func (a *app) pruneBackups() error {
	made, err := madeBackups(a.cfg.Backup.Dir)
	if err != nil {
		return err
	}
	var errs []error
	for _, b := range made[:max(len(made)-a.cfg.Backup.Keep, 0)] {
		errs = append(errs, os.Remove(b.path))
		a.log.Info("old backup removed", "file", filepath.Base(b.path))
	}
	return errors.Join(append(errs, a.removeLeft(a.cfg.Backup.Dir))...)
}

// removeLeft removes what a crash left unfinished in a folder.
func (a *app) removeLeft(dir string) error {
	const ours = "danvanbot"
	return errors.Join(removeOld(a.now(), dir, ours, storage.DraftMark), removeOld(a.now(), dir, ours, snapshotMark))
}
