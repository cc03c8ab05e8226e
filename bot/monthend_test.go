package bot_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/bot/telegram"
	"danvanbot/storage"
)

var (
	national = flag.Bool("national", false, "let TestMonthEnd play the whole country instead of a part of it")
	speed    = flag.Float64("speed", 12, "how many times faster than in life TestMonthEnd plays the whole country")
)

// monthEnd is the last hour before the deadline of a month, played faster: officers write at the national rate, the limits
// of the platform and the pace of the bot are as many times higher.
type monthEnd struct {
	t       *testing.T
	units   int
	silent  int // every so many-th unit says nothing
	speed   float64
	dir     string
	tree    *orgunit.Tree
	srv     *telegramd.Server
	people  []*telegramd.User
	began   time.Time
	ahead   atomic.Int64 // how far the clock was put forward
	longest time.Duration
}

const (
	nationalUnits = 3321
	reportsEach   = 5 // of two messages each
	nationalHour  = time.Hour
	restarts      = 5
)

// TestMonthEnd: in the last hour before the deadline each unit writes ten messages while reminders go out and the bot is
// started anew again and again. Nothing is lost, nothing is repeated, no limit of the platform is broken, and no reminder
// follows a report.
func TestMonthEnd(t *testing.T) { //nolint:paralleltest // it measures
	m := &monthEnd{t: t, units: 120, silent: 20, speed: 50}
	if *national {
		m.units, m.speed = nationalUnits, *speed
	} else if testing.Short() {
		t.Skip("it takes some seconds")
	}
	m.set()
	m.play()
	m.check()
}

// now is a few seconds before the reminders of the last day, and goes on from there.
func (m *monthEnd) now() time.Time {
	begin := time.Date(2026, time.December, 16, 7, 59, 59, 0, stage.Zone)
	return begin.Add(time.Since(m.began) + time.Duration(m.ahead.Load()))
}

// shrunk is a time of life as it is played.
func (m *monthEnd) shrunk(d time.Duration) time.Duration {
	return time.Duration(float64(d) / m.speed)
}

// hour is how long the play takes: the rate is that of the whole country.
func (m *monthEnd) hour() time.Duration {
	return time.Duration(float64(m.shrunk(nationalHour)) * float64(m.units) / nationalUnits)
}

