package viet_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/viet"
)

// TestReports holds what the development set does not: sums, prices, verbs, several reports, asked values.
func TestReports(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{
			"Sáng 22/11 CAX Sa Thầy phát động phong trào tại trường THCS, 410 em học sinh và 32 thầy cô",
			`{"kind":"phat_dong_truong","date":"2026-11-22","place":"Xã Sa Thầy","n":1,"counts":{"luot_nguoi":442},"derived":["luot_nguoi"]}`,
		},
		{
			"pd truong tieu hoc xa mang ri 300 hs 25 gv sang 19/11",
			`{"kind":"phat_dong_truong","date":"2026-11-19","place":"Xã Măng Ri","n":1,"counts":{"luot_nguoi":325},"derived":["luot_nguoi"]}`,
		},
		{
			"xã Đăk Rve 14/11 phát động 3 đợt, mỗi đợt 50 người",
			`{"kind":"phat_dong_dia_ban","date":"2026-11-14","place":"Xã Đăk Rve","n":3,"counts":{"luot_nguoi":150},"derived":["luot_nguoi"]}`,
		},
		{
			"Ngày 21/11 xã Ngọk Réo tặng 20 phần quà (500.000đ/phần) cho trẻ mồ côi",
			`{"kind":"tang_qua","date":"2026-11-21","place":"Xã Ngọk Réo","n":1,"counts":{"suat_qua":20,"tien":10000000},"derived":["tien"]}`,
		},
		{
			"dien dan xa ngoc linh 15/11 co 130 ng du, 18 y kien, tra loi 15 y kien",
			`{"kind":"dien_dan","date":"2026-11-15","place":"Xã Ngọc Linh","n":1,"counts":{"luot_nguoi":130,"y_kien":18,"y_kien_tra_loi":15}}`,
		},
		{
			`Nội dung: Tuyên truyền phòng chống ma túy\nĐịa điểm: xã Măng Ri\nThời gian: 18/11/2026\nSố người dự: 85`,
			`{"kind":"tuyen_truyen","topic":"ma_tuy","date":"2026-11-18","place":"Xã Măng Ri","n":1,"counts":{"luot_nguoi":85}}`,
		},
		{
			"Hôm qua xã Bờ Y: 2 buổi tuyên truyền ATGT, 150 người; tặng 30 suất quà cho hộ nghèo",
			`{"reports":[{"kind":"tuyen_truyen","topic":"atgt","date":"2026-11-22","place":"Xã Bờ Y","n":2,"counts":{"luot_nguoi":150}},` +
				`{"kind":"tang_qua","date":"2026-11-22","place":"Xã Bờ Y","n":1,"counts":{"suat_qua":30}}]}`,
		},
		{
			"tuyên truyền ATGT hôm qua vài chục người ở Bờ Y",
			`{"kind":"tuyen_truyen","topic":"atgt","date":"2026-11-22","place":"Xã Bờ Y","n":1,"counts":{},"missing":["luot_nguoi"]}`,
		},
		{
			"ngày 30/2 xã Bờ Y tặng quà 10 suất",
			`{"kind":"tang_qua","date":null,"place":"Xã Bờ Y","n":1,"counts":{"suat_qua":10},"missing":["date"],"ambiguous":true}`,
		},
		{
			"dak ha tang qua 30 suat hqua",
			`{"kind":"tang_qua","date":"2026-11-22","place":"Xã Đăk Hà","n":1,"counts":{"suat_qua":30},"ambiguous":true}`,
		},
		{
			"phát động tại công ty, 70 công nhân xã Ia Tơi 11/11",
			`{"kind":"phat_dong_co_quan","date":"2026-11-11","place":"Xã Ia Tơi","n":1,"counts":{"luot_nguoi":70}}`,
		},
		{
			"xa4 Bo72 Y tuye6n truye62n ma tu1y 60 ngu7o7i2 ho6m qua",
			`{"kind":"tuyen_truyen","topic":"ma_tuy","date":"2026-11-22","place":"Xã Bờ Y","n":1,"counts":{"luot_nguoi":60}}`,
		},
		{
			"Công an xã Hơ Moong tặng 10 suất quà ngày 12/5/2024",
			`{"kind":"tang_qua","date":"2024-05-12","place":"Xã Hơ Moong","n":1,"counts":{"suat_qua":10}}`,
		},
		{
			"xã Bờ Y, 20/11, tuyên truyền PCCC, 15 CBCS tham gia, 120 người nghe",
			`{"kind":"tuyen_truyen","topic":"pccc","date":"2026-11-20","place":"Xã Bờ Y","n":1,"counts":{"luot_nguoi":120}}`,
		},
		{
			"Hôm qua tặng 30 suất quà trị giá 500.000đ xã Bờ Y",
			`{"kind":"tang_qua","date":"2026-11-22","place":"Xã Bờ Y","n":1,"counts":{"suat_qua":30,"tien":500000},"ambiguous":true}`,
		},
		{
			`Báo cáo ngày 22/11 xã Bờ Y:\n- Tặng quà: 20 suất\n- Trồng 50 cây`,
			`{"reports":[{"kind":"tang_qua","date":"2026-11-22","place":"Xã Bờ Y","n":1,"counts":{"suat_qua":20}},` +
				`{"kind":"tinh_nguyen","date":"2026-11-22","place":"Xã Bờ Y","n":1,"counts":{"cay":50}}]}`,
		},
		{"chuyên án 126T tại xã Bờ Y", `{"reject":true,"flags":["classified"]}`},
		{"Xin chào", `{"kind":null,"missing":["kind"]}`},
		{"", `{"kind":null,"missing":["kind"]}`},
	} {
		if diff := cmp.Diff(parseJSON(t, c.want), plainJSON(t, viet.WantReport(c.in, context()))); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", c.in, diff)
		}
	}
}

