package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// reported is a report as its reporter and the store both know it.
type reported struct {
	Reporter uint64
	Form     string
	Key      string
	N        int64
}

// ledger is what was confirmed by receipts: the model that the store is held against.
type ledger struct {
	mu      sync.Mutex
	entries map[string]reported // by the receipt's code
}

func newLedger() *ledger { return &ledger{entries: map[string]reported{}} }

// enter notes a receipt; the same code for something else is an error.
func (l *ledger) enter(code string, r reported) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if had, ok := l.entries[code]; ok {
		return fmt.Errorf("receipt %s stands for %+v and for %+v", code, had, r)
	}
	l.entries[code] = r
	return nil
}

func (l *ledger) size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.entries)
}

// officer is somebody who makes reports through Telegram.
type officer struct {
	*telegramd.User

	person   uint64
	receipts map[string]bool // codes seen so far: a receipt may come twice
}

// recruit writes officers into the data file, spread over the communes.
func recruit(p *program, srv *telegramd.Server, n int) []*officer {
	p.t.Helper()
	db, list := p.open(), make([]*officer, n)
	tree, today := orgunit.Sample(), period.DateOf(time.Now())
	communes := tree.Communes(tree.Roots(today)[0], today)
	err := db.Update(p.t.Context(), func(tx *storage.Tx) error {
		for i := range list {
			u := srv.User(int64(5001+i), fmt.Sprintf("Cán bộ %d", i+1))
			person, err := tx.PutPerson(conversation.Person{
				Name: u.Name, Role: conversation.Officer, Unit: communes[i%len(communes)], Since: time.Now(),
				Chats: []chat.Key{{Platform: chat.Telegram, Chat: fmt.Sprint(u.ID)}},
			})
			if err != nil {
				return err
			}
			list[i] = &officer{User: u, person: person.ID, receipts: map[string]bool{}}
		}
		return nil
	})
	if err := cmp.Or(err, db.Close()); err != nil {
		p.t.Fatal(err)
	}
	return list
}

// line is one thing that a person says or presses, and what the bot answers to it.
type line struct {
	say, press string
	want       string // part of the answer
}

// receiptShape is how a receipt looks.
var receiptShape = regexp.MustCompile(`^✅ Đã nhận\. Mã ([A-ZĐ]+-\d+)\.`)

// ways are how a report can be made.
var ways = []func(n int64) ([]line, reported){
	func(n int64) ([]line, reported) { // by buttons, as far as they reach
		return []line{
			{say: "/baocao hiến máu", want: "Hiến máu ngày nào?"},
			{press: "Hôm nay " + dayLabel(0), want: "đơn vị máu?"},
			{say: fmt.Sprint(n), want: "tham gia hiến máu?"},
			{press: "⏭ Bỏ qua", want: fmt.Sprintf("Đơn vị máu: %d\n", n)},
			{press: "✅ Đúng, gửi"},
		}, reported{Form: "hien_mau", Key: "don_vi_mau", N: n}
	},
	func(n int64) ([]line, reported) { // by a sentence
		return []line{
			{say: fmt.Sprintf("Hôm qua tuyên truyền ATGT, %d người dự", n), want: fmt.Sprintf("Người dự: %d\n", n)},
			{say: "đúng"},
		}, reported{Form: "tuyen_truyen", Key: "luot_nguoi", N: n}
	},
	func(n int64) ([]line, reported) { // by typing alone
		return []line{
			{say: "/baocao hiến máu", want: "Hiến máu ngày nào?"},
			{say: "hôm qua", want: "đơn vị máu?"},
			{say: fmt.Sprint(n), want: "tham gia hiến máu?"},
			{say: "bỏ qua", want: fmt.Sprintf("Đơn vị máu: %d\n", n)},
			{say: "đúng"},
		}, reported{Form: "hien_mau", Key: "don_vi_mau", N: n}
	},
	func(n int64) ([]line, reported) { // by a sentence, and a button
		return []line{
			{say: fmt.Sprintf("hôm nay tuyen truyen ma tuy %d nguoi", n), want: fmt.Sprintf("Người dự: %d\n", n)},
			{press: "✅ Đúng, gửi"},
		}, reported{Form: "tuyen_truyen", Key: "luot_nguoi", N: n}
	},
}

// dayLabel is the short date of today or some days ago, as on a button.
func dayLabel(ago int) string {
	_, month, day := (period.DateOf(time.Now().In(vietnam())) - period.Date(ago)).YMD()
	return fmt.Sprintf("%d/%d", day, month)
}

func vietnam() *time.Location { return time.FixedZone("+07", 7*60*60) }

