package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
)

// lead lets the head of the report's commune do what heads do: write to everybody, subscribe, and have a group chat.
func (s *siege) lead(t *testing.T) {
	t.Helper()
	head := s.add(t, "head of the report", conversation.Head, s.theirs)
	s.group = chat.Key{Platform: chat.Web, Chat: "group of the report"}
	for _, line := range []string{"/thongbao Họp lúc 8 giờ, " + secretNote, "đúng", "/theodoi hằng ngày 7 giờ"} {
		s.hears(t, text("", head, line))
	}
	s.hears(t, inGroup(s.group, head.Chat, "/nhom"))
	err := s.db.View(t.Context(), func(tx *storage.ReadTx) error {
		notices, err := tx.Announcements()
		if err != nil {
			return err
		}
		follows, err := tx.Subscriptions()
		if err != nil {
			return err
		}
		_, bound, err := tx.Group(s.group)
		if len(notices) != 1 || len(follows) != 1 || !bound {
			t.Fatalf("got %d announcements, %d subscriptions, a group %t, want one of each", len(notices), len(follows), bound)
		}
		s.known = []string{fmt.Sprint(notices[0].Entry), fmt.Sprint(follows[0].ID)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func inGroup(group chat.Key, user, said string) chat.Update {
	return chat.Update{Key: group, User: user, Group: true, Called: true, Kind: chat.Text, Text: said, Sent: time.Now()}
}

// foreignDuties are what concerns another commune, or everybody, and is for nobody of one commune to ask or to do.
var foreignDuties = [][]string{
	{"/han 5 ngày"},
	{"/han tắt"},
	{"/han mặc định"},
	{"/han giờ nhắc 7:30", "đúng"},
	{"/theodoi hằng ngày 7 giờ của xã Bờ Y", "1", "đúng"},
	{"nhắc tôi tổng hợp mỗi thứ hai 7 giờ của xã Bờ Y", "1"},
	{"/theodoi hằng ngày 7 giờ của tỉnh Quảng Ngãi", "1"},
	{"thôi nhận"},
	{"/nhac xã Bờ Y", "1", "đúng"},
	{"/nhac tỉnh Quảng Ngãi", "1"},
	{"/batthuong xã Bờ Y", "1"},
	{"có gì bất thường ở xã Bờ Y"},
	{"/thongbao cho xã Bờ Y: Họp lúc 9 giờ", "1", "đúng"},
	{"/thongbao cho tỉnh Quảng Ngãi: Họp lúc 9 giờ", "1"},
	{"/thongbao cho khu vực Ngọc Hồi: Họp lúc 9 giờ", "1"},
	{"/thongbao 1", "đã nhận"},
	{"/nhom"},
	{"/nhom bỏ"},
	{"/nhatky xã Bờ Y"},
	{"/nhatky tỉnh Quảng Ngãi"},
	{"/nguoi xã Bờ Y"},
	{"/nguoi 5 tạm dừng"},
	{"/nguoi 5 chuyển xã Sa Thầy", "1"},
	{"/nguoi 5 xóa", "đúng"},
	{"/caidat lịch dương lịch", "1"},
	{"/caidat lưu 1 ngày"},
	{"/bangdieuhanh xã Bờ Y"},
}

// TestForeignDuties asks for it by every command, in private and in the other commune's group.
func TestForeignDuties(t *testing.T) {
	t.Parallel()
	s := newSiege(t)
	for _, role := range attackers {
		k := chat.Key{Platform: chat.Web, Chat: string(role)}
		for _, script := range foreignDuties {
			number, _ := s.journal(t)
			for _, line := range script {
				s.holdsTrue(t, number, fmt.Sprintf("%s says %q of %q", role, line, script), s.hears(t, text("", k, line)))
			}
			s.hears(t, text("", k, "/huy"))
		}
		for _, line := range []string{"/nhom", "/nhom bỏ", "/thongbao", "/batthuong xã Bờ Y", "/han tắt", "/caidat lưu 1 ngày", "/nhatky xã Bờ Y"} {
			number, _ := s.journal(t)
			s.holdsTrue(t, number, fmt.Sprintf("%s says %q in the group", role, line), s.hears(t, inGroup(s.group, string(role), line)))
			s.hears(t, text("", k, "/huy"))
		}
	}
}

// holdsTrue is holds, and that nobody is named who is of another commune.
func (s *siege) holdsTrue(t *testing.T, number uint64, attack, answer string) {
	t.Helper()
	s.holds(t, number, attack, answer)
	if strings.Contains(answer, "of the report") {
		t.Fatalf("%s: the answer names people of another commune: %q", attack, answer)
	}
}
