package viet_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// brief writes a report in one line: form, day, number of events, counts, choices, "?" doubts, "!" missing, "~" unread
// numbers and "+" partners.
func brief(r viet.Report) string {
	w := []string{r.Form()}
	switch {
	case r.Reject:
		return "reject"
	case r.Date == nil:
		w = append(w, "-")
	case r.Date.Bad:
		w = append(w, "bad")
	default:
		day := strings.TrimPrefix(r.Date.Range.String(), "2026-")
		if r.Date.Ahead {
			day += ">"
		}
		w = append(w, day)
	}
	if r.N > 0 {
		w = append(w, fmt.Sprintf("n:%d", r.N))
	}
	for _, m := range slices.Sorted(maps.Keys(r.Counts)) {
		w = append(w, fmt.Sprintf("%s:%s%v", m, r.Counts[m].Hedge, r.Counts[m].Value))
	}
	for _, q := range slices.Sorted(maps.Keys(r.Choices)) {
		w = append(w, q+"="+r.Choices[q])
	}
	for _, d := range r.Doubts {
		w = append(w, "?"+d)
	}
	for _, m := range r.Missing {
		w = append(w, "!"+m)
	}
	for _, u := range r.Unread {
		w = append(w, "~"+u)
	}
	for _, p := range r.Partners {
		w = append(w, "+"+p.Name)
	}
	return strings.Join(w, " ")
}

