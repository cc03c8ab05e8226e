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
}

func TestReadableKeys(t *testing.T) {
	t.Parallel()
	day := period.NewDate(2026, 11, 23)
	tests := []struct {
		in   bucket
		key  []byte
		want string
	}{
		{bucketCells, cellKey(period.MonthLength, 2026*12+10), "kt 2026-11"},
		{bucketCellsNow, cellKey(period.DayLength, int32(day)), "kt 2026-11-23"},
		{bucketCells, cellKey(period.YearLength, 2026), "kt 2026"},
		{bucketByDay, dayKey("kt", day, 7), "kt 2026-11-23 submission 7"},
		{bucketStocks, stockKey("to_annd", "kt", day, 7), "to_annd kt 2026-11-23 submission 7"},
		{bucketByReporter, numberKey(3), "person 3"},
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

func cellKey(l period.Length, n int32) []byte {
	return cell{unit: "kt", granule: period.Granule{Length: l, N: n}}.key()
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
	f.Add(uint8(bucketCells), cellKey(period.DayLength, 9))
	f.Fuzz(func(t *testing.T, b uint8, key []byte) {
		if b < uint8(bucketCount) {
			_ = readable(bucket(b), key) // must not panic
		}
	})
}
