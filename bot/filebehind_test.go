package bot_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestFilesTellWhatIsBehind says that files for a chat have the targets, the models, the submissions with their reporters,
// and what came late for a frozen month; and that the submissions add up to the figures.
func TestFilesTellWhatIsBehind(t *testing.T) {
	t.Parallel()
	db, k := staffed(t)
	o := &office{db: db}
	o.add(t, "officer", conversation.Officer, db.Tree().Communes(communes, orgunit.Latest)[0])
	today := period.DateOf(storagetest.Now)
	october := period.New(period.ND09, period.Month, 2026, 10)
	write(t, db, func(tx *storage.Tx) error {
		for n := range 3 {
			s := gift(db)
			s.Reporter, s.Values = 2, map[string]form.Value{"suat_qua": {N: int64(30 + n)}}
			if _, err := tx.Submit(s); err != nil {
				return err
			}
		}
		if err := tx.PutTarget(form.Target{Unit: communes, Form: "tang_qua", Key: "suat_qua", Year: 2026, Calendar: period.ND09.ID, Goal: 200}); err != nil {
			return err
		}
		_, err := tx.PutModel(form.Model{
			Name: "Tiếng kẻng an ninh", Level: orgunit.Commune, Owner: gift(db).Unit, Stages: []form.Stage{{State: form.Recognised, On: today - 100}}, At: storagetest.Now,
		})
		return err
	})
	c := opened(t, db, nil)
	c.say(t, "1", k, "/chot tháng 10")
	c.say(t, "2", k, "đồng ý")
	until(t, "a frozen document", func() bool { return len(c.carried()) == 1 })
	late := gift(db)
	late.Days = october.Range.To.Day()
	write(t, db, func(tx *storage.Tx) error { _, err := tx.Submit(late); return err })
	c.say(t, "3", k, "excel")
	until(t, "a table", func() bool { return len(c.carried()) == 2 })
	c.say(t, "4", k, "word")
	until(t, "a document", func() bool { return len(c.carried()) == 3 })

	book, err := excelize.OpenReader(bytes.NewReader(c.carried()[1].Data))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := column(t, book, "Báo cáo gốc", "suất quà"), []string{"30", "31", "32"}; !slices.Equal(got, want) {
		t.Errorf("got the submissions %q, want %q", got, want)
	}
	if got := column(t, book, "Báo cáo gốc", "Người báo cáo"); !slices.Equal(got, []string{"officer", "officer", "officer"}) {
		t.Errorf("got the reporters %q", got)
	}
	if got := rowOf(t, book, "Tổng hợp", "suất quà"); !slices.Contains(got, "93") {
		t.Errorf("got the total %q, want 93", got)
	}
	if got := rowOf(t, book, "Chỉ tiêu năm", "2026"); !slices.Contains(got, "200") || !slices.Contains(got, "123") { // with the late one
		t.Errorf("got the target %q, want 123 of 200", got)
	}
	if got := rowOf(t, book, "Mô hình", "Tiếng kẻng an ninh"); len(got) == 0 {
		t.Error("got no model")
	}
	if got := column(t, book, "Bổ sung sau kỳ", "suất quà"); !slices.Equal(got, []string{"30"}) {
		t.Errorf("got %q as what came late, want 30", got)
	}
	text := paperText(t, c.carried()[2])
	for _, want := range []string{"Tiếng kẻng an ninh", "200", "Có 01 báo cáo bổ sung cho các kỳ đã chốt."} {
		if !strings.Contains(text, want) {
			t.Errorf("got no %q in %s", want, text)
		}
	}
}

func write(t *testing.T, db *storage.DB, fn func(*storage.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// column is what stands below a heading.
func column(t *testing.T, book *excelize.File, sheet, head string) (list []string) {
	t.Helper()
	rows, err := book.GetRows(sheet)
	if err != nil || len(rows) == 0 {
		t.Fatalf("sheet %s of %q: %v", sheet, book.GetSheetList(), err)
	}
	i := slices.IndexFunc(rows[0], func(s string) bool { return strings.Contains(s, head) })
	if i < 0 {
		t.Fatalf("got no %q in %q", head, rows[0])
	}
	for _, row := range rows[1:] {
		if i < len(row) && row[i] != "" {
			list = append(list, row[i])
		}
	}
	return list
}

// rowOf is the first row that has a text.
func rowOf(t *testing.T, book *excelize.File, sheet, text string) []string {
	t.Helper()
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatalf("sheet %s of %q: %v", sheet, book.GetSheetList(), err)
	}
	for _, row := range rows {
		if slices.Contains(row, text) {
			return row
		}
	}
	return nil
}

var tags = regexp.MustCompile(`<[^>]*>`)

// paperText is the text of a Word file.
func paperText(t *testing.T, d chat.Document) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(d.Data), int64(len(d.Data)))
	if err != nil {
		t.Fatalf("%s: %v", d.Name, err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return tags.ReplaceAllString(string(text), "")
}
