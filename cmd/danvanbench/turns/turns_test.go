package main

import (
	"context"
	"os"
	"reflect"
	"sync"
	"testing"
	"time"

	"danvanbot/bot/bench"
	"danvanbot/bot/period"
)

// made makes all systems, PostgreSQL too if TURNS_POSTGRES says how to reach a server.
func made(t *testing.T) *comparison {
	t.Helper()
	p, _, err := newPlace(t.Context(), t.TempDir(), os.Getenv("TURNS_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	if p.postgres != "" {
		if err := dropPostgres(t.Context(), p.postgres); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = dropPostgres(context.Background(), p.postgres) })
	}
	c := &comparison{place: p, runs: 2, log: t.Output()}
	if c.systems, err = p.systems(); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestAllSumUpTheSame: two files, and then two reports of each of many chats at once.
func TestAllSumUpTheSame(t *testing.T) { // alone, as there is one server
	c := made(t)
	if err := c.grow(t.Context(), make([]measured, len(c.systems)), 600); err != nil {
		t.Fatal(err)
	}
	for _, s := range c.systems {
		if err := s.open(t.Context()); err != nil {
			t.Fatalf("%s: %v", s.name(), err)
		}
		t.Cleanup(func() {
			if err := s.close(); err != nil {
				t.Errorf("%s: %v", s.name(), err)
			}
		})
		converse(t, s, 20, 2*dialogue)
	}
	if err := c.agree(t.Context()); err != nil {
		t.Error(err)
	}
	var donations int64
	for ago := range 5 { // months: the chats report days of the last twelve weeks
		y, m, _ := period.DateOf(time.Now()).YMD()
		granule := monthCell(period.NewDate(y, m-time.Month(ago), 1))
		want := months(t, c.systems[0], granule)
		donations += want["hien_mau.n"]
		for _, s := range c.systems[1:] {
			if got := months(t, s, granule); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %s sums up %v, want %v", monthBegin(granule), s.name(), got, want)
			}
		}
	}
	if want := int64(20 * 2); donations != want {
		t.Errorf("got %d donations, want %d", donations, want)
	}
}

// converse lets each of so many chats say so many lines, all chats at once.
func converse(t *testing.T, s system, chats, lines int) {
	t.Helper()
	var all sync.WaitGroup
	for chat := range chats {
		all.Go(func() {
			for range lines {
				if err := s.turn(t.Context(), chat); err != nil {
					t.Errorf("%s: %v", s.name(), err)
				}
			}
		})
	}
	all.Wait()
}

func months(t *testing.T, s system, granule int) totals {
	t.Helper()
	got, err := s.month(t.Context(), granule)
	if err != nil {
		t.Errorf("%s: %v", s.name(), err)
	}
	return got
}

// TestStoresKeepWhatTheySaved: after a store is opened anew it goes on with its numbers and knows its chats.
func TestStoresKeepWhatTheySaved(t *testing.T) { // alone, as there is one server
	c := made(t)
	for _, s := range c.systems {
		r, ok := s.(*rival)
		if !ok {
			continue
		}
		for round := range 2 {
			store, err := r.openStore(t.Context())
			if err != nil {
				t.Fatalf("%s: %v", s.name(), err)
			}
			states, err := store.load(t.Context(), []int{7, 8})
			if err != nil {
				t.Fatalf("%s: %v", s.name(), err)
			}
			if got, want := string(states[7]), []string{"", "seven"}[round]; got != want || len(states[8]) > 0 {
				t.Errorf("%s: got %q, want %q", s.name(), got, want)
			}
			turns := []turn{{chat: 7, update: int64(round), state: []byte("seven"), reply: []byte("yes"), done: donation(7, round)}}
			if err := store.save(t.Context(), turns); err != nil {
				t.Errorf("%s: %v", s.name(), err)
			}
			if err := store.close(); err != nil {
				t.Errorf("%s: %v", s.name(), err)
			}
		}
	}
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	file, err := bench.PastCSV(0, 50)
	if err != nil {
		t.Fatal(err)
	}
	all, err := units{}.read(file)
	if err != nil || len(all) != 50 {
		t.Fatalf("got %d rows, error %v, want 50", len(all), err)
	}
	for _, r := range all {
		if r.Code == "" || r.N < 1 || r.A < 20 || !bench.PastDays.Contains(r.Day) {
			t.Errorf("got %+v", r)
		}
	}
	if _, err := (units{}).read([]byte("header\na,b,c,d,e,f,g,h,i\n")); err == nil {
		t.Error("got no error for a row of another width")
	}
}
