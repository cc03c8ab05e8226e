package zalo

import (
	"sync"

	"danvanbot/bot/chat"
)

// Usage gives what was counted this month: since Resume, and what Resume told of the same month.
func (c *Client) Usage() chat.Usage {
	c.meter.mu.Lock()
	defer c.meter.mu.Unlock()
	c.meter.turnOver()
	return c.meter.usage
}

// Resume goes on with what an earlier process counted. Of another month than the present it is forgotten.
func (c *Client) Resume(u chat.Usage) {
	c.meter.mu.Lock()
	defer c.meter.mu.Unlock()
	c.meter.usage = u
	c.meter.turnOver()
}

// Monthly is the limit of a month, both directions together.
func (c *Client) Monthly() int { return c.meter.options.Monthly }

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

	mu    sync.Mutex
	usage chat.Usage
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
	due, usage := m.due(), m.usage
	m.mu.Unlock()
	if !due {
		return
	}
	m.options.Log.Warn("the month's zalo messages run out", "used", usage.Total(), "monthly", m.options.Monthly, "percent", m.percent(usage))
	if m.options.Near != nil {
		m.options.Near(usage)
	}
}

// percent is how much of the limit is used, rounded down.
func (m *meter) percent(u chat.Usage) int { return u.Total() * 100 / m.options.Monthly }

// due reports whether a threshold was passed that was not warned of yet, and notes it.
func (m *meter) due() bool {
	before := m.usage.Warned
	for _, t := range thresholds {
		if m.percent(m.usage) >= t {
			m.usage.Warned = max(m.usage.Warned, t)
		}
	}
	return m.usage.Warned > before
}

// turnOver starts anew when the month has changed.
func (m *meter) turnOver() {
	now := m.options.Now()
	if m.options.Zone != nil {
		now = now.In(m.options.Zone)
	}
	if month := now.Format("2006-01"); month != m.usage.Month {
		m.usage = chat.Usage{Month: month}
	}
}
