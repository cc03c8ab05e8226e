package review

import (
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// Province is the unit that was reviewed.
const Province = orgunit.ID("p-kon-tum")

// Days are those of the review.
var Days = period.Range{From: period.NewDate(2010, time.June, 17), To: period.NewDate(2020, time.February, 7)}

// Figure is one figure of the review.
type Figure struct {
	Form, Key string
	N         int64
	Hedge     string // as in a summary
}

// Figures are those of the review that reports and stocks add up to.
var Figures = []Figure{
	{"phat_dong_dia_ban", form.KeyN, 3000, ""},
	{"phat_dong_dia_ban", "luot_nguoi", 350_000, ""},
	{"phat_dong_truong", form.KeyN, 180, ""},
	{"phat_dong_truong", "luot_nguoi", 80_000, ""},
	{"phat_dong_co_quan", form.KeyN, 700, ""},
	{"hoi_nghi_uy_tin", form.KeyN, 45, ""},
	{"tinh_nguyen", form.KeyN, 1000, "more"},
	{"nguon_tin", "nguon_tin", 1200, "more"},
	{"to_annd", form.StockCount, 1714, ""},
	{"to_hoa_giai", form.StockCount, 206, ""},
	{"bao_ve_dan_pho", form.StockCount, 136, ""},
	{"bao_ve_dan_pho", form.StockMembers, 539, ""},
	{"to_tu_quan", form.StockCount, 53, ""},
	{"mo_hinh_khac", form.StockCount, 45, ""},
	{"ca_chinh_quy", form.StockMembers, 366, ""},
	{"ca_ban_chuyen_trach", form.StockMembers, 558, ""},
}

// total is a figure of the review.
func total(formID, key string) int64 {
	for _, f := range Figures {
		if f.Form == formID && f.Key == key {
			return f.N
		}
	}
	return 0
}
