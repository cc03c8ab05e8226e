package conversation_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// maxState is how large the state of the worst dialogue may be, in bytes as stored.
const maxState = 8 << 10

// phrases are what a fuzzed dialogue is made of besides its own text.
var phrases = []string{
	"/baocao", "/tinhnguyen", "/cuatoi", "/summary", "/tonghop Đăk Hà tháng 10", "/thieu quý III", "/khongco", "/khongco tháng 10", "/han", "/han nhắc -2 0 +1", "/han giờ nghỉ 21h-6:30",
	"/theodoi", "/theodoi thứ hai 7h biểu đồ của Bờ Y", "/nhac tháng 10", "nhắc tôi tổng hợp mỗi thứ hai 7 giờ",
	"/sua 1", "/xem 1", "/huybaocao 1", "/quaylai", "/boqua", "/huy", "/tieptuc", "/trogiup", "/ngonngu", "/ngonngu en", "/xoatoi",
	"/moi", "/moi cán bộ Bờ Y", "/thumoi", "/start", "hôm qua", "thứ bảy", "21/11", "1/1/1900", "từ 16 đến 20/11", "85", "5000", "-3",
	"99999999999999999999", "khoảng 200", "15 triệu", "đúng", "sửa", "thêm", "sửa ngày", "người dự 95", "quay lại", "bỏ qua", "hủy",
	"/nguoi", "/nguoi 2", "/nguoi 2 chuyển Bờ Y", "/nguoi 2 chuyển", "/nguoi 2 vai trò", "/nguoi 2 tạm dừng", "/nguoi 2 bàn giao", "/nguoi 2 xóa",
	"/nhatky", "/nhatky Bờ Y", "/caidat", "/batthuong", "/batthuong tháng 10", "/tralai", "/tralai 1", "/tralai 2 người dự: 85?", "giữ nguyên", "cả báo cáo",
	"/mohinh", "/mohinh thêm", "/mohinh thêm Tiếng kẻng an ninh", "/mohinh Tiếng kẻng làng tôi", "/mohinh sửa Tiếng kẻng an ninh", "tên gọi khác", "lĩnh vực", "cấp xã", "Bờ Y 3",
	"/chitieu", "/chitieu Bờ Y 2026", "/chitieu Bờ Y tuyên truyền 40 buổi 2026", "/chitieu tặng quà 500 triệu 2026", "/chitieu Bờ Y bỏ tuyên truyền 2026", "bỏ",
	"xã Bờ Y", "Đăk Hà", "Sa Thầy", "có", "không", "khác", "Hôm qua xã Bờ Y tổ chức 1 buổi tuyên truyền ATGT, 85 người dự",
	"dak ha tang qua 30 suat cho hs ngheo", "95 người chứ không phải 85", "1", "2", "3",
}

// FuzzStep: whatever a person sends, in whatever order, the engine goes on, remembers little, and answers with what a
// platform takes. Each byte of the script picks what comes next; free is typed and pressed as it is.
func FuzzStep(f *testing.F) {
	f.Add([]byte{0, 1, 128, 129, 130, 40, 200, 201}, "xin chào", byte(0))
	f.Add([]byte{46, 128, 46, 128, 8, 128, 129, 34, 128, 255}, "s|é|u|2026-10|nd09|", byte(1))
	f.Add([]byte{19, 252, 252, 253, 128, 20}, "/tonghop Đăk Hà|x", byte(3))
	f.Add([]byte{0, 254, 129, 254, 128, 254, 128}, "view:1", byte(2))
	f.Fuzz(func(t *testing.T, script []byte, free string, who byte) {
		k := newTalk(person(who))
		k.withModels()
		for _, b := range script[:min(len(script), 60)] {
			k.random(b, free)
			hold(t, k)
		}
	})
}

// TestRandomDialogues plays many dialogues of random steps: what FuzzStep does, deep instead of broad.
func TestRandomDialogues(t *testing.T) {
	t.Parallel()
	free := []string{
		"", "s|é|" + string(boY()) + "|2026-10|nd09|", "1/1/1900", "233123456", "s|tn|" + string(boY()) + "|0001-01-01..9999-12-31|nd09|1", "view:1", "model:1", "models:9", "mendmodel:1", "mendmodel:2", "stage:1.dung", "stage:2.nhan_rong", "register:1", "mend:1", "drop:2", "part:1", "x|1|f|luot_nguoi|2026-11|nd09", "x|2|t||2026-11|nd09", "folk:q-bo-y.0", "who:2", "do:2.3", "do:2.6", "do:2.99", "log:q-dak-to.9", "back:1", "fix:1.100", "take:1.100", "new:", "revoke:X", "/tonghop Đăk Hà|x",
		"<b>", "&amp; </code>", "/tralai 1 <i>85?</i>", "/xem <u>", "view:<b>", "/<b>", "/moi cán bộ <a href=x>", strings.Repeat("dài", 1000),
	}
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // the same dialogues each time
		k := newTalk(person(byte(r.Uint32())))
		k.withReturns()
		k.withModels()
		for range 80 {
			k.random(byte(r.Uint32()), free[r.IntN(len(free))])
			hold(t, k)
		}
	}
}

