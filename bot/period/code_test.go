package period_test

import (
	"strings"
	"testing"

	"danvanbot/bot/period"
)

func TestCodeParsesBack(t *testing.T) {
	t.Parallel()
	for _, c := range period.Calendars {
		for k := period.Span; k <= period.Year; k++ {
			for d := range everyDay(200) {
				checkCode(t, period.Containing(c, k, d))
			}
		}
		for d := range everyDay(50) {
			checkCode(t, period.NewSpan(c, period.Range{From: period.Dawn, To: d}))
		}
	}
}

func checkCode(t *testing.T, p period.Period) {
	t.Helper()
	code := p.Code()
	got, err := period.ParseCode(code, p.Calendar)
	if err != nil {
		t.Fatal(err)
	}
	if got != p {
		t.Fatalf("%s: got %+v, want %+v", code, got, p)
	}
	if len(code) > 24 || strings.Trim(code, "0123456789-.WQHM") != "" {
		t.Fatalf("got code %q, want at most 24 bytes of digits and marks", code)
	}
}

func TestParseCodeRefuses(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"", " ", "26", "02026", "2026 ", "2026-13", "2026-00", "2026-1", "2026-1-1", "2026-02-30", "2026-11-22T00:00",
		"2026Q0", "2026Q5", "2026Q03", "2026H0", "2026H3", "2026M3", "2026M09", "2026M", "2026W", "2026W00", "2026W7", "2025W53",
		"2026q3", "+026", "2026-+1", "2026-11-22..", "..2026-11-22", "2026-11-22..2026-11-21", "2026-11-22..2026-11-22",
		"2026-11-22...2026-11-23", "2026..2027", "２０２６", strings.Repeat("2026-11-22..", 1000),
	} {
		if p, err := period.ParseCode(code, period.ND09); err == nil {
			t.Errorf("%.30q: got %+v, want an error", code, p)
		} else if len(err.Error()) > 250 {
			t.Errorf("%.30q: got an error of %d bytes, want a short one", code, len(err.Error()))
		}
	}
}

func FuzzParseCode(f *testing.F) {
	for _, code := range []string{
		"2026-11-22", "2026W47", "2026-10", "2026Q3", "2026H1", "2026M9", "2026", "2010-06-17..2020-02-07", "0000W01", "9999W53", "0000-02-29",
	} {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		for _, c := range period.Calendars {
			p, err := period.ParseCode(code, c)
			if err != nil {
				continue
			}
			if got := p.Code(); got != code {
				t.Errorf("got %q, want %q", got, code)
			}
			if p.Range.Days() == 0 {
				t.Errorf("%q: got the empty range %v", code, p.Range)
			}
		}
	})
}