// report makes one report and notes its receipt.
func (o *officer) report(ctx context.Context, way int, n int64, into *ledger) error {
	lines, r := ways[way%len(ways)](n)
	r.Reporter = o.person
	for _, l := range lines {
		if err := o.speak(l); err != nil {
			return err
		}
		m, err := o.await(ctx, l.want)
		if err != nil {
			return fmt.Errorf("%s, after %+v: %w", o.Name, l, err)
		}
		if l.want == "" {
			code := receiptShape.FindStringSubmatch(m.Text)[1]
			o.receipts[code] = true
			return into.enter(code, r)
		}
	}
	return nil
}

func (o *officer) speak(l line) error {
	if l.press != "" {
		return o.Press(l.press)
	}
	o.Send(l.say)
	return nil
}

// The question whether a colleague has reported the same event already, and the answer that it was another.
const (
	jointQuestion = "Đơn vị đã có báo cáo cùng loại, cùng ngày."
	jointAnswer   = "➗ Hoạt động khác"
)

// await waits for an answer; without a text, for a receipt that was not seen before. Messages that come again are passed over.
func (o *officer) await(ctx context.Context, text string) (telegramd.Message, error) {
	for told := false; ; {
		m, err := o.Next(ctx)
		if err != nil {
			return m, fmt.Errorf("want %q, the last message is %q: %w", text, o.last(), err)
		}
		if text != "" && strings.Contains(m.Text+"\n", text) {
			return m, nil
		}
		if text == "" && !told && strings.HasPrefix(m.Text, jointQuestion) {
			told = true
			if err := o.speak(line{press: jointAnswer}); err != nil {
				return m, err
			}
		}
		if code := receiptShape.FindStringSubmatch(m.Text); text == "" && code != nil && !o.receipts[code[1]] {
			return m, nil
		}
	}
}

func (o *officer) last() string {
	all := o.Messages()
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].Text
}

// audit holds the stopped program's data against the receipts.
func audit(p *program, want *ledger) {
	p.t.Helper()
	for _, f := range findings(p, want) {
		p.t.Error(f)
	}
}

// findings are what is wrong with the stopped program's data.
func findings(p *program, want *ledger) (list []string) {
	p.t.Helper()
	if r := p.command("check"); !strings.HasPrefix(r.out, "clean: ") {
		list = append(list, fmt.Sprintf("check: got %q%s, want clean", r.out, r.err))
	}
	if diff := gocmp.Diff(want.entries, stored(p)); diff != "" {
		list = append(list, "the receipts and the store differ (-receipts +store):\n"+diff)
	}
	if diff := gocmp.Diff(totals(want), summed(p)); diff != "" {
		list = append(list, "the model and the summary differ (-model +summary):\n"+diff)
	}
	return list
}

// stored reads all submissions of the program.
func stored(p *program) map[string]reported {
	p.t.Helper()
	db := p.open()
	all, err := submissions(p.t.Context(), db)
	if err := cmp.Or(err, db.Close()); err != nil {
		p.t.Fatal(err)
	}
	return all
}

// submissions are all of a data file, by their codes.
func submissions(ctx context.Context, db *storage.DB) (map[string]reported, error) {
	all := map[string]reported{}
	return all, db.View(ctx, func(tx *storage.ReadTx) error {
		list, err := tx.Submissions(0, 1_000_000)
		for _, s := range list {
			all[s.Code(orgunit.Sample())] = asReported(s)
		}
		return err
	})
}

func asReported(s form.Submission) reported {
	r := reported{Reporter: s.Reporter, Form: s.Form}
	for key, v := range s.Values {
		r.Key, r.N = key, v.N
	}
	return r
}

// totals adds the receipts up: the events and the measure of each form.
func totals(l *ledger) map[string]int64 {
	sums := map[string]int64{}
	for _, r := range l.entries {
		sums[r.Form+" n"]++
		sums[r.Form+" "+r.Key] += r.N
	}
	return sums
}

// summed asks the program's summary command for the same.
func summed(p *program) map[string]int64 {
	p.t.Helper()
	today := period.DateOf(time.Now().In(vietnam()))
	out := p.must("summary", "-format", "json", "-period", fmt.Sprintf("%s..%s", today-3, today+1))
	var s struct {
		Lines []struct {
			Form    string
			Figures []struct {
				Key   string
				Value int64
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		p.t.Fatal(err)
	}
	sums := map[string]int64{}
	for _, l := range s.Lines {
		for _, f := range l.Figures {
			sums[l.Form+" "+f.Key] = f.Value
		}
	}
	return sums
}

// noBreach fails the test for every rule of the Bot API that was broken.
func noBreach(t testing.TB, srv *telegramd.Server) {
	t.Helper()
	for _, breach := range srv.Breaches() {
		t.Errorf("breach of the Bot API: %s", breach)
	}
}
