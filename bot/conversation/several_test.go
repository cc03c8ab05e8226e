package conversation_test

import (
	"strings"
	"testing"
)

// TestManyReportsInOneMessage: the longest message leaves a small state.
func TestManyReportsInOneMessage(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.say(strings.Repeat("Hôm qua tuyên truyền ATGT 85 người dự\nHôm kia tặng quà 30 suất cho học sinh nghèo\n", 45))
	if got := len(k.state.Next); got != 19 || !strings.Contains(k.text(), "mỗi lần tôi nhận 20") {
		t.Errorf("got %d reports that wait and %q, want 19 and the limit", got, k.text())
	}
	hold(t, k)
}

// TestEndlessPeriods: nobody keeps the loop busy with ten thousand years.
func TestEndlessPeriods(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	for _, days := range []string{"0001-01-01..9999-12-31", "1945-01-01..9999-12-31", "0000", "1900-01"} {
		if got := k.press("s|tn|" + string(boY()) + "|" + days + "|nd09|"); len(got.Acts) != 0 {
			t.Errorf("%s: got %+v, want no summary", days, got.Acts)
		}
	}
}
