package bot_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// siege is a bot whose one report is to be neither shown to nor changed by anybody of another commune.
type siege struct {
	*office
	*spy

	theirs orgunit.ID // the commune of the report
	group  chat.Key   // its group chat
	known  []string   // numbers of its announcement, its subscription and what was sent back there
	next   int
}

// spy is a store that notes the replies that go into the outbox.
type spy struct {
	bot.Store

	replies []chat.Reply
}

func (s *spy) Start(ctx context.Context, fn func(bot.Tx) error) (wait func() error, err error) {
	return s.Store.Start(ctx, func(tx bot.Tx) error { return fn(spyTx{tx, s}) })
}

type spyTx struct {
	bot.Tx

	spy *spy
}

func (t spyTx) Queue(k chat.Key, r chat.Reply, at time.Time) (conversation.Letter, error) {
	t.spy.replies = append(t.spy.replies, r)
	return t.Tx.Queue(k, r, at)
}

// What nobody outside of the report's commune may be shown: its figure, its note, and the code of its invitation.
const (
	secretFigure = "8.571"
	secretNote   = "ghi chú riêng của xã" //nolint:gosec // of a made-up report
	secretCode   = "ZZZZZZZZZZZZZZZ2"
)

// attackers are the most that somebody of another commune can be.
var attackers = []conversation.Role{"stranger", conversation.Officer, conversation.Head, conversation.Commander, conversation.Admin}

func newSiege(t *testing.T) *siege {
	t.Helper()
	s := &siege{spy: &spy{}}
	s.office = newOffice(t, func(db *storage.DB) bot.Store {
		s.Store = plain(db)
		return s.spy
	})
	s.theirs = s.named(t, "xã Bờ Y")
	mine := s.named(t, "xã Sa Thầy")
	for _, role := range attackers[1:] {
		s.add(t, string(role), role, mine)
	}
	officer := s.add(t, "officer of the report", conversation.Officer, s.theirs)
	inv := conversation.Invitation{Code: secretCode, Role: conversation.Admin, Unit: s.theirs, Made: time.Now(), Expires: time.Now().Add(time.Hour)}
	if err := s.db.Update(t.Context(), func(tx *storage.Tx) error { return tx.PutInvitation(inv) }); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"Hôm qua xã Bờ Y tổ chức 1 buổi tuyên truyền ATGT, 8571 người dự", "đúng", "sửa ghi chú", secretNote, "đúng"} {
		s.hears(t, text("", officer, line))
	}
	if got := s.hears(t, text("", officer, "/xem 1")); !strings.Contains(got, secretFigure) || !strings.Contains(got, secretNote) {
		t.Fatalf("got %q, want the report with its figure and its note", got)
	}
	s.lead(t)
	return s
}

func (s *siege) named(t *testing.T, name string) orgunit.ID {
	t.Helper()
	found := s.db.Tree().Find(name, period.DateOf(time.Now()))
	if len(found) != 1 {
		t.Fatalf("%q names %d units", name, len(found))
	}
	return found[0].ID
}

// hears delivers updates at once and gives all texts that were committed for them, with their buttons. Strangers are answered
// past the store, from nothing that it holds.
func (s *siege) hears(t *testing.T, updates ...chat.Update) string {
	t.Helper()
	before := len(s.replies)
	for i := range updates {
		s.next++
		updates[i].ID = fmt.Sprint(s.next)
	}
	if err := s.Deliver(t.Context(), updates); err != nil {
		t.Fatal(err)
	}
	return shown(s.replies[before:])
}

// shown is all that replies show, and the data of their buttons. A file shows what nobody here may see.
func shown(replies []chat.Reply) string {
	var all []string
	for _, r := range replies {
		all = append(all, r.Text)
		if r.File != nil {
			all = append(all, secretFigure)
		}
		for _, row := range r.Keyboard {
			for _, b := range row {
				all = append(all, b.Label+" "+b.Data)
			}
		}
	}
	return strings.Join(all, "\n")
}

