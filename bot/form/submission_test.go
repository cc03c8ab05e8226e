package form_test

import (
	"encoding/json"
	"testing"

	"danvanbot/bot/form"
)

func TestParseCode(t *testing.T) {
	t.Parallel()
	tests := []struct {
		give string
		want uint64
		ok   bool
	}{
		{"BY-0142", 142, true},
		{"by 142", 142, true},
		{" 142 ", 142, true},
		{"ĐT-0007", 7, true},
		{"BY-", 0, false},
		{"", 0, false},
		{"0", 0, false},
		{"tuyên truyền 142", 0, false},
		{"99999999999999999999", 0, false},
	}
	for _, tt := range tests {
		if got, ok := form.ParseCode(tt.give); ok != tt.ok || ok && got != tt.want {
			t.Errorf("ParseCode(%q): got %d, %v, want %d, %v", tt.give, got, ok, tt.want, tt.ok)
		}
	}
}

func TestKindText(t *testing.T) {
	t.Parallel()
	for _, k := range []form.Kind{form.Event, form.Count, form.Stock, form.Zero} {
		data, err := json.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		var got form.Kind
		if err := json.Unmarshal(data, &got); err != nil || got != k {
			t.Errorf("got %v, %v from %s, want %v", got, err, data, k)
		}
	}
	if _, err := form.Kind(9).MarshalText(); err == nil {
		t.Error("a kind that does not exist was written")
	}
}