func person(who byte) conversation.Person {
	p := officer()
	p.Role = []conversation.Role{conversation.Officer, conversation.Head, conversation.Commander, conversation.Admin}[who%4]
	if who%8 >= 2 {
		p.Unit = province()
	}
	return p
}

// withReturns puts reports there, an own one and one of somebody else, each sent back.
func (k *talk) withReturns() {
	for n := range uint64(2) {
		k.reports.keep(form.Submission{
			Form: "tuyen_truyen", Kind: form.Event, Unit: boY(), Days: (today(k) - 1).Day(), N: 1, Reporter: n + 1,
			Values: map[string]form.Value{"luot_nguoi": {N: 85}}, Choices: map[string]string{"topic": "atgt"},
		})
		k.reports.open = append(k.reports.open, conversation.Return{Entry: 100 + n, Sub: n + 1, Version: 1, Key: "luot_nguoi", Reason: "85?", By: 9 - n})
	}
}

// withModels puts models and goals there: an own one, one of somebody else, and goals of both units.
func (k *talk) withModels() {
	for n, unit := range []orgunit.ID{boY(), province()} {
		k.reports.enter(form.Model{
			Name: []string{"Tiếng kẻng an ninh", "Tiếng kẻng làng tôi"}[n], Level: orgunit.Commune, Owner: unit,
			Stages: []form.Stage{{State: form.Pilot, On: today(k) - 30}, {State: form.Replicated, On: today(k) - 3, Unit: boY()}},
			Points: []form.Point{{Unit: unit, N: 3}},
		})
		k.reports.aim(form.Target{Unit: unit, Year: 2026, Form: "tuyen_truyen", Key: form.KeyN, Goal: 40, Calendar: period.ND09.ID})
	}
}

// random makes the step that a byte picks.
func (k *talk) random(b byte, free string) {
	switch {
	case b == 252:
		k.say(free)
	case b == 253:
		k.press(free)
	case b == 254:
		k.step(chat.Update{Kind: chat.Photo, Photos: []string{"photo"}})
	case b == 255:
		k.press(fmt.Sprintf("q%d:%s", k.state.Seq, free))
	case b >= 240:
		k.now = k.now.Add(time.Duration(b-239) * 20 * 24 * time.Hour)
	case b >= 200 && len(k.offered) > 0:
		k.press(k.offered[int(b-200)*7%len(k.offered)])
	case b >= 128 && len(k.state.Opts) > 0:
		k.press(k.state.Opts[int(b-128)%len(k.state.Opts)])
	default:
		k.say(phrases[int(b)%len(phrases)])
	}
}

// hold checks what must be true after every step.
func hold(t *testing.T, k *talk) {
	t.Helper()
	if k.before != nil && !bytes.Equal(k.before, storedAs(k.given)) {
		t.Fatalf("the step changed the state that it was given, which is being stored: %+v", k.given)
	}
	value := storedAs(k.state)
	if len(value) > maxState {
		t.Fatalf("the state takes %d bytes, want at most %d: %+v", len(value), maxState, k.state)
	}
	var again conversation.State
	if err := cbor.Unmarshal(value, &again); err != nil {
		t.Fatal(err)
	}
	if second := storedAs(again); !bytes.Equal(value, second) {
		t.Fatalf("the state is another when it is read back:\n%x\n%x", value, second)
	}
	k.state = again // as the store gives it
	for _, r := range k.last.Replies {
		holdReply(t, r)
	}
	for _, a := range k.last.Acts {
		holdAct(t, k, a)
	}
	k.last = conversation.Outcome{}
}

