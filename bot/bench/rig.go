package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// Chats is how many chats write at once.
const Chats = 256

// Province is the whole of the sample units.
const Province = orgunit.ID("p-quang-ngai")

// zone is Vietnam's time, without the machine's zone files.
var zone = time.FixedZone("+07", 7*60*60)

// Rig is a bot over a real file, with officers who were invited.
type Rig struct {
	*Line

	db      *storage.DB
	commits *commits
	stop    context.CancelFunc
	ended   chan error
	next    atomic.Int64 // the last update's number
	lines   []int        // how far each officer is in the dialogue
	units   int          // over how many the officers are spread
}

// Options are those of a Bot with the defaults of the product and one messenger.
func Options(store bot.Store, m bot.Messenger) bot.Options {
	return bot.Options{
		Store: store, Messengers: []bot.Messenger{m}, Forms: form.Default(), Texts: i18n.Default(),
		Calendar: period.ND09, Zone: zone, Lang: i18n.VI,
		Now: time.Now, NewCode: func() string { return "" }, Log: slog.New(slog.DiscardHandler),
	}
}

// NewRig starts a bot over an open file of the sample units, and lets officers in.
func NewRig(db *storage.DB, officers int) (*Rig, error) {
	err := db.Update(context.Background(), func(tx *storage.Tx) error { return Invite(tx, db.Tree(), officers) })
	if err != nil {
		return nil, err
	}
	r := &Rig{Line: NewLine(), db: db, lines: make([]int, officers), units: len(db.Tree().Communes(Province, orgunit.Latest))}
	r.next.Store(time.Now().UnixNano()) // a file that an earlier run used has seen its updates
	r.start()
	return r, nil
}

func (r *Rig) start() {
	r.commits = &commits{Store: bot.StoreOf(r.db)}
	ctx, stop := context.WithCancel(context.Background())
	r.stop, r.ended = stop, make(chan error, 1)
	b := bot.New(Options(r.commits, r.Line))
	go func() { r.ended <- b.Run(ctx) }()
	<-r.Ready
}

// Close ends the bot, and leaves the file open.
func (r *Rig) Close() error {
	r.stop()
	return <-r.ended
}

// Invite lets officers in who are not yet in, with nothing open in their chats.
func Invite(tx *storage.Tx, tree *orgunit.Tree, officers int) error {
	units := tree.Communes(Province, orgunit.Latest)
	for i := range officers {
		if err := tx.SetState(Officer(i), conversation.State{}); err != nil {
			return err
		}
		if _, known, err := tx.Person(Officer(i)); known || err != nil {
			continue
		}
		_, err := tx.PutPerson(conversation.Person{
			Name: "x", Role: conversation.Officer, Unit: units[i%len(units)], Chats: []chat.Key{Officer(i)}, Since: time.Now(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Officer is the chat of an officer.
func Officer(i int) chat.Key { return chat.Key{Platform: chat.Web, Chat: "officer-" + strconv.Itoa(i)} }

// Dialogue is of how many updates a report consists.
const Dialogue = 5

// Text is the n-th line of an officer, whose reports are of the days that dayOf gives.
func Text(n int, dayOf func(report int) period.Date) string {
	if n%Dialogue != 1 {
		return [...]string{"/baocao hiến máu", "", "12", "14", "đúng"}[n%Dialogue]
	}
	y, m, d := dayOf(n / Dialogue).YMD()
	return fmt.Sprintf("%d/%d/%d", d, m, y)
}

// Day is that of an officer's n-th report, if so many officers are spread over so many units: those of one unit report
// different days, so that nobody asks whether it was the same event.
func Day(who, n, units int) period.Date {
	const days = 84
	most := (Chats + units - 1) / units // officers of a unit
	return period.DateOf(time.Now().In(zone)) - period.Date(1+(n*most+who/units)%(days-days%most))
}

// Say delivers an officer's next line and waits until it is committed. Each officer says one at a time.
func (r *Rig) Say(who int) error {
	text := Text(r.lines[who], func(n int) period.Date { return Day(who, n, r.units) })
	r.lines[who]++
	return r.say(Officer(who), text)
}

func (r *Rig) say(from chat.Key, text string) error {
	id := r.next.Add(1)
	return r.Deliver(context.Background(), []chat.Update{{
		ID: strconv.FormatInt(id, 10), Position: id, Key: from, User: "u", Kind: chat.Text, Text: text, Sent: time.Now(),
	}})
}

// Talk lets all officers go on with their dialogues at once until n updates are committed.
func (r *Rig) Talk(n int) error {
	failed := make([]error, len(r.lines))
	var said atomic.Int64
	var all sync.WaitGroup
	for who := range r.lines {
		all.Go(func() {
			for failed[who] == nil && said.Add(1) <= int64(n) {
				failed[who] = r.Say(who)
			}
		})
	}
	all.Wait()
	return errors.Join(failed...)
}

// idle waits until n replies are sent and their rows removed, and the disk is at rest.
func (r *Rig) idle(n int) error {
	for {
		waiting := false
		err := r.db.View(context.Background(), func(tx *storage.ReadTx) error {
			rows, err := tx.Pending(0, 1)
			waiting = len(rows) > 0
			return err
		})
		if err != nil {
			return err
		}
		if r.Sent.Load() >= int64(n) && !waiting {
			time.Sleep(2 * time.Millisecond)
			return nil
		}
		time.Sleep(time.Millisecond)
	}
}
