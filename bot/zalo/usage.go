package zalo

import (
	"sync"
	"time"
)

// Usage is how many messages this month were counted since the process began. Zalo counts both directions.
type Usage struct {
	Month    time.Time // its first instant
	Received int
	Sent     int
	Monthly  int // the limit
}

// Total is both directions together.
func (u Usage) Total() int { return u.Received + u.Sent }

// Percent is how much of the limit is used, rounded down.
func (u Usage) Percent() int { return u.Total() * 100 / u.Monthly }

// Used gives what was counted this month. What an earlier process used is not in it.
func (c *Client) Used() Usage {
	c.meter.mu.Lock()
	defer c.meter.mu.Unlock()
	c.meter.turnOver()
	return c.meter.usage
}

// thresholds are the percentages of the limit at which a warning is given.
var thresholds = [...]int{80, 95, 100}

type direction uint8

const (
	received direction = iota
	sent
)

// meter counts messages by month and warns near the limit.
type meter struct {
	options Options

	mu     sync.Mutex
	usage  Usage
	warned int // the highest threshold that was warned of this month
}

// count counts one message.
func (m *meter) count(d direction) {
	m.mu.Lock()
	m.turnOver()
	if d == sent {
		m.usage.Sent++
	} else {
		m.usage.Received++
	}
	usage, due := m.usage, m.due()
	m.mu.Unlock()
	if !due {
		return
	}
	m.options.Log.Warn("the month's zalo messages run out", "used", usage.Total(), "monthly", usage.Monthly, "percent", usage.Percent())
	if m.options.Near != nil {
		m.options.Near(usage)
	}
}

// due reports whether a threshold was passed that was not warned of yet, and notes it.
func (m *meter) due() bool {
	before := m.warned
	for _, t := range thresholds {
		if m.usage.Percent() >= t {
			m.warned = max(m.warned, t)
		}
	}
	return m.warned > before
}

// turnOver starts anew when the month has changed.
func (m *meter) turnOver() {
	now := m.options.Now()
	if m.options.Zone != nil {
		now = now.In(m.options.Zone)
	}
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
	if !month.Equal(m.usage.Month) {
		m.usage, m.warned = Usage{Month: month, Monthly: m.options.Monthly}, 0
	}
}
