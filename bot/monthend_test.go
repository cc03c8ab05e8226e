package bot_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
)

var (
	national = flag.Bool("national", false, "let TestMonthEnd play the whole country instead of a part of it")
	speed    = flag.Float64("speed", 12, "how many times faster than in life TestMonthEnd plays the whole country")
)

// monthEnd is the last hour before the deadline of a month, played faster: officers write at the national rate, the limits
// of the platform and the pace of the bot are as many times higher.
type monthEnd struct {
	hour

	t       *testing.T
	silent  int // every so many-th unit says nothing
	srv     *telegramd.Server
	people  []*telegramd.User
	bot     supervisor
	longest time.Duration
}

const (
	nationalUnits = 3321
	reportsEach   = 5 // of two messages each
	nationalHour  = time.Hour
	restarts      = 6 // every other by SIGKILL
)

// TestMonthEnd: in the last hour before the deadline each unit writes ten messages while reminders go out and the bot, a
// process of its own, is killed or ended again and again. Nothing is lost, no limit of the platform is broken, no reminder
// follows a report, and nothing is said twice but what a killed process had no time to note as sent.
func TestMonthEnd(t *testing.T) { //nolint:paralleltest // it measures
	m := &monthEnd{t: t, hour: hour{Units: 120, Speed: 50}, silent: 20}
	if *national {
		m.Units, m.Speed = nationalUnits, *speed
	} else if testing.Short() {
		t.Skip("it takes some seconds")
	}
	m.set()
	m.play()
	m.check()
}

// set makes the country, its officers, and the platform.
func (m *monthEnd) set() {
	m.Began, m.Dir = time.Now(), m.t.TempDir()
	m.srv = telegramd.New(m.t, telegramd.Options{Now: m.now, Flood: telegramd.Flood{Scale: m.Speed}})
	m.Token, m.URL = m.srv.Token(), m.srv.URL()
	db := m.open()
	communes := db.Tree().Communes("vn", orgunit.Latest)
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
		// The reminders of the day before went out, however long the bot takes to start.
		return tx.SetDone("remind", conversation.Done{At: m.now().Truncate(time.Hour).Add(-23 * time.Hour)})
	})
	if err != nil {
		m.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		m.t.Fatal(err)
	}
}

func (m *monthEnd) open() *storage.DB {
	m.t.Helper()
	db, err := m.hour.open()
	if err != nil {
		m.t.Fatal(err)
	}
	return db
}

// play lets the hour pass, with a restart now and then, and then the next morning come.
func (m *monthEnd) play() {
	ctx, stop := context.WithCancel(m.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		m.supervise(ctx)
	}()
	began := time.Now()
	for _, s := range m.script() {
		time.Sleep(time.Until(began.Add(s.at)))
		m.people[s.who].Send(s.text)
	}
	m.await(ctx, "the replies and the reminders", func() bool { return m.answered() && m.reminded(1) })
	m.longest = time.Since(began)
	m.Ahead.Store(int64(24 * time.Hour))
	m.bot.end(syscall.SIGTERM) // the next one knows the next day's time
	m.await(ctx, "the reminders of the next morning", func() bool { return m.reminded(2) })
	stop()
	m.bot.end(syscall.SIGTERM)
	<-ended
}

// written is what an officer writes, and when.
type written struct {
	at   time.Duration
	who  int
	text string
}

// script is what all officers write, in the order of time: reports of a sentence and a yes, some seconds apart.
func (m *monthEnd) script() []written {
	random := rand.New(rand.NewPCG(1, 2026)) //nolint:gosec // the same hour in every run
	var all []written
	for who := range m.people {
		if m.isSilent(who) {
			continue
		}
		begin := time.Duration(random.Float64() * 0.8 * float64(m.length()))
		at := begin
		for day := range reportsEach {
			all = append(all,
				written{at, who, fmt.Sprintf("ngày %d/12 1 buổi tuyên truyền atgt %d người", 6+day, 40+day)},
				written{at + m.shrunk(between(random, 4, 12)), who, "đúng"})
			at += m.shrunk(between(random, 20, 40))
		}
	}
	slices.SortStableFunc(all, func(a, b written) int { return int(a.at - b.at) })
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
		if answers, _ := m.spoken(u); !m.isSilent(who) && answers < 2*reportsEach {
			return false
		}
	}
	return true
}

// said are the messages of the bot to an officer, without those that a killed process had no time to note as sent and the
// next one sent again.
func (m *monthEnd) said(u *telegramd.User) (list []telegramd.Message) {
	first := map[string]time.Time{}
	for _, msg := range u.Messages() {
		if before, again := first[msg.Text]; again && msg.Bot && m.bot.killed(before, msg.Date) {
			continue
		}
		if msg.Bot {
			first[msg.Text] = msg.Date
		}
		list = append(list, msg)
	}
	return list
}

// spoken is how many messages an officer has from the bot, of which some are reminders.
func (m *monthEnd) spoken(u *telegramd.User) (answers, reminders int) {
	for _, msg := range m.said(u) {
		switch {
		case !msg.Bot:
		case isReminder(msg.Text):
			reminders++
		default:
			answers++
		}
	}
	return answers, reminders
}

// reminded tells whether the silent have so many reminders.
func (m *monthEnd) reminded(times int) bool {
	for who, u := range m.people {
		if _, reminders := m.spoken(u); m.isSilent(who) && reminders < times {
			return false
		}
	}
	return true
}

// check holds what was promised, and tells the figures.
func (m *monthEnd) check() {
	var waits []time.Duration
	active, reminded, again := 0, 0, 0
	for who, u := range m.people {
		_, n := m.spoken(u)
		reminded += n
		again += len(u.Messages()) - len(m.said(u))
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
	m.t.Logf("%d units, %d messages in %v (%.0f times as fast as in life), %d restarts, %d of them by SIGKILL, after which %d messages came again: replies beyond the platform's pace p50 %v, p99 %v, longest %v; %d reminders in the two mornings, %d units had reported before theirs",
		m.Units, active*2*reportsEach, m.longest.Round(time.Second), m.Speed, restarts, len(m.bot.kills), again, p50, p99, waits[len(waits)-1], reminded, active-(reminded-2*(m.Units-active)))
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
	for _, msg := range m.said(u) {
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