// set makes the country, its officers, and the platform.
func (m *monthEnd) set() {
	m.began, m.dir, m.tree = time.Now(), m.t.TempDir(), country(m.t, m.units)
	m.srv = telegramd.New(m.t, telegramd.Options{Now: m.now, Flood: telegramd.Flood{Scale: m.speed}})
	communes := m.tree.Communes("vn", orgunit.Latest)
	db := m.open()
	err := db.Update(m.t.Context(), func(tx *storage.Tx) error {
		for i, unit := range communes {
			u := m.srv.User(int64(1000+i), fmt.Sprint("Cán bộ ", i))
			u.Known()
			m.people = append(m.people, u)
			_, err := tx.PutPerson(conversation.Person{
				Name: u.Name, Role: conversation.Officer, Unit: unit, Since: m.now(),
				Chats: []chat.Key{{Platform: chat.Telegram, Chat: fmt.Sprint(u.ID)}},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		m.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		m.t.Fatal(err)
	}
}

// country is a tree of so many communes in provinces of a hundred.
func country(t *testing.T, communes int) *orgunit.Tree {
	t.Helper()
	type named map[string]any
	units := []named{{"id": "vn", "level": "country", "names": []named{{"text": "Việt Nam"}}}}
	for i := range communes {
		province := fmt.Sprintf("p%d", i/100)
		if i%100 == 0 {
			units = append(units, named{"id": province, "level": "province", "names": []named{{"text": fmt.Sprintf("Tỉnh Số %d", i/100)}}, "parents": []named{{"id": "vn"}}})
		}
		units = append(units, named{"id": fmt.Sprintf("c%d", i), "level": "commune", "names": []named{{"text": fmt.Sprintf("Xã Số %d", i)}}, "parents": []named{{"id": province}}})
	}
	data, err := json.Marshal(named{"source": "test", "units": units})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := orgunit.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func (m *monthEnd) open() *storage.DB {
	db, err := storage.Open(storage.Options{Dir: m.dir, Tree: m.tree, Now: m.now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		m.t.Fatal(err)
	}
	return db
}

// serve runs a bot until ctx ends.
func (m *monthEnd) serve(ctx context.Context) {
	db := m.open()
	client, err := telegram.New(telegram.Options{
		Token: m.srv.Token(), APIEndpoint: m.srv.URL(), Log: slog.New(slog.DiscardHandler), Now: m.now,
	})
	if err != nil {
		m.t.Error(err)
		return
	}
	o := options(stage.Store{DB: db}, nil)
	o.Messengers, o.Now = []bot.Messenger{client}, m.now
	o.Pace = map[chat.Platform]bot.Pace{chat.Telegram: {PerChat: m.shrunk(time.Second), PerSecond: 25 * m.speed}}
	o.Drain, o.Every = 8*time.Second, m.shrunk(time.Second)
	if err := bot.New(o).Run(ctx); err != nil {
		m.t.Error(err)
	}
	if err := db.Close(); err != nil {
		m.t.Error(err)
	}
}

// play lets the hour pass, with a restart now and then, and then the next morning come.
func (m *monthEnd) play() {
	ctx, stop := context.WithCancel(m.t.Context())
	ended := make(chan struct{})
	go func() { // the supervisor
		defer close(ended)
		for n := 0; ctx.Err() == nil; n++ {
			one, end := context.WithCancel(ctx)
			if n < restarts {
				time.AfterFunc(m.hour()/(restarts+1), end)
			}
			m.serve(one)
			end()
		}
	}()
	// Who has run once looks at the clock from then on; what is due later is done.
	began := time.Now()
	for _, s := range m.script() {
		time.Sleep(time.Until(began.Add(s.at)))
		m.people[s.who].Send(s.text)
	}
	m.await(ctx, "the replies and the reminders", func() bool { return m.answered() && m.reminded(1) })
	m.longest = time.Since(began)
	m.ahead.Store(int64(24 * time.Hour))
	m.await(ctx, "the reminders of the next morning", func() bool { return m.reminded(2) })
	stop()
	<-ended
}

// said is what an officer writes, and when.
type said struct {
	at   time.Duration
	who  int
	text string
}

// script is what all officers write, in the order of time: reports of a sentence and a yes, some seconds apart.
func (m *monthEnd) script() []said {
	random := rand.New(rand.NewPCG(1, 2026)) //nolint:gosec // the same hour in every run
	var all []said
	for who := range m.people {
		if m.isSilent(who) {
			continue
		}
		begin := time.Duration(random.Float64() * 0.8 * float64(m.hour()))
		at := begin
		for day := range reportsEach {
			all = append(all,
				said{at, who, fmt.Sprintf("ngày %d/12 1 buổi tuyên truyền atgt %d người", 6+day, 40+day)},
				said{at + m.shrunk(between(random, 4, 12)), who, "đúng"})
			at += m.shrunk(between(random, 20, 40))
		}
	}
	slices.SortStableFunc(all, func(a, b said) int { return int(a.at - b.at) })
	return all
}

func between(random *rand.Rand, from, to float64) time.Duration {
	return time.Duration((from + random.Float64()*(to-from)) * float64(time.Second))
}

func (m *monthEnd) isSilent(who int) bool { return who%m.silent == 0 }

// await waits until something has come true.
func (m *monthEnd) await(ctx context.Context, what string, is func() bool) {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for !is() {
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			m.t.Errorf("waiting for %s: they did not come", what)
			return
		}
	}
}

func isReminder(text string) bool { return strings.HasPrefix(text, "⏰") }

// answered tells whether everybody has as many answers as messages.
func (m *monthEnd) answered() bool {
	for who, u := range m.people {
		if !m.isSilent(who) && len(answersOf(u)) < 2*reportsEach {
			return false
		}
	}
	return true
}

func answersOf(u *telegramd.User) (list []telegramd.Message) {
	for _, msg := range u.Messages() {
		if msg.Bot && !isReminder(msg.Text) {
			list = append(list, msg)
		}
	}
	return list
}

func reminders(u *telegramd.User) (n int) {
	for _, msg := range u.Messages() {
		if msg.Bot && isReminder(msg.Text) {
			n++
		}
	}
	return n
}

// reminded tells whether the silent have so many reminders.
func (m *monthEnd) reminded(times int) bool {
	for who, u := range m.people {
		if m.isSilent(who) && reminders(u) < times {
			return false
		}
	}
	return true
}

// check holds what was promised, and tells the figures.
func (m *monthEnd) check() {
	var waits []time.Duration
	active, reminded := 0, 0
	for who, u := range m.people {
		n := reminders(u)
		reminded += n
		if m.isSilent(who) {
			if n != 2 {
				m.t.Errorf("officer %d is silent and has %d reminders, want one each morning", who, n)
			}
			continue
		}
		active++
		if n > 1 {
			m.t.Errorf("officer %d reported and has %d reminders", who, n)
		}
		waits = append(waits, m.waits(who, u)...)
	}
	slices.Sort(waits)
	m.stored(active * reportsEach)
	for _, b := range m.srv.Breaches() {
		m.t.Errorf("breach of the platform's rules: %s", b)
	}
	p50, p99 := waits[len(waits)/2], waits[len(waits)*99/100]
	m.t.Logf("%d units, %d messages in %v (%.0f times as fast as in life), %d restarts: replies beyond the platform's pace p50 %v, p99 %v, longest %v; %d reminders in the two mornings, %d units had reported before theirs",
		m.units, active*2*reportsEach, m.longest.Round(time.Second), m.speed, restarts, p50, p99, waits[len(waits)-1], reminded, active-(reminded-2*(m.units-active)))
	if *national && p99 > time.Second { // a part of a second decides little beside other tests
		m.t.Errorf("got p99 %v, want under 1 s", p99)
	}
}

// waits are how long an officer waited for each answer, beyond the second that the platform wants between two messages.
func (m *monthEnd) waits(who int, u *telegramd.User) (list []time.Duration) {
	var asked []telegramd.Message
	var before time.Time // when the bot wrote last
	receipt := false
	got := 0
	for _, msg := range u.Messages() {
		switch {
		case !msg.Bot:
			asked = append(asked, msg)
			continue
		case isReminder(msg.Text):
			if receipt {
				m.t.Errorf("officer %d was reminded after the report", who)
			}
		default:
			if got >= len(asked) {
				m.t.Errorf("officer %d has more answers than messages: %q", who, msg.Text)
				return list
			}
			from := asked[got].Date
			if may := before.Add(m.shrunk(time.Second)); may.After(from) {
				from = may
			}
			list = append(list, msg.Date.Sub(from))
			got++
			receipt = receipt || strings.Contains(msg.Text, "Đã nhận")
		}
		before = msg.Date
	}
	if got != 2*reportsEach {
		m.t.Errorf("officer %d has %d answers, want %d", who, got, 2*reportsEach)
	}
	return list
}

// stored holds that every report is in the file, once.
func (m *monthEnd) stored(want int) {
	db := m.open()
	defer db.Close() //nolint:errcheck // it was only read
	differences, err := db.Check(m.t.Context(), nil)
	if err != nil || len(differences) > 0 {
		m.t.Errorf("check: %v, error %v", differences, err)
	}
	err = db.View(m.t.Context(), func(tx *storage.ReadTx) error {
		row, err := tx.Sum("vn", rollup.Now, period.Range{From: period.NewDate(2026, 12, 1), To: period.NewDate(2026, 12, 31)})
		if got := row.Get(rollup.Reports); got != int64(want) {
			m.t.Errorf("got %d reports, want %d", got, want)
		}
		return err
	})
	if err != nil {
		m.t.Error(err)
	}
}
