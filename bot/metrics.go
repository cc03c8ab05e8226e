package bot

import (
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"danvanbot/bot/chat"
)

// Metrics counts what the bot does. A nil *Metrics counts nothing. No label ever holds a person, a chat or a text.
type Metrics struct {
	updates *prometheus.CounterVec
	commits prometheus.Histogram
	batch   prometheus.Histogram
	outbox  prometheus.Gauge
	age     prometheus.Histogram
	sends   *prometheus.CounterVec
	dead    prometheus.Counter
}

// NewMetrics registers the bot's metrics.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		updates: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "danvanbot_updates_total", Help: "Updates handled, by platform.",
		}, []string{"platform"}),
		commits: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "danvanbot_commit_seconds", Help: "Time from taking a batch to its durable commit.",
			Buckets: prometheus.ExponentialBuckets(0.0005, 2, 14),
		}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "danvanbot_batch_updates", Help: "Updates in one commit.", Buckets: prometheus.ExponentialBuckets(1, 2, 10),
		}),
		outbox: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "danvanbot_outbox_rows", Help: "Replies that are committed and not yet settled.",
		}),
		age: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "danvanbot_send_age_seconds", Help: "Age of a reply at each try to send it.",
			Buckets: prometheus.ExponentialBuckets(0.01, 4, 10),
		}),
		sends: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "danvanbot_sends_total", Help: "Tries to send, by platform and result.",
		}, []string{"platform", "result"}),
		dead: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "danvanbot_dead_letters_total", Help: "Updates that failed and were set aside.",
		}),
	}
	r.MustRegister(m.updates, m.commits, m.batch, m.outbox, m.age, m.sends, m.dead)
	return m
}

// expect shows a platform's updates from the start: of a counter that is not there yet, nobody can tell that it stands still.
func (m *Metrics) expect(p chat.Platform) {
	if m != nil {
		m.updates.WithLabelValues(string(p))
	}
}

func (m *Metrics) update(u chat.Update) {
	if m != nil {
		m.updates.WithLabelValues(string(u.Key.Platform)).Inc()
	}
}

func (m *Metrics) committed(updates int, took time.Duration) {
	if m != nil && updates > 0 {
		m.commits.Observe(took.Seconds())
		m.batch.Observe(float64(updates))
	}
}

func (m *Metrics) depth(by int) {
	if m != nil {
		m.outbox.Add(float64(by))
	}
}

func (m *Metrics) sent(p chat.Platform, err error, age time.Duration) {
	if m == nil {
		return
	}
	result := "ok"
	if refusal, ok := errors.AsType[*chat.SendError](err); ok {
		result = refusal.Failure.String()
	} else if err != nil {
		result = chat.Retry.String()
	}
	m.sends.WithLabelValues(string(p), result).Inc()
	m.age.Observe(age.Seconds())
}

func (m *Metrics) buried() {
	if m != nil {
		m.dead.Inc()
	}
}
