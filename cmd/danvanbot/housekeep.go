package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"danvanbot/storage"
)

const (
	// keepHouseEvery is from one round of housekeeping to the next.
	keepHouseEvery = 24 * time.Hour
	// firstKeepHouse is after the start, when the bot is at work.
	firstKeepHouse = 5 * time.Second
)

// keepHouse drops what is too old and overwrites what was deleted: soon after the start, as the last run may not have come
// to it, at once after somebody was erased, and every day.
func (a *app) keepHouse(ctx context.Context, db *storage.DB, wiped prometheus.Gauge) {
	for wait := firstKeepHouse; ; wait = keepHouseEvery {
		t := time.NewTimer(wait)
		select {
		case <-t.C:
		case <-db.Erased():
		case <-ctx.Done():
		}
		t.Stop()
		if ctx.Err() != nil {
			return
		}
		if err := a.cleanUp(ctx, db); err != nil && ctx.Err() == nil {
			a.log.Error("housekeeping failed", "error", err)
			continue
		}
		wiped.Set(float64(a.now().Unix()))
	}
}

func (a *app) cleanUp(ctx context.Context, db *storage.DB) error {
	dropped, days := 0, 0
	err := db.Update(ctx, func(tx *storage.Tx) error {
		rules, err := a.rulesIn(tx)
		if err != nil {
			return err
		}
		days = rules.KeepDays
		if dropped, err = tx.DropOld(a.now().AddDate(0, 0, -days)); err != nil {
			return err
		}
		return tx.DropExpired(a.now())
	})
	if err != nil {
		return err
	}
	if dropped > 0 {
		a.log.Info("old replies and failed updates dropped", "rows", dropped, "older_than_days", days)
	}
	if err := a.removeLeft(a.cfg.DataDir); err != nil {
		return err
	}
	return db.Wipe(ctx)
}

// newWipedGauge shows that what was deleted does not stay.
func newWipedGauge(r prometheus.Registerer) prometheus.Gauge {
	g := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "danvanbot_wipe_last_success_timestamp_seconds", Help: "When deleted data was last overwritten in the data file.",
	})
	r.MustRegister(g)
	return g
}

// registerSpace shows how large the data file is and what room it has.
func (a *app) registerSpace(r prometheus.Registerer, db *storage.DB) {
	r.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "danvanbot_data_file_bytes", Help: "Size of the data file.",
		}, func() float64 { return float64(fileSize(db.Path())) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "danvanbot_data_free_bytes", Help: "Free space of the data folder's file system.",
		}, func() float64 {
			free, err := storage.FreeSpace(a.cfg.DataDir)
			if err != nil {
				return 0
			}
			return float64(free)
		}),
	)
}
