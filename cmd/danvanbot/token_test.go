package main

import (
	"maps"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
)

// TestTokenChange is the runbook's chapter of that name: people report while the token is revoked and another one is put in.
func TestTokenChange(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient, AnswerIn: time.Hour, QueryLife: time.Hour})
	s := newShift(newProgram(t, forTelegram(srv)), srv)
	s.start()
	s.through(func() {
		srv.Revoke()
		if code := s.wait(); code != exitFailed {
			t.Errorf("a revoked token: got exit code %d, want 1", code)
		}
		srv.BotKilled()
		srv.Reissue("4242424242:AASecond-Token_for-tests-only-012345678")
		s.reconfigure()
		s.start()
	})
	s.close()
}

// TestAnotherBot: the data go on with another bot, whose updates have ids around those of the one before. Nobody is invited
// anew, and no message is passed over.
func TestAnotherBot(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
	s := newShift(newProgram(t, forTelegram(srv)), srv)
	s.start()
	s.through(func() {})
	if code, _ := s.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	noBreach(t, srv)
	s.srv = telegramd.New(t, telegramd.Options{
		Now: time.Now, Flood: patient, Token: "5151515151:AAOther-Token_for-tests-only-0123456789", Username: "another_test_bot",
		FirstUpdate: 700_000_005, // the first bot's went from 700,000,001 on, and somewhat further
	})
	for i, o := range s.staff {
		s.staff[i] = &officer{User: s.srv.User(o.ID, o.Name), person: o.person, receipts: maps.Clone(o.receipts)}
	}
	s.reconfigure()
	s.through(func() { s.start() }) // what was written before the start waits there
	s.close()
}

// reconfigure puts the fake's present token into the configuration.
func (s *shift) reconfigure() {
	config := forTelegram(s.srv)
	config["data_dir"] = s.data()
	s.write("config.json", config)
}

// close stops the bot and holds its data against the receipts, and its calls against the rules.
func (s *shift) close() {
	s.t.Helper()
	if code, _ := s.stop(); code != exitOK {
		s.t.Errorf("got exit code %d, want 0", code)
	}
	audit(s.program, s.book)
	noBreach(s.t, s.srv)
}