// journal is its last number, and how many updates failed.
func (s *siege) journal(t *testing.T) (number uint64, dead int) {
	t.Helper()
	err := s.db.View(t.Context(), func(tx *storage.ReadTx) (err error) {
		if number, err = tx.Head(); err != nil {
			return err
		}
		letters, err := tx.DeadLetters(0, 100)
		dead = len(letters)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return number, dead
}

// holds is that an attack showed, changed and broke nothing.
func (s *siege) holds(t *testing.T, number uint64, attack, answer string) {
	t.Helper()
	now, dead := s.journal(t)
	if now != number || dead != 0 {
		t.Fatalf("%s: %d journal entries were written and %d updates failed, want none", attack, now-number, dead)
	}
	for _, secret := range []string{secretFigure, "8571", secretNote, secretCode} {
		if strings.Contains(answer, secret) && !strings.Contains(attack, secret) {
			t.Fatalf("%s: the answer shows %q: %q", attack, secret, answer)
		}
	}
}

// forged is data of every kind of button, with ids of others, of what does not exist, and with what is no id at all.
func forged(t *testing.T, theirs orgunit.ID, known ...string) []string {
	t.Helper()
	rubbish := strings.Repeat("\x7f<&|:~", 11)[:64]
	ids := []string{
		"1", "2", "0", "-1", "01", "1.1", "1.2", "1.999999", "18446744073709551615", "99999999999999999999", "", "x", "1:1", "BY-0001",
		secretCode, string(theirs), "1.nhan_rong", "1.cong_nhan", "%s", "1|f|luot_nguoi|2026-11|nd09", "1|t||2026-11|nd09", "../1", rubbish,
		conversation.SettingCalendar, conversation.SettingKeep,
	}
	ids = append(ids, known...)
	all := []string{rubbish, ":", "|", "q", "q:", "q-1:send", "s|", "z|", "f|", "s|||||", "f|w|||||", "s|~|~|~|~|~"}
	for _, begin := range begins(t) {
		for _, id := range ids {
			all = append(all, (begin + id)[:min(64, len(begin)+len(id))])
		}
	}
	for n := range 4 { // the open prompt's number is small
		for _, value := range []string{"send", "yes", "ok", "1", "admin", "remove", rubbish[:50], string(theirs)} {
			all = append(all, fmt.Sprintf("q%d:%s", n, value))
		}
	}
	return append(all, forgedQueries(theirs)...)
}

// forgedQueries ask for figures of a foreign unit, alone and beside others, on every page and in every format.
func forgedQueries(theirs orgunit.ID) []string {
	var all []string
	month := period.Containing(period.ND09, period.Month, period.DateOf(time.Now())-1)
	for _, page := range "tumgocwlhprb" {
		q := conversation.Query{Page: conversation.Page(page), Unit: theirs, Period: month, Measure: "tuyen_truyen.luot_nguoi"}
		beside := q
		beside.Unit, beside.Also = "kt-sa-thay", []orgunit.ID{theirs}
		for _, q := range []conversation.Query{q, beside} {
			data := strings.TrimPrefix(q.Data(), "s|")
			all = append(all, "s|"+data, "z|"+data, "f|x"+data, "f|w"+data, "f|c"+data, "f|j"+data, "f|p"+data)
		}
	}
	return all
}

// begins are how the data of buttons begins: what package conversation names as verbs and as prefixes.
func begins(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("conversation/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d files, error %v", len(files), err)
	}
	var list []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			if value, ok := spec.Values[0].(*ast.BasicLit); ok {
				begin, _ := strconv.Unquote(value.Value)
				if strings.HasPrefix(spec.Names[0].Name, "verb") {
					list = append(list, begin+":")
				} else if strings.HasSuffix(spec.Names[0].Name, "Prefix") && strings.HasSuffix(begin, "|") {
					list = append(list, begin)
				}
			}
			return true
		})
	}
	if len(list) < 19 {
		t.Fatalf("got only %q", list)
	}
	return list
}

