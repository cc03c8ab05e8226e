package life_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

var histories = flag.Int("histories", 40, "how many random histories TestHistories plays")

// TestHistories: whatever happens in whatever order, the file holds what the model says.
// go test ./bot/bottest/life -histories 2000 -timeout 60m
func TestHistories(t *testing.T) {
	t.Parallel()
	const groups = 4
	for group := range groups {
		t.Run(fmt.Sprint(group), func(t *testing.T) {
			t.Parallel()
			for seed := group; seed < *histories && !t.Failed(); seed += groups {
				r := rand.New(rand.NewPCG(uint64(seed), 17)) //nolint:gosec // to be repeated
				play(t, r, 120)
				if t.Failed() {
					t.Logf("this was history %d", seed)
				}
			}
		})
	}
}

// FuzzLife is the same with the choices of the fuzzer.
func FuzzLife(f *testing.F) {
	for seed := range uint64(8) {
		script := make([]byte, 400)
		r := rand.New(rand.NewPCG(seed, 23)) //nolint:gosec // to be repeated
		for i := range script {
			script[i] = byte(r.Uint32())
		}
		f.Add(script)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		s := script(bytes[:min(len(bytes), 1000)])
		play(t, &s, 80)
	})
}

// luck picks what happens: from 0 to n-1.
type luck interface{ IntN(n int) int }

// script picks what its bytes say.
type script []byte

// IntN takes the next byte.
func (s *script) IntN(n int) int {
	if len(*s) == 0 {
		return 0
	}
	b := (*s)[0]
	*s = (*s)[1:]
	return int(b) % n
}

// life is one history.
type life struct {
	luck
	*line

	t      testing.TB
	dir    string
	db     *storage.DB
	bot    *bot.Bot
	stop   func()
	clock  atomic.Int64
	update int64
	latest chat.Update

	m         model
	people    []*person // officers whom the model follows
	anybody   *person   // an officer who says anything
	head      *person   // of the province, who may correct everybody's reports
	commander *person
	admin     *person
	hired     int
	merged    period.Date // the last day on which units were merged

	mu    sync.Mutex
	filed []form.Submission // what the engine handed over since the last update
	fault string            // an update that failed
	told  []string
}

// names are those of the first communes, and of those that come of them.
var names = []string{"Xã Ia Dom", "Xã Ia Tơi", "Xã Ya Xiêr", "Xã Mô Rai", "Xã Sê San", "Xã Sa Nhơn", "Xã Đăk Rve", "Xã Đăk Xú"}

const communes = 3

// morning is when a history begins: a Monday.
var morning = time.Date(2026, time.November, 23, 9, 0, 0, 0, stage.Zone)

// firstTree is a province with its communes.
var firstTree = sync.OnceValue(func() *orgunit.Tree {
	units := []string{fmt.Sprintf(`{"id": %q, "level": "province", "names": [{"text": "Tỉnh Một"}]}`, province)}
	for i, name := range names[:communes] {
		units = append(units, fmt.Sprintf(`{"id": "c%d", "level": "commune", "names": [{"text": %q}], "parents": [{"id": %q}]}`, i, name, province))
	}
	tree, err := orgunit.Load([]byte(`{"units": [` + strings.Join(units, ",") + "]}"))
	if err != nil {
		panic(err)
	}
	return tree
})

// play plays one history of so many events.
func play(t testing.TB, r luck, events int) {
	t.Helper()
	l := &life{luck: r, t: t, dir: quickDir(t), m: model{units: map[orgunit.ID]*unit{}}}
	defer os.RemoveAll(l.dir) //nolint:errcheck // a test's file
	for i, name := range names[:communes] {
		l.enter(orgunit.ID(fmt.Sprint("c", i)), name, always)
	}
	l.clock.Store(morning.UnixNano())
	l.open()
	l.hire()
	const every = 12
	for i := 0; i < events && !t.Failed(); i++ {
		l.happen()
		if l.fault != "" {
			t.Errorf("an update failed: %s", l.fault)
		}
		if i%every == every-1 {
			l.compare()
		}
	}
	l.compare()
	l.check()
	l.close()
	if t.Failed() {
		t.Logf("it went:\n%s", strings.Join(l.told, "\n"))
	}
}

// quickDir is a folder in memory where the system has one: these files are made to be read once.
func quickDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "danvanbot-life-*") //nolint:usetesting // there, not elsewhere
	if err != nil {
		return t.TempDir()
	}
	return dir
}

func (l *life) tell(format string, args ...any) {
	l.told = append(l.told, l.Now().Format("02/01 15:04 ")+fmt.Sprintf(format, args...))
}

// Now is the history's time.
func (l *life) Now() time.Time { return time.Unix(0, l.clock.Load()).In(stage.Zone) }

func (l *life) today() period.Date { return period.DateOf(l.Now()) }

// enter notes a commune.
func (l *life) enter(id orgunit.ID, name string, from period.Date) {
	l.m.units[id] = &unit{name: name, from: from, to: never}
	l.m.order = append(l.m.order, id)
}

// open starts the bot on the file.
func (l *life) open() {
	l.t.Helper()
	db, err := storage.Open(storage.Options{
		Dir: l.dir, Tree: firstTree(), KeepTree: true, Now: l.Now, Log: slog.New(slog.DiscardHandler), Waiting: 100,
	})
	if err != nil {
		l.t.Fatal(err)
	}
	l.db, l.line = db, &line{ready: make(chan struct{})}
	l.bot = bot.New(bot.Options{
		Store: noting{bot.StoreOf(db), l}, Messengers: []bot.Messenger{l.line}, Forms: form.Default(), Texts: i18n.Default(),
		Calendar: period.ND09, Zone: stage.Zone, Lang: i18n.VI, Now: l.Now, NewCode: func() string { return "ABCDEFGHJKLMN222" },
		KeepDays: 30, Log: slog.New(slog.DiscardHandler),
	})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- l.bot.Run(ctx) }()
	<-l.ready
	l.stop = func() {
		stop()
		if err := <-ended; err != nil {
			l.t.Error(err)
		}
	}
}

// close ends the bot.
func (l *life) close() {
	l.t.Helper()
	l.stop()
	if err := l.db.Close(); err != nil {
		l.t.Error(err)
	}
}

// hire lets everybody in: officers of each commune, some of them in one, and who leads them.
func (l *life) hire() {
	l.t.Helper()
	for i := range communes + 2 {
		l.people = append(l.people, l.let(conversation.Officer, l.m.order[i%communes]))
	}
	l.anybody = l.let(conversation.Officer, l.m.order[communes-1])
	l.head = l.let(conversation.Head, province)
	l.commander, l.admin = l.let(conversation.Commander, province), l.let(conversation.Admin, province)
}

func (l *life) let(role conversation.Role, unit orgunit.ID) *person {
	l.t.Helper()
	l.hired++
	p := &person{unit: unit, key: chat.Key{Platform: chat.Web, Chat: fmt.Sprintf("%s %d", role, l.hired)}}
	err := l.db.Update(context.Background(), func(tx *storage.Tx) error {
		got, err := tx.PutPerson(conversation.Person{Name: "x", Role: role, Unit: unit, Chats: []chat.Key{p.key}, Since: l.Now()})
		p.id = got.ID
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return p
}