// TestField holds what an officer typed on a phone, and the like of it. The reporter is of xã Đăk Tờ Kan.
func TestField(t *testing.T) {
	t.Parallel()
	c := context()
	c.Home = "q-dak-to-kan"
	for _, l := range []struct {
		in   string
		want []string
	}{
		// a weak word alone is no report
		{"dung", nil},
		{"đúng rồi", nil},
		{"giúp tôi với", nil},
		{"giup minh voi", nil},
		{"sua 132", nil},
		{"sửa báo cáo vừa rồi thành 30 người", nil},
		{"ok", nil},
		{"vâng", nil},
		{"làm sao để báo cáo", nil},
		{"hôm qua dựng 2 nhà cho bà con", []string{"giup_dan 11-22 nha:2"}},
		{"hqua giup ba con 12 ngay cong", []string{"giup_dan 11-22 ngay_cong:12"}},
		{"hôm qua giúp cụ Y Bình 5 ngày công", []string{"giup_dan 11-22 ngay_cong:5"}},
		{"hôm qua sửa 2 km đường", []string{"giup_dan 11-22 met_duong:2000"}},

		// several reports in one sentence
		{"Hôm qua tổ chức tuyên truyền PCCC 60 người, phát động ở trường THCS 300 học sinh, tặng 20 suất quà 6 triệu", []string{
			"tuyen_truyen 11-22 luot_nguoi:60 topic=pccc", "phat_dong_truong 11-22 luot_nguoi:300", "tang_qua 11-22 suat_qua:20 tien:6e+06",
		}},
		{"tuyên truyền ATGT 85 người và tặng 20 suất quà hôm qua", []string{
			"tuyen_truyen 11-22 luot_nguoi:85 topic=atgt", "tang_qua 11-22 suat_qua:20",
		}},
		{"21/11: 1. Tuyên truyền ATGT 85 người 2. Tặng quà 20 suất", []string{
			"tuyen_truyen 11-21 luot_nguoi:85 topic=atgt", "tang_qua 11-21 suat_qua:20",
		}},
		{"21/11:\n1. Tuyên truyền ATGT 85 người\n2. Tặng quà 20 suất", []string{
			"tuyen_truyen 11-21 luot_nguoi:85 topic=atgt", "tang_qua 11-21 suat_qua:20",
		}},
		{"hqua tt atgt 85 ng - tt ma tuy 60 ng", []string{
			"tuyen_truyen 11-22 luot_nguoi:85 topic=atgt", "tuyen_truyen 11-22 luot_nguoi:60 topic=ma_tuy",
		}},
		{"Tuyên truyền ATGT 85 người. Hiến máu 12 đơn vị ngày 21/11", []string{
			"tuyen_truyen 11-21 luot_nguoi:85 topic=atgt", "hien_mau 11-21 don_vi_mau:12",
		}},
		{"tuyen truyen atgt 21/11 85 nguoi, 22/11 90 nguoi", []string{
			"tuyen_truyen 11-21 luot_nguoi:85 topic=atgt", "tuyen_truyen 11-22 luot_nguoi:90 topic=atgt",
		}},
		{"tuyen truyen pccc 60 nguoi phat dong o truong thcs 300 hs tang 20 suat qua hqua", []string{
			"tuyen_truyen 11-22 luot_nguoi:60 topic=pccc", "phat_dong_truong 11-22 luot_nguoi:300", "tang_qua 11-22 suat_qua:20",
		}},
		{"hôm qua trao 10 suất quà tại buổi tuyên truyền 85 người", []string{"tang_qua 11-22 suat_qua:10 ~85 người"}},
		{"bữa qua tt atgt 85 ng. bữa kia tặng 20 sq", []string{"tuyen_truyen 11-22 luot_nguoi:85 topic=atgt", "tang_qua 11-21 suat_qua:20"}},
		{"tuyên truyền ATGT, 85 người, phát động ở thôn 3, 90 người hôm qua", []string{"tuyen_truyen 11-22 luot_nguoi:85 topic=atgt", "phat_dong_dia_ban 11-22 luot_nguoi:90"}},
		{"hôm qua phát động thôn 3 85 người, thôn 4 90 người", []string{"phat_dong_dia_ban 11-22 luot_nguoi:85 ?luot_nguoi"}},
		{"ra quân chủ nhật xanh 22/11 30 ĐVTN, trồng 50 cây, thu gom 2 tấn rác", []string{"tinh_nguyen 11-22 cay:50 luc_luong:30 rac_kg:2000 programme=chu_nhat_xanh"}},

		// corrections and sums
		{"hôm qua tuyên truyền ATGT 85 người, à nhầm 95 người", []string{"tuyen_truyen 11-22 luot_nguoi:95 topic=atgt"}},
		{"hqua tt atgt 85 ng, nham 95 ng", []string{"tuyen_truyen 11-22 luot_nguoi:95 topic=atgt"}},
		{"hqua tt atgt 85 ng, chính xác là 95", []string{"tuyen_truyen 11-22 luot_nguoi:95 topic=atgt"}},
		{"hôm qua, à nhầm hôm kia tuyên truyền ATGT 85 người", []string{"tuyen_truyen 11-21 luot_nguoi:85 topic=atgt"}},
		{"hôm qua tặng 20 suất quà, 5 triệu, sửa lại 25 suất", []string{"tang_qua 11-22 suat_qua:25 tien:5e+06"}},
		{"hôm qua tuyên truyền ATGT 410 em học sinh và 32 thầy cô", []string{"tuyen_truyen 11-22 luot_nguoi:442 topic=atgt"}},
		{"hôm qua tuyên truyền ATGT 85 người, 95 người", []string{"tuyen_truyen 11-22 luot_nguoi:85 topic=atgt ?luot_nguoi"}},
		{"hôm qua tuyên truyền ATGT khoảng 200 cháu với 12 cô", []string{"tuyen_truyen 11-22 luot_nguoi:about212 topic=atgt"}},

		// documents
		{"Thực hiện Kế hoạch số 123/KH-CAT ngày 15/10/2026, ngày 20/11/2026, Công an xã Bờ Y tổ chức 02 buổi tuyên truyền ATGT, 150 người", []string{
			"tuyen_truyen 11-20 n:2 luot_nguoi:150 topic=atgt",
		}},
		{"thuc hien cong van so 45/CV-CAT ngay 2/11, hom qua tang 20 suat qua", []string{"tang_qua 11-22 suat_qua:20"}},
		{"Thực hiện Chỉ thị 05 ngày 15/10/2026 của Bộ Công an, hôm qua tặng 20 suất quà", []string{"tang_qua 11-22 suat_qua:20"}},
		{"ngày 20/11 và sau đó ngày 10/11 tặng 20 suất quà", []string{"tang_qua 11-20 suat_qua:20 ?date"}},

		// prices
		{"hôm qua tặng 20 suất quà, mỗi suất 500 nghìn", []string{"tang_qua 11-22 suat_qua:20 tien:1e+07"}},
		{"hôm qua tặng 20 suất quà 500.000đ", []string{"tang_qua 11-22 suat_qua:20 tien:500000 ?tien"}},
		{"hôm qua tặng 3 suất quà 1 triệu", []string{"tang_qua 11-22 suat_qua:3 tien:1e+06 ?tien"}},
		{"hôm qua tặng 20 suất quà tổng 3 triệu", []string{"tang_qua 11-22 suat_qua:20 tien:3e+06"}},

		// nothing by guess
		{"nguồn tin ma túy 2 tin hôm nay", []string{"nguon_tin 11-23 nguon_tin:2"}},
		{"hôm nay 2 nguồn tin về ANTT", []string{"nguon_tin 11-23 nguon_tin:2 field=antt"}},

		// numbers that were not understood
		{"hôm qua tuyên truyền ATGT năm trăm mấy chục em", []string{"tuyen_truyen 11-22 topic=atgt !luot_nguoi"}},
		{"hôm qua tuyên truyền ATGT 30 mấy người", []string{"tuyen_truyen 11-22 topic=atgt !luot_nguoi"}},
		{"hôm qua tuyên truyền ATGT không có ai dự", []string{"tuyen_truyen 11-22 luot_nguoi:0 topic=atgt"}},
		{"diễn đàn hôm qua 120 người, 15 ý kiến, trả lời 12", []string{"dien_dan 11-22 luot_nguoi:120 y_kien:15 y_kien_tra_loi:12"}},
		{"hôm qua hiến máu 12 đơn vị, 300 cây", []string{"hien_mau 11-22 cay:300 don_vi_mau:12 ~300 cây"}},
		{"hôm qua tuyên truyền ATGT 85 người, 17 con bò", []string{"tuyen_truyen 11-22 luot_nguoi:85 topic=atgt ~17 con bò"}},

		{"hôm qua phát động 5 thôn 300 người", []string{"phat_dong_dia_ban 11-22 luot_nguoi:300 ~5 thôn"}},
		{"tặng 30 suất quà trị giá 15 triệu ngày 20/11", []string{"tang_qua 11-20 suat_qua:30 tien:1.5e+07"}},
		{"hqua tt atgt 85 ng, trong đó 30 nữ", []string{"tuyen_truyen 11-22 luot_nguoi:85 topic=atgt ~30 nữ"}},
		{"hôm qua khám bệnh 85 người, cấp thuốc 60 suất, 3 lượt xe", []string{"kham_benh 11-22 luot_nguoi:85 suat_thuoc:60 ~3 lượt xe"}},

		// days
		{"phát động ở thôn 3 hôm qua 85 người", []string{"phat_dong_dia_ban 11-22 luot_nguoi:85"}},
		{"hôm 21 tuyên truyền ATGT 85 người", []string{"tuyen_truyen 11-21 luot_nguoi:85 topic=atgt"}},
		{"ngày 25/11 tuyên truyền ATGT 85 người", []string{"tuyen_truyen 2025-11-25> luot_nguoi:85 topic=atgt ?date"}},
		{"mai tuyên truyền ATGT 85 người", []string{"tuyen_truyen 11-24> luot_nguoi:85 topic=atgt ?date"}},
		{"31/11 tuyên truyền atgt 85 người", []string{"tuyen_truyen bad luot_nguoi:85 topic=atgt ?date !date"}},
		{"32/11 tuyên truyền atgt 85 người", []string{"tuyen_truyen bad luot_nguoi:85 topic=atgt ?date !date"}},
		{"thứ 8 tuyên truyền atgt 85 người", []string{"tuyen_truyen bad luot_nguoi:85 topic=atgt ?date !date"}},

		// partners
		{"hôm qua cùng xã Sa Thầy tuyên truyền atgt 50 người", []string{"tuyen_truyen 11-22 luot_nguoi:50 topic=atgt +Xã Sa Thầy"}},
		{"hqua phoi hop voi ca xa bo y tang 20 suat qua", []string{"tang_qua 11-22 suat_qua:20 +Xã Bờ Y"}},
	} {
		var got []string
		for _, r := range viet.Read(l.in, c) {
			got = append(got, brief(r))
			if len(r.Units) != 1 || len(r.Partners) > 0 && r.Units[0].ID != c.Home {
				t.Errorf("%q: got units %v", l.in, r.Units)
			}
		}
		if !slices.Equal(got, l.want) {
			t.Errorf("%q:\n got %q\nwant %q", l.in, got, l.want)
		}
	}
}

