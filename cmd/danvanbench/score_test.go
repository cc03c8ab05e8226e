package main

import "testing"

func TestIsRight(t *testing.T) {
	t.Parallel()
	day := line{Want: want{From: "2026-11-22", To: "2026-11-22"}}
	either := line{Want: day.Want, Alts: []want{{From: "2026-11-29", To: "2026-11-29"}}, Ambiguous: true}
	never := line{Want: want{Reject: true}}
	sunday, next := days{from: "2026-11-22", to: "2026-11-22"}, days{from: "2026-11-29", to: "2026-11-29"}
	doubted := days{from: sunday.from, to: sunday.to, asked: true}
	for _, c := range []struct {
		name string
		line line
		got  days
		want bool
	}{
		{"the day", day, sunday, true},
		{"another day", day, next, false},
		{"nothing", day, days{}, false},
		{"the day, doubted without need", day, doubted, false},
		{"either day", either, next, true},
		{"either day, doubted", either, doubted, true},
		{"no such day, nothing", never, days{}, true},
		{"no such day, a day", never, sunday, false},
		{"no such day, doubted", never, doubted, true},
	} {
		if got := isRight(c.line, c.got); got != c.want {
			t.Errorf("%s: got %t, want %t", c.name, got, c.want)
		}
	}
}