// TestForgedButtons presses every kind of button with the ids of others, as everybody from a stranger to an administrator
// of another commune: nothing is shown and nothing is changed.
func TestForgedButtons(t *testing.T) {
	t.Parallel()
	s := newSiege(t)
	for _, role := range attackers {
		k := chat.Key{Platform: chat.Web, Chat: string(role)}
		for group := range slices.Chunk(forged(t, s.theirs, s.known...), 16) {
			number, _ := s.journal(t)
			var presses []chat.Update
			for _, data := range group {
				presses = append(presses, chat.Update{Key: k, Kind: chat.Press, Data: data, Query: "q", Message: "1", Sent: time.Now()})
			}
			s.holds(t, number, fmt.Sprintf("%s presses one of %q", role, group), s.hears(t, presses...))
		}
	}
}

// TestForeignCommands asks by every command for what is another commune's, and goes on as the dialogue offers.
func TestForeignCommands(t *testing.T) {
	t.Parallel()
	scripts := [][]string{
		{"/xem 1"},
		{"/xem BY-0001"},
		{"/sua 1", "người dự 9", "đúng", "1", "1"},
		{"/huybaocao 1", "1", "đúng"},
		{"/tralai 1", "1", "xem lại", "1"},
		{"/tralai BY-1 người dự sai", "1"},
		{"/tonghop xã Bờ Y"},
		{"/summary xã Bờ Y tháng này"},
		{"/thieu xã Bờ Y"},
		{"/chitieu xã Bờ Y"},
		{"/mohinh xã Bờ Y"},
		{"/mohinh 1"},
		{"/xuat excel xã Bờ Y"},
		{"/xuat word xã Bờ Y", "1"},
		{"/chot xã Bờ Y", "1", "đúng"},
		{"tổng hợp xã Sa Thầy và xã Bờ Y"},
		{"tuyên truyền xã Bờ Y bao nhiêu"},
		{"1 từ đâu"},
		{"BY-0001"},
		{"/moi cán bộ xã Bờ Y"},
		{"/moi", "1", "xã Bờ Y"},
		{"/moi quản trị tỉnh Quảng Ngãi"},
		{"/thumoi"},
		{"/donvi", "đổi tên xã Bờ Y thành xã Bờ Y Mới từ 1/1/2027", "đúng", "1"},
		{"/start " + secretCode + "x"},
		{"/cuatoi"},
		{"/xoatoi 1", "không"},
	}
	s := newSiege(t)
	for _, role := range attackers {
		k := chat.Key{Platform: chat.Web, Chat: string(role)}
		for _, script := range scripts {
			number, _ := s.journal(t)
			for _, line := range script {
				s.holds(t, number, fmt.Sprintf("%s says %q of %q", role, line, script), s.hears(t, text("", k, line)))
			}
			s.hears(t, text("", k, "/huy"))
		}
	}
}

// TestStrangersLeaveNoTrace searches the whole file for what people wrote and are who were never let in.
func TestStrangersLeaveNoTrace(t *testing.T) {
	t.Parallel()
	s := newSiege(t)
	for n := range 50 {
		k := chat.Key{Platform: chat.Telegram, Chat: "77665544332211"}
		u := chat.Update{Key: k, User: "99887766554433", Name: "Kẻ Lạ Mặt", Language: "xx-XX", Kind: chat.Text, Text: "điều không ai được giữ", Sent: time.Now()}
		switch n % 4 {
		case 1:
			u.Text = "/start QQQQQQQQQQQQQQQQ"
		case 2:
			u.Kind, u.Data, u.Query = chat.Press, "view:778899", "445566778899"
		case 3:
			u.Kind = chat.Blocked
		}
		s.next++
		u.ID, u.Position = fmt.Sprint(s.next), int64(s.next)
		if err := s.Deliver(t.Context(), []chat.Update{u}); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(s.db.Path())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), secretNote) {
		t.Fatal("not even what is kept is found: this test finds nothing")
	}
	for _, trace := range []string{"77665544332211", "99887766554433", "Kẻ Lạ Mặt", "xx-XX", "không ai được giữ", "QQQQQQQQQQQQQQQQ", "778899"} {
		if strings.Contains(string(content), trace) {
			t.Errorf("the file holds %q of a stranger", trace)
		}
	}
}