func holdReply(t *testing.T, r chat.Reply) {
	t.Helper()
	if r.Text == "" && r.Answer == "" {
		t.Fatalf("an empty reply: %+v", r)
	}
	if _, err := telegramd.ParseHTML(r.Text); err != nil {
		t.Fatalf("a text that Telegram refuses, %v: %q", err, r.Text)
	}
	for _, row := range r.Keyboard {
		if len(row) == 0 {
			t.Fatalf("an empty row of buttons below %q", r.Text)
		}
		for _, b := range row {
			if b.Label == "" || !isData(b.Data) {
				t.Fatalf("a button that no platform takes: %q below %q", b, r.Text)
			}
		}
	}
}

// isData tells whether a platform takes the data of a button: 1 to 64 bytes of ASCII.
func isData(data string) bool {
	for _, c := range []byte(data) {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return len(data) >= 1 && len(data) <= 64
}

// holdAct checks that nothing is done that the person may not do, and nothing stored that cannot be summed.
func holdAct(t *testing.T, k *talk, a conversation.Act) {
	t.Helper()
	tree, p := k.env.Tree, *k.env.Person
	switch a := a.(type) {
	case conversation.Submit:
		s := a.Submission
		if _, ok := k.env.Forms.Form(s.Form); !ok && s.Form != conversation.ZeroForm {
			t.Fatalf("a report of no form: %+v", s)
		}
		if s.Kind == 0 || s.Days.From > s.Days.To || s.Days.From < period.Dawn || !p.Sees(tree, s.Unit) || !tree.Valid(s.Unit, s.Day()) && s.Kind != 4 {
			t.Fatalf("a report that cannot be: %+v", s)
		}
	case conversation.Invite:
		if p.Role != conversation.Admin || !p.Sees(tree, a.Unit) || !a.Role.Valid() {
			t.Fatalf("a %s may not invite: %+v", p.Role, a)
		}
	case conversation.SendBack:
		if s, ok := k.reports.Submission(a.Return.Sub); !ok || s.Gone || !p.MayReturn(tree, s) || a.Return.By != p.ID {
			t.Fatalf("a %s may not send back: %+v", p.Role, a)
		}
	case conversation.Alter:
		if p.Role != conversation.Admin || a.Unit != "" && !p.Sees(tree, a.Unit) || a.Role != "" && !a.Role.Valid() {
			t.Fatalf("a %s may not alter people: %+v", p.Role, a)
		}
	case conversation.ListPeople:
		if !p.Role.AtLeast(conversation.Head) || !p.Sees(tree, a.Unit) || !isData(a.Data()) {
			t.Fatalf("a %s may not list people: %+v", p.Role, a)
		}
	case conversation.ShowActs:
		if !p.Role.AtLeast(conversation.Head) || !p.Sees(tree, a.Unit) || !isData(a.Data()) {
			t.Fatalf("a %s may not see what was done: %+v", p.Role, a)
		}
	case conversation.ReturnOdd:
		if s, ok := k.reports.Submission(a.Sub); !ok || s.Gone || !p.MayReturn(tree, s) {
			t.Fatalf("a %s may not send back: %+v", p.Role, a)
		}
	case conversation.PutModel:
		holdModel(t, k, a.Model)
	case conversation.SetTarget:
		if g := a.Target; !p.Role.AtLeast(conversation.Commander) || !p.Sees(tree, g.Unit) || g.Goal < 0 || g.By != p.ID {
			t.Fatalf("a %s may not set a goal: %+v", p.Role, g)
		}
	case conversation.Settle:
		if s, _ := k.reports.Submission(a.Return.Sub); !p.MayRead(tree, s) || a.Return.By != p.ID || a.Return.Settled == 0 {
			t.Fatalf("a %s may not settle: %+v", p.Role, a)
		}
	case conversation.Summarise:
		if data := a.Query.Data(); !isData(data) {
			t.Fatalf("a query that fits into no button: %q", data)
		}
	}
}

// holdModel checks that a model can be in the registry, and that the person may have put it there.
func holdModel(t *testing.T, k *talk, m form.Model) {
	t.Helper()
	tree, p := k.env.Tree, *k.env.Person
	newest := m.Stages[len(m.Stages)-1]
	switch {
	case m.Check() != nil:
		t.Fatalf("a model that cannot be, %v: %+v", m.Check(), m)
	case m.By != p.ID || newest.On > today(k):
		t.Fatalf("a model by another person, or of a day to come: %+v", m)
	case m.ID == 0 && !p.Sees(tree, m.Owner):
		t.Fatalf("a %s may not enter a model of %s", p.Role, m.Owner)
	case m.ID != 0 && !p.Role.AtLeast(conversation.Head):
		t.Fatalf("a %s may not change a model: %+v", p.Role, m)
	}
}
