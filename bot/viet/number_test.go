package viet_test

import (
	"testing"

	"danvanbot/bot/viet"
)

// TestMistypedTens: mươi is often typed muơi, and sometimes mười, which is asked about where it can be two figures.
func TestMistypedTens(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		n    int64
		sure bool
	}{
		"hai trăm tám muơi nghìn": {280_000, true},
		"ba muơi triệu":           {30_000_000, true},
		"hai muơi lăm người":      {25, true},
		"hai trăm tám mười nghìn": {280_000, true},
		"hai mười nghìn":          {20_000, false},
		"ba mười lăm":             {35, false},
		"mười lăm":                {15, true},
		"hai muoi nghin":          {20_000, true},
	} {
		got, ok := viet.Number(text)
		if n, whole := got.Int(); !ok || !whole || n != want.n || got.Sure() != want.sure {
			t.Errorf("%s: got %+v, want %d, sure %t", text, got, want.n, want.sure)
		}
	}
}
