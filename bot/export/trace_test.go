package export_test

import (
	"slices"
	"strings"
	"testing"

	"danvanbot/bot/bottest/sample"
	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
	"danvanbot/bot/viet"
)

// traceRows are the rows of the sheet that says how figures are traced.
func traceRows(t *testing.T, d report.Dossier) [][]string {
	t.Helper()
	rows, err := readBook(t, write(t, "xlsx", d)).GetRows("Tra số liệu")
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// TestTraces says for each figure what to type and which command to give; the bot reads back what is typed as the document's
// unit, days and view, and as the question for the figure.
func TestTraces(t *testing.T) {
	t.Parallel()
	d := sample.Month()
	d.Summary.View = rollup.Was
	rows := traceRows(t, d)
	if want := "danvanbot trace -unit p-quang-ngai -period 2026-09-15..2026-10-14 -calendar nd09 -view was -measure phat_dong_dia_ban.n"; rows[0][4] != want {
		t.Errorf("got the command %q, want %q", rows[0][4], want)
	}
	if want := "/tonghop tỉnh Quảng Ngãi từ 15/9/2026 đến 14/10/2026 theo thời điểm → 42 đợt từ đâu"; rows[0][3] != want {
		t.Errorf("got the words %q, want %q", rows[0][3], want)
	}
	p := d.Summary.Period
	for _, row := range rows {
		ask, words, ok := strings.Cut(row[3], " → ")
		asked, _ := viet.Question(strings.TrimPrefix(ask, "/tonghop "), p.Range.To, p.Calendar)
		if !ok || asked.Period.Range != p.Range || asked.View != "was" || !slices.Equal(asked.Names, []string{"Quảng Ngãi"}) {
			t.Errorf("%q is read as %+v", ask, asked)
		}
		figure, _ := viet.Question(words, p.Range.To, p.Calendar)
		if shown := strings.ReplaceAll(row[2], ",", "."); !figure.Origin || i18n.Number(i18n.VI, figure.Number) != shown {
			t.Errorf("%q is read as %+v, want the question where %s comes from", words, figure, shown)
		}
	}
}

// TestTracesOfSeveralUnits have words for the chat, but no command.
func TestTracesOfSeveralUnits(t *testing.T) {
	t.Parallel()
	d := sample.Month()
	d.Summary.Also = append(d.Summary.Also, "q-bo-y")
	for _, row := range traceRows(t, d) {
		if len(row) > 4 {
			t.Fatalf("got the command %q of several units, want none", row[4])
		}
	}
}
