// Package stage plays dialogues: the real bot over a real data file, talking over HTTP to a platform's fake, or to the web chat itself.
//
// Promised: what a transcript shows is what a person would see; between two lines the state has been committed and is
// read back from the file. Not promised: real time; the clock stands where the script puts it.
package stage

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/bottest/zalod"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// Zone is Vietnam's time, without the machine's zone files.
var Zone = time.FixedZone("+07", 7*60*60)

// Morning is when every play begins, unless the script says otherwise: a Monday.
var Morning = time.Date(2026, time.November, 23, 9, 0, 0, 0, Zone)

// Options change what is played with.
type Options struct {
	Forms    *form.Catalogue // nil: the embedded catalogue
	Platform chat.Platform   // chat.Telegram, chat.Zalo or chat.Web; empty: Telegram

	Link func(p chat.Platform, code string) string // makes deep links; nil: there are none
}

// Stage is a bot at work, and the people who talk to it.
type Stage struct {
	DB     *storage.DB
	Server *telegramd.Server // nil but over Telegram
	Zalo   *zalod.Server     // nil but over Zalo
	Log    *bytes.Buffer     // what the bot logged; read it after the test only

	tb     testing.TB
	fake   fake
	log    *slog.Logger
	clock  atomic.Int64
	bot    *bot.Bot
	people map[string]Person
	codes  atomic.Int64
}

// New starts a bot on a new data file. It ends with the test, which fails if the file is not clean then, or if the bot
// broke a rule of its platform.
func New(tb testing.TB, o Options) *Stage {
	tb.Helper()
	s := &Stage{tb: tb, Log: &bytes.Buffer{}, people: map[string]Person{}}
	s.Set(Morning)
	s.log = slog.New(slog.NewTextHandler(s.Log, nil))
	db, err := storage.Open(storage.Options{Dir: tb.TempDir(), Tree: orgunit.Sample(), Now: s.Now, Log: s.log, Waiting: 64})
	if err != nil {
		tb.Fatal(err)
	}
	s.DB = db
	if o.Forms == nil {
		o.Forms = form.Default()
	}
	s.run(bot.New(bot.Options{
		Store: bot.StoreOf(db), Messengers: []bot.Messenger{s.messenger(o.Platform)}, Forms: o.Forms, Texts: i18n.Default(),
		Calendar: period.ND09, Zone: Zone, Lang: i18n.VI, Now: s.Now, NewCode: s.code, Log: s.log,
		Post: func(secret string) string { return "https://dieuhanh.example/bang/vao#" + secret }, NewSecret: s.code,
		KeepDays: 30, Link: o.Link,
	}))
	return s
}

// messenger starts the platform's fake, or the web chat itself, and is the bot's adapter to it.
func (s *Stage) messenger(p chat.Platform) bot.Messenger {
	switch p {
	case chat.Zalo:
		return s.zalo()
	case chat.Web:
		return s.web()
	default:
		return s.telegram()
	}
}

// run runs the bot until the test ends.
func (s *Stage) run(b *bot.Bot) {
	s.bot = b
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	s.look(ctx) // from here on the clock counts
	s.tb.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			s.tb.Errorf("the bot ended with: %v", err)
		}
		s.audit()
	})
}

// audit holds that nothing is wrong behind what was seen.
func (s *Stage) audit() {
	found, err := s.DB.Check(context.Background(), nil)
	if err != nil {
		s.tb.Error(err)
	}
	for _, d := range found {
		s.tb.Errorf("check: %v", d)
	}
	for _, breach := range s.fake.Breaches() {
		s.tb.Errorf("breach of the platform's rules: %s", breach)
	}
	if err := s.DB.Close(); err != nil {
		s.tb.Error(err)
	}
}

// Now is the stage's time.
func (s *Stage) Now() time.Time { return time.Unix(0, s.clock.Load()).In(Zone) }

// Set puts the clock.
func (s *Stage) Set(t time.Time) { s.clock.Store(t.UnixNano()) }

// look lets the bot look at the clock, and waits until what was due is committed.
func (s *Stage) look(ctx context.Context) {
	s.tb.Helper()
	if err := s.bot.Look(ctx); err != nil {
		s.tb.Fatal(err)
	}
}

// sentAll waits until the outbox is empty.
func (s *Stage) sentAll(ctx context.Context) error {
	for {
		var pending []conversation.Letter
		err := s.DB.View(ctx, func(tx *storage.ReadTx) (err error) {
			pending, err = tx.Pending(0, 1)
			return err
		})
		if err != nil || len(pending) == 0 {
			return err
		}
		pause, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
		<-pause.Done()
		cancel()
	}
}

// code makes invitations' codes, the same ones in every play.
func (s *Stage) code() string { return fmt.Sprintf("ABCDEFGHJKLMN%03d", 222+s.codes.Add(1)) }

// Person is somebody who has been invited in a role for a unit, such as "officer xã Bờ Y"; "stranger" was not. A word
// behind " #" tells two of a kind apart.
func (s *Stage) Person(ctx context.Context, who string) Person {
	s.tb.Helper()
	if u, ok := s.people[who]; ok {
		return u
	}
	n := 1 + len(s.people)
	u := s.fake.person(n, fmt.Sprint("Người ", n))
	s.people[who] = u
	if role, unit, ok := cutRole(who); ok {
		s.invite(ctx, u, role, unit)
	}
	return u
}

// invite lets a person in, as an administrator's invitation does.
func (s *Stage) invite(ctx context.Context, u Person, role conversation.Role, unit string) {
	s.tb.Helper()
	found := s.DB.Tree().Find(unit, period.DateOf(s.Now()))
	if len(found) != 1 {
		s.tb.Fatalf("%q names %d units", unit, len(found))
	}
	inv := conversation.Invitation{Code: s.code(), Role: role, Unit: found[0].ID, Made: s.Now(), Expires: s.Now().Add(time.Hour)}
	if err := s.DB.Update(ctx, func(tx *storage.Tx) error { return tx.PutInvitation(inv) }); err != nil {
		s.tb.Fatal(err)
	}
	u.Send("/start " + inv.Code)
	if _, err := u.Next(ctx); err != nil {
		s.tb.Fatalf("no welcome: %v", err)
	}
}

// State reads what the bot remembers of a chat back from the file, as JSON.
func (s *Stage) State(ctx context.Context, u Person) string {
	s.tb.Helper()
	var state conversation.State
	err := s.DB.View(ctx, func(tx *storage.ReadTx) (err error) {
		state, err = tx.State(u.Key())
		return err
	})
	if err != nil {
		s.tb.Fatal(err)
	}
	text, err := json.Marshal(state)
	if err != nil {
		s.tb.Fatal(err)
	}
	return string(text)
}
