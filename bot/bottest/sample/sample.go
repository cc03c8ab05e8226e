// Package sample makes dossiers for the tests of documents: a month of today's province and the review of ten years.
//
// Promised: the same data at every call. Not promised: that parts agree with each other beyond what the tests read; real
// dossiers come from package report.
package sample

import (
	"fmt"
	"time"

	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

var made = report.Made{Journal: 1234, At: time.Date(2026, 10, 15, 8, 30, 0, 0, time.FixedZone("", 7*3600)), Tree: "5f3c1e9a"}

func vi(s string) i18n.Text { return i18n.Text{i18n.VI: s} }

func figure(key, noun string, n, before int64) report.Figure {
	return report.Figure{Key: key, Noun: vi(noun), N: n, Before: before}
}

func hedged(f report.Figure, hedge string) report.Figure {
	f.Hedge = hedge
	return f
}

func line(form, label string, figures ...report.Figure) report.Line {
	return report.Line{Form: form, Label: vi(label), Short: vi(label), Figures: figures}
}

// Month is October 2026, by Decree 09, of the communes of a province. One unit's name tries to be a formula.
func Month() report.Dossier {
	money := figure("tien", "đồng", 210_500_000, 0)
	money.Money = true
	lines := []report.Line{
		line("phat_dong_dia_ban", "Phát động phong trào tại địa bàn trọng điểm", figure("n", "đợt", 42, 36), figure("luot_nguoi", "lượt người", 4_914, 4_000)),
		line("tuyen_truyen", "Tuyên truyền pháp luật", figure("n", "buổi", 128, 130), figure("luot_nguoi", "lượt người", 15_360, 14_000), figure("bai", "tin, bài", 37, 20)),
		line("tinh_nguyen", "Đợt, ngày tình nguyện", hedged(figure("n", "đợt", 18, 12), report.More), figure("ngay_cong", "ngày công", 950, 700), figure("rac_kg", "kg rác", 2_300, 0)),
		line("tang_qua", "Tặng quà", figure("n", "đợt", 9, 7), figure("suat_qua", "suất quà", 421, 300), hedged(money, report.About)),
		line("nguon_tin", "Nguồn tin có giá trị", hedged(figure("nguon_tin", "nguồn tin", 14, 11), report.More)),
		line("thu_hoi_vk", "Vận động giao nộp vũ khí, vật liệu nổ", figure("sung", "khẩu súng", 6, 2), figure("vu_khi_tho_so", "vũ khí thô sơ", 11, 5)),
	}
	stocks := []report.Line{
		line("to_bvantt", "Tổ bảo vệ an ninh, trật tự ở cơ sở", figure("so_luong", "tổ", 310, 310), figure("thanh_vien", "đồng chí", 1_240, 1_238)),
		line("to_hoa_giai", "Tổ hòa giải", figure("so_luong", "tổ", 206, 206)),
	}
	p := period.New(period.ND09, period.Month, 2026, 10)
	d := report.Dossier{
		Summary: report.Summary{
			Unit: "p-quang-ngai", Name: "Công an tỉnh Quảng Ngãi", Period: report.Period{Period: p}, View: rollup.Now, AsOf: p.Range.To, Compared: true,
			Lines: lines, Stocks: stocks, Complete: report.Completeness{Due: 40, Reported: 38, Nothing: 1, Missing: []report.Unit{{ID: "k-mo-rai", Name: "Mô Rai"}, {ID: "k-ya-ly", Name: "Ya Ly"}}},
		},
		LastYear: measures(lines, 8, 10), YearTo: measures(lines, 96, 10), Made: made,
		Targets: []report.Target{{Form: "tuyen_truyen", Key: "n", Label: vi("Tuyên truyền pháp luật"), Noun: vi("buổi"), Year: 2026, Goal: 1_500, Done: 1_228}, {Form: "hien_mau", Key: "don_vi_mau", Label: vi("Hiến máu"), Noun: vi("đơn vị máu"), Year: 2026, Goal: 400, Done: 436}},
		Units:   units(lines), Months: months(p, 10),
		Parts: []report.Breakdown{{Form: "tuyen_truyen", Question: "topic", Name: vi("Tuyên truyền"), Label: vi("Chủ đề"), Choices: []report.ChoiceLines{
			{Key: "atgt", Label: vi("An toàn giao thông"), Figures: []report.Figure{figure("n", "buổi", 70, 0)}},
			{Key: "ma_tuy", Label: vi("Phòng, chống ma túy"), Figures: []report.Figure{figure("n", "buổi", 50, 0)}},
			{Figures: []report.Figure{figure("n", "buổi", 8, 0)}},
		}}},
		Models: []report.ModelLine{
			{Name: "Tiếng kẻng an ninh", Level: "province", Owner: "Phòng XDPTBVANTQ", Field: "An ninh, trật tự", State: "nhan_rong", Since: period.NewDate(2019, 5, 2)},
			{Name: "Heo đất nghĩa tình", Level: "province", Owner: "Ban Chấp hành Đoàn Thanh niên", State: "cong_nhan", Since: period.NewDate(2021, 3, 26)},
		},
	}
	d.Sources, d.Late = sources(12), sources(1)
	return d
}

// measures are the figures of lines by measure, times by/of.
func measures(lines []report.Line, by, of int64) map[string]int64 {
	m := map[string]int64{}
	for _, l := range lines {
		for _, f := range l.Figures {
			m[l.Form+"."+f.Key] = f.N * by / of
		}
	}
	return m
}

// names are some communes, in Vietnamese order. The second could hurt a spreadsheet.
var names = []string{"Bờ Y", "=1+1", "Dục Nông", "Đăk Bla", "Đăk Cấm", "Đăk Hà", "Đăk Kôi", "Đăk Long", "Đăk Mar", "Đăk Môn", "Đăk Pék", "Đăk Plô"}

func units(lines []report.Line) []report.SubUnit {
	var list []report.SubUnit
	for i, name := range names {
		u := report.SubUnit{Unit: report.Unit{ID: orgunit.ID(fmt.Sprintf("k-%d", i)), Name: name}, Heard: i != 3}
		for _, l := range lines[:3] {
			if u.Heard {
				u.Lines = append(u.Lines, line(l.Form, l.Label.In(i18n.VI), figure("n", l.Figures[0].Noun.In(i18n.VI), int64(1+i*i%7), 0)))
			}
		}
		list = append(list, u)
	}
	own := report.SubUnit{Unit: report.Unit{ID: "p-quang-ngai", Name: "Quảng Ngãi"}, Own: true}
	own.Stocks = []report.Line{line("to_hoa_giai", "Tổ hòa giải", figure("so_luong", "tổ", 206, 206))}
	return append(list, own)
}

// months are the months up to a period's, in a zigzag that grows.
func months(last period.Period, n int) []report.MonthFigures {
	list := make([]report.MonthFigures, n)
	for i := n - 1; i >= 0; i-- {
		k := int64(i)
		list[i] = report.MonthFigures{
			Period:   report.Period{Period: last},
			Figures:  map[string]int64{"tuyen_truyen.n": 90 + 12*k - 25*(k%3), "phat_dong_dia_ban.n": 20 + 3*k},
			LastYear: map[string]int64{"tuyen_truyen.n": 80 + 5*k, "phat_dong_dia_ban.n": 30 - k},
		}
		last = last.Prev()
	}
	return list
}

func sources(n int) []report.SourceLine {
	var list []report.SourceLine
	for i := range n {
		list = append(list, report.SourceLine{
			ID: uint64(i + 1), Code: fmt.Sprintf("BY-%04d", i+1), Version: 1, Days: period.NewDate(2026, 10, 1+i).Day(), Unit: "k-bo-y", Name: names[i%len(names)],
			Form: "tuyen_truyen", Label: vi("Tuyên truyền pháp luật"),
			Values: map[string]int64{"tuyen_truyen.n": 1, "tuyen_truyen.luot_nguoi": int64(80 + i), "tuyen_truyen.topic=atgt.n": 1},
		})
	}
	return list
}