func TestTwoDaysAreOffered(t *testing.T) {
	t.Parallel()
	got := viet.Read("ngày 20/11 và sau đó ngày 10/11 tặng 20 suất quà", context())
	if want := period.NewDate(2026, 11, 10).Day(); len(got) != 1 || !slices.Contains(got[0].Date.Alts, want) {
		t.Errorf("got %+v, want the other day among Alts", got)
	}
}

func TestDocumentNumberIsNoPlan(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int{
		"Thực hiện Kế hoạch số 123/KH-CAT ngày 15/10/2026":                                 0,
		"Thực hiện Kế hoạch số 86/KH-CAT về tuần tra":                                      0,
		"Thực hiện Kế hoạch tuần tra số 123/KH-CAT ngày 15/10/2026, tuyên truyền 85 người": 0,
		"kế hoạch tuần tra đêm mai: 5 đồng chí ở ngã ba":                                   1,
	} {
		if got := viet.Filter(in); len(got) != want {
			t.Errorf("%q: got %v, want %d findings", in, got, want)
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		measure, in string
		want        viet.Fit
	}{
		{"ngay_cong", "25", viet.NoNoun},
		{"ngay_cong", "25 công", viet.Fits},
		{"ngay_cong", "hai mươi lăm đồng chí", viet.OtherNoun},
		{"tien", "25 đồng chí", viet.OtherNoun},
		{"tien", "5 triệu đồng", viet.Fits},
		{"tien", "5 triệu", viet.NoNoun},
		{"luot_nguoi", "1 nguồn tin ANTT hôm nay", viet.OtherNoun},
		{"luot_nguoi", "50 đồng chí", viet.Fits},
		{"luc_luong", "50 người", viet.Fits},
		{"met_duong", "2 km", viet.Fits},
		{"suat_thuoc", "30 suất", viet.Fits},
		{"y_kien_tra_loi", "12 ý kiến", viet.Fits},
		{"phieu_thu", "50 phiếu", viet.Fits},
		{viet.FieldN, "2 buổi", viet.Fits},
		{viet.FieldN, "85 người", viet.OtherNoun},
		{"suat_qua", "20 suất quà", viet.Fits},
		{"suat_qua", "20 người", viet.OtherNoun},
	} {
		n, ok := viet.Number(c.in)
		if got := words().Answers(c.measure, n); !ok || got != c.want {
			t.Errorf("%s answered by %q (%q): got %v, want %v", c.measure, c.in, n.Unit, got, c.want)
		}
	}
}

func TestEach(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{"mỗi suất 500 nghìn": true, "moi suat 500k": true, "500.000đ/suất": true, "500 nghìn": false, "tổng 5 triệu": false} {
		if n, ok := viet.Number(in); !ok || n.Each != want {
			t.Errorf("%q: got %+v, want each %v", in, n, want)
		}
	}
}

func TestQuestion(t *testing.T) {
	t.Parallel()
	today := period.NewDate(2026, 11, 23)
	for _, c := range []struct {
		in, days, name string
		missing        bool
	}{
		{"tổng hợp tháng 10 toàn tỉnh", "2026-09-15..2026-10-14", "", false},
		{"cho tôi xem số liệu của xã Bờ Y trong tháng 10", "2026-09-15..2026-10-14", "xã Bờ Y", false},
		{"cho toi so lieu bo y thang 10", "2026-09-15..2026-10-14", "bo y", false},
		{"tháng 12 dương lịch bao nhiêu người", "2025-12-01..2025-12-31", "", false},
		{"tổng hợp tháng 10 theo nghị định 09", "2026-09-15..2026-10-14", "", false},
		{"thống kê từ đầu năm đến nay", "2025-12-15..2026-11-23", "", false},
		{"tổng hợp từ đầu năm khu vực Sa Thầy", "2025-12-15..2026-11-23", "khu vực Sa Thầy", false},
		{"tổng hợp 10 năm qua", "2016-11-24..2026-11-23", "", false},
		{"tổng hợp 10 năm", "2016-11-24..2026-11-23", "", false},
		{"số liệu quý 3 của Công an tỉnh", "2026-06-15..2026-09-14", "", false},
		{"ai chưa báo cáo tháng này", "2026-11-15..2026-12-14", "", true},
		{"còn thiếu ai", "", "", true},
		{"thieu ai thang 10 khu vuc sa thay", "2026-09-15..2026-10-14", "khu vuc sa thay", true},
		{"tháng 10 có bao nhiêu buổi tuyên truyền ở Bờ Y?", "2026-09-15..2026-10-14", "Bờ Y", false},
	} {
		q, ok := viet.Question(c.in, today, period.ND09)
		days := ""
		if q.HasPeriod {
			days = q.Period.Range.String()
		}
		if !ok || days != c.days || q.Name != c.name || q.Missing != c.missing {
			t.Errorf("%q: got %v %q %q missing %v, want %q %q %v", c.in, ok, days, q.Name, q.Missing, c.days, c.name, c.missing)
		}
	}
}

func TestAsks(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{
		"tổng hợp tháng 10": true, "so lieu bo y": true, "Tháng 10 có bao nhiêu người?": true, "con thieu ai": true,
		"ai chưa báo cáo": true, "số này từ đâu": true, "thong ke quy 3": true, "xã nào chưa báo cáo": true,
		"tuyên truyền ATGT 85 người": false, "hôm qua tặng 20 suất quà": false, "85": false, "ok": false, "": false,
		"Tổng hợp ngày 22/11: tuyên truyền ATGT 85 người": false,
	} {
		if got := viet.Asks(in); got != want {
			t.Errorf("%q: got %v, want %v", in, got, want)
		}
	}
}
