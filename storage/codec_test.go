package storage

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

func TestUnsealFindsEveryFlippedBit(t *testing.T) {
	t.Parallel()
	value := seal(formatBytes, []byte("what was written"))
	for i := range len(value) * 8 {
		bad := bytes.Clone(value)
		bad[i/8] ^= 1 << (i % 8)
		if _, err := unseal(formatBytes, bad); !errors.Is(err, ErrDamaged) {
			t.Errorf("bit %d flipped: got error %v, want %v", i, err, ErrDamaged)
		}
	}
}

func TestKeysKeepOrder(t *testing.T) {
	t.Parallel()
	days := []period.Date{period.NoDate, period.Dawn, -1, 0, 1, period.NewDate(2026, 11, 23), orgunit.Latest}
	for i, d := range days[1:] {
		before, after := dayKey("u", days[i], 9), dayKey("u", d, 1)
		if bytes.Compare(before, after) >= 0 {
			t.Errorf("got key of %v not before that of %v, want it before", days[i], d)
		}
		if got := dayOf(after[2:]); got != d {
			t.Errorf("got day %v from the key, want %v", got, d)
		}
	}
	if bytes.Compare(reporterKey(1, 8), reporterKey(1, 7)) >= 0 {
		t.Error("got submission 8 after 7 in byreporter, want the newest first")
	}
}

func TestReadableKeys(t *testing.T) {
	t.Parallel()
	day := period.NewDate(2026, 11, 23)
	tests := []struct {
		in   bucket
		key  []byte
		want string
	}{
		{bucketCells, cell{unit: "kt", kind: cellMonth, time: 2026*12 + 10}.key(), "kt 2026-11"},
		{bucketCellsNow, cell{unit: "kt", kind: cellDay, time: int32(day)}.key(), "kt 2026-11-23"},
		{bucketCells, cell{unit: "kt", kind: cellYear, time: 2026}.key(), "kt 2026"},
		{bucketByDay, dayKey("kt", day, 7), "kt 2026-11-23 submission 7"},
		{bucketStocks, stockKey("to_annd", "kt", day, 7), "to_annd kt 2026-11-23 submission 7"},
		{bucketByReporter, reporterKey(3, 7), "person 3, submission 7"},
		{bucketSeen, seenKey("telegram", 5), "telegram slot 5"},
		{bucketJournal, numberKey(12), "12"},
		{bucketCells, []byte{1, 2}, "0102"},
	}
	for _, tt := range tests {
		if got := readable(tt.in, tt.key); got != tt.want {
			t.Errorf("got %q for a key of %s, want %q", got, tt.in, tt.want)
		}
	}
}

// TestRuns covers ranges with cells and counts the days that they stand for.
func TestRuns(t *testing.T) {
	t.Parallel()
	d := period.NewDate
	tests := []struct {
		days period.Range
		want []string
	}{
		{period.Range{From: d(2025, 12, 15), To: d(2025, 12, 20)}, []string{"2025-12-15..2025-12-20"}},
		{period.Range{From: d(2026, 2, 1), To: d(2026, 2, 28)}, []string{"2026-02..2026-02"}},
		{period.Range{From: d(2026, 1, 31), To: d(2026, 2, 1)}, []string{"2026-01-31..2026-02-01"}},
		{period.Range{From: d(2016, 12, 15), To: d(2026, 12, 14)}, []string{
			"2026-01..2026-11", "2017..2025", "2016-12-15..2016-12-31", "2026-12-01..2026-12-14",
		}},
		{period.Range{From: d(2026, 2, 2), To: d(2026, 1, 1)}, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, r := range runs(tt.days) {
			got = append(got, granuleName(r.kind, r.time)+".."+granuleName(r.kind, r.to))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("runs of %v (-want +got):\n%s", tt.days, diff)
		}
	}
}

func TestRunsCoverEachDayOnce(t *testing.T) {
	t.Parallel()
	start := period.NewDate(2023, 11, 1)
	for from := start; from < start+100; from += 7 {
		for to := from; to < from+900; to += 5 {
			covered := 0
			for _, r := range runs(period.Range{From: from, To: to}) {
				covered += daysOf(r)
			}
			if want := int(to-from) + 1; covered != want {
				t.Fatalf("runs of %v..%v: got %d days, want %d", from, to, covered, want)
			}
		}
	}
}

func daysOf(r run) int {
	switch r.kind {
	case cellYear:
		return int(period.NewDate(int(r.to)+1, 1, 1) - period.NewDate(int(r.time), 1, 1))
	case cellMonth:
		return int(monthStart(r.to+1) - monthStart(r.time))
	default:
		return int(r.to-r.time) + 1
	}
}

func FuzzRow(f *testing.F) {
	f.Add(counts{{1, 5}, {7, -300}}.pack())
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, row []byte) {
		var sum counts
		if unpack(row, sum.add) != nil {
			return
		}
		var again counts
		if err := unpack(sum.pack(), again.add); err != nil {
			t.Fatalf("got error %v for a packed row, want none", err)
		}
		if !bytes.Equal(again.pack(), sum.pack()) {
			t.Errorf("got %v after a round trip, want %v", again, sum)
		}
	})
}

func FuzzNumbers(f *testing.F) {
	f.Add(packNumbers([]uint64{1, 2, 900}))
	f.Fuzz(func(t *testing.T, content []byte) {
		numbers, err := unpackNumbers(seal(formatBytes, content))
		if err != nil {
			return
		}
		again, err := unpackNumbers(packNumbers(numbers))
		if diff := cmp.Diff(numbers, again); err != nil || diff != "" {
			t.Errorf("round trip (-want +got):\n%s, error %v", diff, err)
		}
	})
}

func FuzzEntry(f *testing.F) {
	payload, _ := encoding.Marshal(form.Submission{ID: 7, Form: "tang_qua", Values: map[string]form.Value{"tien": {N: 5}}})
	encoded, _ := encoding.Marshal(entry{Number: 3, At: time.Unix(1e9, 0).UTC(), Kind: entrySubmission, By: 4, Payload: payload})
	f.Add(append(link(nil, encoded), encoded...))
	f.Fuzz(func(t *testing.T, content []byte) {
		e, err := parseEntry(seal(formatEntry, content))
		if err != nil {
			return
		}
		again, err := encoding.Marshal(e)
		if err != nil {
			return // such as a year beyond 9999, which we never write
		}
		var second entry
		if err := decodeCBOR(again, &second); err != nil {
			t.Fatalf("got error %v for an encoded entry, want none", err)
		}
		var s form.Submission
		_ = decodeCBOR(e.Payload, &s) // must not panic
	})
}

func FuzzReadable(f *testing.F) {
	f.Add(uint8(bucketCells), cell{unit: "kt", kind: cellDay, time: 9}.key())
	f.Fuzz(func(t *testing.T, b uint8, key []byte) {
		if b < uint8(bucketCount) {
			_ = readable(bucket(b), key) // must not panic
		}
	})
}
