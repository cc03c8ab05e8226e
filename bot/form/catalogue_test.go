package form_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// TestDefaultMeasures holds the embedded catalogue against the list of what is reported.
func TestDefaultMeasures(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"phat_dong_dia_ban":   "event luot_nguoi",
		"phat_dong_truong":    "event luot_nguoi giao_vien hoc_sinh sinh_vien",
		"phat_dong_co_quan":   "event luot_nguoi",
		"tuyen_truyen":        "event luot_nguoi bai luot_xem",
		"hoi_nghi_uy_tin":     "event luot_nguoi",
		"dien_dan":            "event luot_nguoi y_kien y_kien_tra_loi phieu_phat phieu_thu phieu_hai_long",
		"tinh_nguyen":         "event luc_luong luot_nguoi ngay_cong cay rac_kg met_duong",
		"giup_dan":            "event ngay_cong luc_luong ho luot_nguoi nha met_duong tien",
		"tang_qua":            "event suat_qua tien",
		"kham_benh":           "event luot_nguoi suat_thuoc",
		"hien_mau":            "event don_vi_mau luc_luong",
		"nguon_tin":           "count nguon_tin",
		"thu_hoi_vk":          "count sung vu_khi_tho_so phao_kg",
		"cam_hoa":             "count nguoi",
		"mo_hinh":             "count mo_hinh thanh_vien ho",
		"luu_dong":            "event luot_nguoi ho",
		"to_annd":             "stock so_luong",
		"to_hoa_giai":         "stock so_luong",
		"bao_ve_dan_pho":      "stock so_luong thanh_vien",
		"to_tu_quan":          "stock so_luong",
		"mo_hinh_khac":        "stock so_luong",
		"to_bvantt":           "stock so_luong thanh_vien",
		"ca_chinh_quy":        "stock thanh_vien",
		"ca_ban_chuyen_trach": "stock thanh_vien",
	}
	got := map[string]string{}
	for _, f := range form.Default().Forms {
		got[f.ID] = f.Kind.String()
		for _, q := range f.Measures() {
			got[f.ID] += " " + q.Key
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDefaultChoices(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"tuyen_truyen.topic":    "atgt ma_tuy pccc mua_ban_nguoi toi_pham khac",
		"tinh_nguyen.programme": "thu_bay_tinh_nguyen chu_nhat_xanh thang_ba_bien_gioi nang_buoc_den_truong thang_thanh_nien 24_gio_trai_nghiem khac",
		"tang_qua.beneficiary":  "chinh_sach khuyet_tat mo_coi hoc_sinh_ngheo ho_ngheo khac",
		"nguon_tin.field":       "antt atgt vu_khi",
		"mo_hinh.stage":         "xay_dung nhan_rong",
	}
	got := map[string]string{}
	for _, f := range form.Default().Forms {
		for _, q := range f.Questions {
			var keys []string
			for _, c := range q.Choices {
				keys = append(keys, c.Key)
			}
			if keys != nil {
				got[f.ID+"."+q.Key] = strings.Join(keys, " ")
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDefaultIsAskable holds every form to what makes it quick and clear to fill in.
func TestDefaultIsAskable(t *testing.T) {
	t.Parallel()
	common := 0
	for _, f := range form.Default().Forms {
		if f.Common {
			common++
		}
		asked := 0
		for _, q := range f.Questions {
			if !q.Detail && q.Key != form.KeyUnit {
				asked++
			}
			checkWords(t, f, q)
		}
		if asked > 5 {
			t.Errorf("%s asks %d questions, want at most 5", f.ID, asked)
		}
		if f.Icon == "" || f.Short.In(i18n.VI) == "" || f.Short.In(i18n.EN) == "" || f.Label.In(i18n.EN) == "" {
			t.Errorf("%s lacks an icon or a label", f.ID)
		}
		if n := len([]rune(f.Short.In(i18n.VI))); n > 22 {
			t.Errorf("%s has a button of %d letters", f.ID, n)
		}
		if (f.Kind == form.Event) != (f.Noun.In(i18n.VI) != "") {
			t.Errorf("%s: an event, and nothing else, needs a noun", f.ID)
		}
	}
	if common != 5 {
		t.Errorf("got %d common forms, want 5, so that the menu is short", common)
	}
}

func checkWords(t *testing.T, f form.Form, q form.Question) {
	t.Helper()
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		if q.Label.In(lang) == "" || q.Ask.In(lang) == "" {
			t.Errorf("%s.%s has no label or question in %s", f.ID, q.Key, lang)
		}
		if q.Counts() && q.Key != form.KeyN && q.Noun.In(lang) == "" {
			t.Errorf("%s.%s has no noun in %s", f.ID, q.Key, lang)
		}
		for _, c := range q.Choices {
			if c.Label.In(lang) == "" {
				t.Errorf("%s.%s=%s has no label in %s", f.ID, q.Key, c.Key, lang)
			}
		}
	}
	if q.Counts() && (q.SoftMax == nil || q.Example == "") {
		t.Errorf("%s.%s has no soft limit or no example", f.ID, q.Key)
	}
}

func TestRestrictedFormsTakeNumbersOnly(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"nguon_tin", "cam_hoa"} {
		f, _ := form.Default().Form(id)
		if !f.Restricted || f.Kind != form.Count {
			t.Errorf("%s must be a restricted count", id)
		}
	}
}

func TestSoftLimitOfDrives(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"phat_dong_dia_ban", "phat_dong_truong", "phat_dong_co_quan"} {
		f, _ := form.Default().Form(id)
		q, _ := f.Question("luot_nguoi")
		for n, want := range map[int64]form.Verdict{-1: form.TooSmall, 0: form.Fine, 2000: form.Fine, 2001: form.Odd, 10_000_001: form.TooLarge} {
			if got := q.Check(n); got != want {
				t.Errorf("%s with %d people: got %d, want %d", id, n, got, want)
			}
		}
	}
}

func TestProgrammesHaveTheirDays(t *testing.T) {
	t.Parallel()
	f, _ := form.Default().Form("tinh_nguyen")
	q, _ := f.Question("programme")
	day := func(s string) period.Range {
		d, err := period.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d.Day()
	}
	tests := []struct {
		choice string
		days   period.Range
		want   bool
	}{
		{"thu_bay_tinh_nguyen", day("2026-11-21"), true},
		{"thu_bay_tinh_nguyen", day("2026-11-22"), false},
		{"thu_bay_tinh_nguyen", period.Range{From: day("2026-11-20").From, To: day("2026-11-22").To}, true},
		{"chu_nhat_xanh", day("2026-11-22"), true},
		{"chu_nhat_xanh", day("2026-11-21"), false},
		{"thang_ba_bien_gioi", day("2026-03-31"), true},
		{"thang_ba_bien_gioi", day("2026-04-01"), false},
		{"khac", day("2026-04-01"), true},
	}
	for _, tt := range tests {
		c, ok := q.Choice(tt.choice)
		if !ok {
			t.Fatalf("there is no programme %s", tt.choice)
		}
		if got := c.Fits(tt.days); got != tt.want {
			t.Errorf("%s on %v: got %v, want %v", tt.choice, tt.days, got, tt.want)
		}
	}
}

func TestOn(t *testing.T) {
	t.Parallel()
	c := form.Default()
	valid := func(day period.Date) map[string]bool {
		ids := map[string]bool{}
		for _, f := range c.On(day) {
			ids[f.ID] = true
		}
		return ids
	}
	before, after := valid(period.NewDate(2024, 6, 30)), valid(period.NewDate(2024, 7, 1))
	if !before["bao_ve_dan_pho"] || before["to_bvantt"] || after["bao_ve_dan_pho"] || !after["to_bvantt"] || after["ca_ban_chuyen_trach"] {
		t.Errorf("got %v before and %v after 1 July 2024", before, after)
	}
	if f, _ := c.Form("ca_chinh_quy"); f.Level != orgunit.Province {
		t.Errorf("got level %q, want the province alone to declare it", f.Level)
	}
}
