package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
	_ "time/tzdata" // sessions name their zone

	"github.com/nyaruka/gocommon/uuids"
	"github.com/nyaruka/goflow/assets"
	"github.com/nyaruka/goflow/assets/static"
	"github.com/nyaruka/goflow/envs"
	"github.com/nyaruka/goflow/flows"
	flowengine "github.com/nyaruka/goflow/flows/engine"
	"github.com/nyaruka/goflow/flows/events"
	"github.com/nyaruka/goflow/flows/resumes"
	"github.com/nyaruka/goflow/flows/triggers"

	"danvanbot/bot/bench"
	"danvanbot/bot/period"
)

// goflow is the engine of RapidPro and TextIt: a session as JSON, which is read, resumed and written at each message.
type goflow struct {
	engine flows.Engine
	assets flows.SessionAssets
	flow   *assets.FlowReference
	env    envs.Environment

	largest int // bytes of a session
}

func newGoflow() (*goflow, error) {
	source, err := static.NewSource(flowAssets())
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		return nil, err
	}
	g := &goflow{engine: flowengine.NewBuilder().Build()}
	g.env = envs.NewBuilder().WithTimezone(zone).WithDateFormat(envs.DateFormatDayMonthYear).Build()
	if g.assets, err = flowengine.NewSessionAssets(g.env, source, nil); err != nil {
		return nil, err
	}
	flow, err := g.assets.Flows().Get(flowID)
	if err != nil {
		return nil, err
	}
	g.flow = flow.Reference(false)
	return g, nil
}

func (g *goflow) step(chat, n int, state []byte) (turn, error) {
	text := bench.Text(n, func(report int) period.Date { return bench.Day(chat, report, provinceUnits()) })
	session, sprint, err := g.resume(chat, n, state, text)
	if err != nil {
		return turn{}, fmt.Errorf("goflow: %w", err)
	}
	var t turn
	if t.state, err = json.Marshal(session); err != nil {
		return t, err
	}
	g.largest = max(g.largest, len(t.state))
	for _, event := range sprint.Events() {
		if made, ok := event.(*events.MsgCreatedEvent); ok {
			if t.reply, err = json.Marshal(made.Msg); err != nil {
				return t, err
			}
		}
	}
	if n%dialogue == dialogue-1 {
		t.done, err = filledIn(chat, session)
	}
	return t, err
}

// resume goes on with a session, or begins one with the dialogue.
func (g *goflow) resume(chat, n int, state []byte, text string) (flows.Session, flows.Sprint, error) {
	if n%dialogue > 0 {
		session, err := g.engine.ReadSession(g.assets, state, assets.PanicOnMissing)
		if err != nil {
			return nil, nil, err
		}
		sprint, err := session.Resume(resumes.NewMsg(nil, nil, message(session.Contact(), text)))
		return session, sprint, err
	}
	contact, err := flows.ReadContact(g.assets, fmt.Appendf(nil,
		`{"uuid": "ba96bf7f-bc2a-4873-a7c7-%012d", "id": %d, "name": "x", "created_on": "2026-01-01T12:00:00Z", "urns": ["telegram:%d"]}`,
		chat, chat+1, chat+1_000_000), assets.PanicOnMissing)
	if err != nil {
		return nil, nil, err
	}
	return g.engine.NewSession(g.assets, triggers.NewBuilder(g.env, g.flow, contact).Msg(message(contact, text)).Build())
}

func message(contact *flows.Contact, text string) *flows.MsgIn {
	return flows.NewMsgIn(flows.MsgUUID(uuids.New()), contact.URNs()[0].URN(), nil, text, nil)
}

// errOpen is returned when a dialogue's last line does not end it.
var errOpen = errors.New("the session has not ended")

// filledIn is the report that a session's results make.
func filledIn(chat int, session flows.Session) (*report, error) {
	if session.Status() != flows.SessionStatusCompleted {
		return nil, errOpen
	}
	results := session.Runs()[0].Results()
	day, err := period.ParseDate(results.Get("ngay").Value[:len("2006-01-02")])
	if err != nil {
		return nil, err
	}
	r := donation(chat, 0)
	r.Day = day
	if r.A, err = strconv.ParseInt(results.Get("don_vi_mau").Value, 10, 64); err != nil {
		return nil, err
	}
	r.B, err = strconv.ParseInt(results.Get("luc_luong").Value, 10, 64)
	return r, err
}

func (g *goflow) state() int { return g.largest }

// onSQLite is goflow over a copy of what SQLite took in, so that the same rows need not be taken in twice.
type onSQLite struct {
	*rival

	path, from string
	behind     bool // SQLite took something in since
}

func (o *onSQLite) takeIn(context.Context, []byte) error {
	o.behind = true
	return nil
}

// open copies, and forgets the chats of the other engine. SQLite must not be open.
func (o *onSQLite) open(ctx context.Context) error {
	if o.behind {
		if err := o.copy(ctx); err != nil {
			return err
		}
		o.behind = false
	}
	return o.rival.open(ctx)
}

func (o *onSQLite) copy(ctx context.Context) error {
	if err := copyFile(o.path, o.from); err != nil {
		return err
	}
	s, err := openSQLite(ctx, o.path)
	if err != nil {
		return err
	}
	_, err = s.conn.ExecContext(ctx, "DELETE FROM states")
	return errors.Join(err, s.close())
}

func copyFile(to, from string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}
