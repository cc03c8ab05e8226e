package conversation_test

import (
	"slices"
	"strings"
	"testing"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

func TestWhoMayAnnounce(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		role conversation.Role
		unit string
		line string
		want string // in the answer
	}{
		"an officer":             {conversation.Officer, "xã Bờ Y", "/thongbao Họp", "Chỉ chỉ huy được gửi"},
		"a head":                 {conversation.Head, "xã Bờ Y", "/thongbao Họp", "thuộc Công an xã Bờ Y"},
		"a head, outside":        {conversation.Head, "xã Bờ Y", "/thongbao cho xã Sa Thầy: Họp", "Không tìm thấy đơn vị"},
		"a commander":            {conversation.Commander, "Quảng Ngãi", "/thongbao cho xã Bờ Y: Họp", "thuộc Công an xã Bờ Y"},
		"an area":                {conversation.Commander, "Quảng Ngãi", "/thongbao gửi khu vực Sa Thầy: Họp", "thuộc Khu vực Sa Thầy"},
		"a clash":                {conversation.Commander, "Quảng Ngãi", "/thongbao cho Sa Thầy: Họp", "Sa Thầy"},
		"a colon in the text":    {conversation.Commander, "Quảng Ngãi", "/thongbao Chú ý: Họp", "thuộc Công an tỉnh Quảng Ngãi"},
		"too long":               {conversation.Head, "xã Bờ Y", "/thongbao " + strings.Repeat("họp ", 400), "dài quá 1500 ký tự"},
		"a citizen in the text":  {conversation.Head, "xã Bờ Y", "/thongbao Tìm anh Nguyễn Văn A", "nên tôi không lưu"},
		"a citizen as the scope": {conversation.Commander, "Quảng Ngãi", "/thongbao cho anh Nguyễn Văn A: Họp", "nên tôi không lưu"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := officer()
			p.Role = test.role
			if test.unit == "Quảng Ngãi" {
				p.Unit = province()
			}
			k := newTalk(p)
			k.say(test.line)
			if got := k.text(); !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q in it", got, test.want)
			}
			if len(k.last.Acts) != 0 {
				t.Errorf("got acts %+v without a yes", k.last.Acts)
			}
		})
	}
}

// TestAnnouncementNeedsTheRightWhenItIsSent: between the question and the yes somebody may have lost it.
func TestAnnouncementNeedsTheRightWhenItIsSent(t *testing.T) {
	t.Parallel()
	p := officer()
	p.Role = conversation.Head
	k := newTalk(p)
	k.say("/thongbao Họp")
	p.Role = conversation.Officer
	k.env.Person = &p
	if got := k.say("đúng, gửi"); len(got.Acts) != 0 || !strings.Contains(k.text(), "Chỉ chỉ huy") {
		t.Errorf("got %+v and %q, want a no", got.Acts, k.text())
	}
}

func TestAcknowledgedInWords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		before []string
		unread uint64
		line   string
		want   bool
	}{
		{nil, 7, "Đã nhận", true},
		{nil, 7, "da nhan a", false},
		{nil, 0, "đã nhận", false},
		{[]string{aReport}, 7, "đã nhận", true},
		{[]string{"/thongbao"}, 7, "đã nhận", true},
		{[]string{aReport, "[Đúng, gửi]", "/huybaocao 1"}, 7, "đã nhận", false}, // it is the reason
	} {
		k := newTalk(officer())
		k.play(t, test.before...)
		k.reports.unread = test.unread
		k.say(test.line)
		got := slices.Contains(k.last.Acts, conversation.Act(conversation.Acknowledge{Entry: 7}))
		if got != test.want {
			t.Errorf("%q after %q: got %t, want %t", test.line, test.before, got, test.want)
		}
	}
}

// TestNoticeGivesWay: thousands of letters must not hold up those that somebody waits for.
func TestNoticeGivesWay(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	r := conversation.Notice(k.env, conversation.Announcement{Entry: 7, Unit: boY(), Text: "1 < 2"}, false)
	want := []chat.Button{{Label: "✅ Đã nhận", Data: "ack:7"}}
	if !r.Bulk || r.Notice != 7 || !strings.Contains(r.Text, "1 &lt; 2") || !slices.Equal(r.Keyboard[0], want) {
		t.Errorf("got %+v", r)
	}
}
