package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bench"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// script is what danvanbot keeps and answers at each line of a report: what the other stores keep, too.
type script struct{ states, replies [dialogue][]byte }

func (s *script) largest() (most int) {
	for _, state := range s.states {
		most = max(most, len(state))
	}
	return most
}

// ear is a platform that remembers the last reply.
type ear struct {
	*bench.Line

	said chan chat.Reply
}

// Send hands the reply over.
func (e *ear) Send(_ context.Context, _ chat.Key, r chat.Reply) (string, error) {
	e.said <- r
	return "1", nil
}

// record lets an officer make one report to a real bot over a file of its own.
func record(ctx context.Context) (s *script, err error) {
	dir, err := os.MkdirTemp("", "danvan-script-*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	db, err := bench.Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Update(ctx, func(tx *storage.Tx) error { return bench.Invite(tx, db.Tree(), 1) }); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	e, ended := &ear{bench.NewLine(), make(chan chat.Reply, 1)}, make(chan error, 1)
	go func() { ended <- bot.New(bench.Options(bot.StoreOf(db), e)).Run(ctx) }()
	<-e.Ready
	s = &script{}
	err = s.listen(ctx, db, e)
	stop()
	return s, errors.Join(err, <-ended)
}

func (s *script) listen(ctx context.Context, db *storage.DB, e *ear) error {
	who := bench.Officer(0)
	for n := range dialogue {
		text := bench.Text(n, func(int) period.Date { return period.DateOf(time.Now()) - 1 })
		err := e.Deliver(ctx, []chat.Update{{ID: fmt.Sprint(n), Key: who, User: "u", Kind: chat.Text, Text: text, Sent: time.Now()}})
		if err != nil {
			return err
		}
		if s.replies[n], err = json.Marshal(<-e.said); err != nil {
			return err
		}
		var state conversation.State
		err = db.View(ctx, func(tx *storage.ReadTx) (err error) {
			state, err = tx.State(who)
			return err
		})
		if err != nil {
			return err
		}
		if s.states[n], err = json.Marshal(state); err != nil {
			return err
		}
	}
	return nil
}