func TestHomeIsMeant(t *testing.T) {
	t.Parallel()
	c := context()
	c.Home = "q-tu-mo-rong"
	for _, in := range []string{"tang qua 30 suat hqua", "dak ha tang qua 30 suat hqua"} {
		got := viet.Read(in, c)
		if len(got) != 1 || len(got[0].Units) != 1 || got[0].Units[0].ID != c.Home || got[0].Ambiguous() {
			t.Errorf("%q: got %+v, want the reporter's own unit", in, got)
		}
	}
}

// TestFormAddedByData holds that a form of the catalogue that this package never heard of is read.
func TestFormAddedByData(t *testing.T) {
	t.Parallel()
	c := context()
	c.Words = viet.NewVocabulary(testTree(), viet.Entries{
		Nouns:    []viet.NounWords{{Key: "gieng", Words: "giếng|giếng nước"}},
		Measures: []viet.MeasureNouns{{Key: "gieng", From: map[string]int64{"gieng": 1}}},
		Forms:    []viet.FormWords{{ID: "khoan_gieng", Event: true, Measures: []string{"gieng"}, Words: []viet.Weighted{{Words: "khoan giếng|khoan", Weight: 5}}}},
	})
	got := viet.Read("hqua xa bo y khoan 2 gieng", c)
	if len(got) != 1 || got[0].Form() != "khoan_gieng" || got[0].Counts["gieng"].Value != 2 || !c.Words.HasForm("khoan_gieng") {
		t.Errorf("got %+v", got)
	}
}

func TestConvert(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		measure, in string
		want        int64
		ok          bool
	}{
		{"met_duong", "1,5 km", 1500, true},
		{"met_duong", "300", 300, true},
		{"rac_kg", "2 tấn", 2000, true},
		{"rac_kg", "3 tạ", 300, true},
		{"met_duong", "5 người", 0, false},
		{"luot_nguoi", "2,5", 0, false},
		{"tien", "1tr5 đồng", 1_500_000, true},
	} {
		n, _ := viet.Number(c.in)
		got, ok := words().Convert(c.measure, n)
		if v, _ := got.Int(); ok != c.ok || ok && v != c.want {
			t.Errorf("%s of %q: got %v %v, want %d %v", c.measure, c.in, v, ok, c.want, c.ok)
		}
	}
}
