package sample

import (
	"strconv"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// Review is the review of ten years of the province that the product starts from, with its figures and hedges.
func Review() report.Dossier {
	days := period.Range{From: period.NewDate(2010, 6, 17), To: period.NewDate(2020, 2, 7)}
	lines := []report.Line{
		reviewed("phat_dong_dia_ban", "n", 3_000, "", "luot_nguoi", 350_000),
		reviewed("phat_dong_truong", "n", 180, "", "luot_nguoi", 80_000),
		reviewed("phat_dong_co_quan", "n", 700, "", "", 0),
		reviewed("hoi_nghi_uy_tin", "n", 45, "", "", 0),
		reviewed("tinh_nguyen", "n", 1_000, report.More, "", 0),
		reviewed("nguon_tin", "nguon_tin", 1_200, report.More, "", 0),
	}
	stocks := []report.Line{
		reviewed("to_annd", "so_luong", 1_714, "", "", 0), reviewed("to_hoa_giai", "so_luong", 206, "", "", 0),
		reviewed("bao_ve_dan_pho", "so_luong", 136, "", "thanh_vien", 539), reviewed("to_tu_quan", "so_luong", 53, "", "", 0),
		reviewed("mo_hinh_khac", "so_luong", 45, "", "", 0),
		reviewed("ca_chinh_quy", "thanh_vien", 366, "", "", 0), reviewed("ca_ban_chuyen_trach", "thanh_vien", 558, "", "", 0),
	}
	d := report.Dossier{
		Summary: report.Summary{
			Unit: "p-kon-tum", Name: "Công an tỉnh Kon Tum", Period: report.Period{Period: period.NewSpan(period.ND09, days)}, View: rollup.Was, AsOf: days.To,
			Lines: lines, Stocks: stocks, Complete: report.Completeness{Due: 102, Reported: 102},
		},
		Made: made,
	}
	d.Units, d.Months, d.Models = communes(lines, days.To), reviewMonths(days), reviewModels()
	return d
}

// reviewed is a line of a form of the catalogue, with a second figure or none.
func reviewed(id, key string, n int64, hedge, second string, m int64) report.Line {
	f, _ := form.Default().Form(id)
	l := report.Line{Form: id, Label: f.Label, Short: f.Short}
	l.Figures = append(l.Figures, report.Figure{Key: key, Noun: nounOf(f, key), N: n, Hedge: hedge})
	if second != "" {
		l.Figures = append(l.Figures, report.Figure{Key: second, Noun: nounOf(f, second), N: m})
	}
	return l
}

func nounOf(f form.Form, key string) i18n.Text {
	for _, q := range f.Measures() {
		if q.Key == key {
			return q.Noun
		}
	}
	return f.Noun
}

func communes(lines []report.Line, on period.Date) []report.SubUnit {
	tree := orgunit.Sample()
	var list []report.SubUnit
	for i, id := range tree.Communes("p-kon-tum", on) {
		u := report.SubUnit{Unit: report.Unit{ID: id, Name: tree.Name(id, on)}, Heard: true}
		for _, l := range lines {
			f := l.Figures[0]
			f.N = f.N/102 + int64(i%3)
			u.Lines = append(u.Lines, report.Line{Form: l.Form, Label: l.Label, Short: l.Short, Figures: []report.Figure{f}})
		}
		list = append(list, u)
	}
	return list
}

func reviewMonths(days period.Range) []report.MonthFigures {
	var list []report.MonthFigures
	for m := period.MonthOf(period.ND09, days.From); m.Range.From <= days.To; m = m.Next() {
		list = append(list, report.MonthFigures{
			Period:   report.Period{Period: m},
			Figures:  map[string]int64{"phat_dong_dia_ban.n": 20 + int64(m.Index), "tinh_nguyen.n": 8},
			LastYear: map[string]int64{"phat_dong_dia_ban.n": 20},
		})
	}
	return list
}

// reviewModels are 14 models of the province and 4 of districts; 3 of them were replicated.
func reviewModels() []report.ModelLine {
	var list []report.ModelLine
	for i := range 18 {
		m := report.ModelLine{ID: uint64(i + 1), Name: "Mô hình số " + strconv.Itoa(i+1), Level: "province", Owner: "Phòng Xây dựng phong trào bảo vệ an ninh Tổ quốc", State: "cong_nhan", Since: period.NewDate(2012+i%7, 3, 26), Replicated: i < 3}
		if i >= 14 {
			m.Level, m.Owner = "district", "Công an huyện Sa Thầy"
		}
		list = append(list, m)
	}
	return list
}
