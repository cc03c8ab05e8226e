package review

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/sheet"
)

// Write writes reports, stocks and models into a folder, as .csv or .xlsx, and gives the names of the files.
func Write(dir, extension string) ([]string, error) {
	var files []string
	for name, t := range map[string]sheet.Table{"reports": Reports(), "stocks": Stocks(), "models": Models()} {
		path := filepath.Join(dir, name+extension)
		f, err := os.Create(path)
		if err != nil {
			return nil, err
		}
		if extension == ".csv" {
			err = sheet.WriteCSV(f, t)
		} else {
			err = sheet.WriteXLSX(f, t)
		}
		if err := cmp.Or(err, f.Close()); err != nil {
			return nil, fmt.Errorf("writing %s: %w", path, err)
		}
		files = append(files, path)
	}
	slices.Sort(files)
	return files, nil
}

// maker makes rows.
type maker struct {
	rng  *rand.Rand
	tree *orgunit.Tree
	rows [][]string
	wide int // how many columns
}

func newMaker(seed uint64, header ...string) *maker {
	return &maker{
		rng: rand.New(rand.NewPCG(seed, 2020)), tree: orgunit.Sample(), rows: [][]string{header}, wide: len(header), //nolint:gosec // the same each time
	}
}

// The columns of Reports.
const (
	colKey = iota
	colUnit
	colAbove
	colForm
	colDate
	colN
	colPeople
	colTips
	colProgramme
	colField
	colPlace
)

// Reports are all events and counts, with a header.
func Reports() sheet.Table {
	m := newMaker(1, "Mã dòng", "Đơn vị", "Huyện", "Hoạt động", "Ngày", "Số đợt", "Người tham gia", "Số nguồn tin", "Chương trình", "Lĩnh vực", "Địa điểm")
	m.drives()
	m.events("phat_dong_truong", 180, 180, "luot_nguoi")
	m.events("phat_dong_co_quan", 700, 650, "")
	m.events("hoi_nghi_uy_tin", 45, 45, "")
	m.volunteers()
	m.tips()
	return sheet.Table{Name: "Báo cáo", Rows: m.rows}
}

// row begins a row of a unit on a day.
func (m *maker) row(formID string, day period.Date) []string {
	row := make([]string, m.wide)
	communes := m.tree.Communes(Province, day)
	unit := communes[m.rng.IntN(len(communes))]
	row[colKey] = fmt.Sprintf("BC-%05d", len(m.rows))
	row[colUnit], row[colAbove] = m.names(unit, day)
	row[colForm], row[colDate] = formID, m.dayText(day)
	m.rows = append(m.rows, row)
	return row
}

// names are those of a unit and of the one above it, as of a day.
func (m *maker) names(unit orgunit.ID, day period.Date) (name, above string) {
	parent, _ := m.tree.Parent(unit, day)
	return m.tree.Name(unit, day), m.tree.Name(parent, day)
}

// day is any day of the review.
func (m *maker) day() period.Date { return Days.From + period.Date(m.rng.IntN(Days.Days())) }

// dayOn is a day of the review on which something holds.
func (m *maker) dayOn(holds func(period.Date) bool) period.Date {
	for {
		if d := m.day(); holds(d) {
			return d
		}
	}
}

// dayText spells a day in one of the ways that people do.
func (m *maker) dayText(d period.Date) string {
	y, month, day := d.YMD()
	switch m.rng.IntN(4) {
	case 0:
		return d.String()
	case 1:
		return fmt.Sprintf("%02d/%02d/%d", day, month, y)
	case 2:
		return fmt.Sprintf("ngày %d tháng %d năm %d", day, month, y)
	default:
		return fmt.Sprintf("%d-%d-%d", day, month, y)
	}
}

// number spells a number with or without dots.
func (m *maker) number(n int64) string {
	text := strconv.FormatInt(n, 10)
	if n < 1000 || m.rng.IntN(2) == 0 {
		return text
	}
	return text[:len(text)-3] + "." + text[len(text)-3:]
}

// split cuts a total into that many parts of at least one each.
func (m *maker) split(total int64, parts int) []int64 {
	list := make([]int64, parts)
	rest := total
	for i := range list {
		most := 2 * rest / int64(parts-i)
		list[i] = min(1+m.rng.Int64N(max(1, most-1)), rest-int64(parts-i-1))
		if i == parts-1 {
			list[i] = rest
		}
		rest -= list[i]
	}
	return list
}

// events are n events in so many rows, with the people that the review tells of.
func (m *maker) events(formID string, n int64, rows int, measure string) {
	people := make([]int64, rows)
	if measure != "" {
		people = m.split(total(formID, measure), rows)
	}
	for i, times := range m.split(n, rows) {
		row := m.row(formID, m.day())
		row[colN] = m.number(times)
		if measure != "" {
			row[colPeople] = m.number(people[i])
		}
		row[colPlace] = "thôn " + strconv.Itoa(1+m.rng.IntN(12))
	}
}

// sumRows is how many rows of drives are sums over a quarter.
const sumRows = 40

// drives are those in key areas: a row each, but some quarters in one sum.
func (m *maker) drives() {
	const formID, each = "phat_dong_dia_ban", 5
	singles := int(total(formID, form.KeyN)) - sumRows*each
	people := m.split(total(formID, "luot_nguoi"), singles+sumRows)
	for i := range singles {
		row := m.row(formID, m.day())
		row[colN], row[colPeople] = "1", m.number(people[i])
	}
	quarter := func(d period.Date) period.Period { return period.Containing(period.Plain, period.Quarter, d) }
	for i := range sumRows {
		day := m.dayOn(func(d period.Date) bool {
			q := quarter(d).Range
			return q.From >= Days.From && q.To <= Days.To
		})
		q := quarter(day)
		row := m.row(formID, q.Range.To)
		row[colDate] = fmt.Sprintf("quý %s/%d", []string{"I", "II", "III", "IV"}[q.Index-1], q.Year)
		row[colN], row[colPeople] = strconv.Itoa(each), m.number(people[singles+i])
	}
}

// volunteers are the volunteer days, on the weekdays and in the months of their programmes; some rows are hedged.
func (m *maker) volunteers() {
	programmes := map[string]func(period.Date) bool{
		"Thứ bảy tình nguyện":  func(d period.Date) bool { return d.Weekday() == time.Saturday },
		"chu_nhat_xanh":        func(d period.Date) bool { return d.Weekday() == time.Sunday },
		"Tháng Ba biên giới":   func(d period.Date) bool { return d.Time().Month() == time.March },
		"Nâng bước đến trường": func(period.Date) bool { return true },
	}
	names := []string{"Nâng bước đến trường", "Tháng Ba biên giới", "Thứ bảy tình nguyện", "chu_nhat_xanh"}
	for i, n := range m.split(total("tinh_nguyen", form.KeyN), 950) {
		name := names[m.rng.IntN(len(names))]
		row := m.row("tinh_nguyen", m.dayOn(programmes[name]))
		row[colProgramme], row[colN] = name, m.number(n)
		if i%100 == 0 {
			row[colN] = "hơn " + row[colN]
		}
	}
}

// tips are the tips of the public: counts and nothing else.
func (m *maker) tips() {
	for i, n := range m.split(total("nguon_tin", "nguon_tin"), 420) {
		row := m.row("nguon_tin", m.day())
		row[colTips], row[colField] = m.number(n), []string{"antt", "An toàn giao thông", "vu_khi"}[m.rng.IntN(3)]
		if i%60 == 0 {
			row[colTips] = "trên " + row[colTips]
		}
	}
}

// Stocks are all declarations of stocks, with a header.
func Stocks() sheet.Table {
	m := newMaker(2, "Mã dòng", "Đơn vị", "Huyện", "Loại", "Tính đến ngày", "Số lượng", "Thành viên")
	all := func(string) bool { return true }
	town := func(name string) bool { return !strings.HasPrefix(name, "Xã ") }
	for _, of := range []struct {
		form  string
		where func(name string) bool
	}{{"to_annd", all}, {"to_hoa_giai", all}, {"bao_ve_dan_pho", town}, {"to_tu_quan", all}, {"mo_hinh_khac", all}} {
		m.stock(of.form, of.where)
	}
	for _, formID := range []string{"ca_chinh_quy", "ca_ban_chuyen_trach"} {
		n := total(formID, form.StockMembers)
		m.declare(Province, formID, period.NewDate(2015, time.December, 31), 0, n/2)
		m.declare(Province, formID, Days.To, 0, n)
	}
	return sheet.Table{Name: "Số hiện có", Rows: m.rows}
}

// stock lets each of some communes declare a stock several times; the last declarations add up to the review's figure.
func (m *maker) stock(formID string, where func(name string) bool) {
	var units []orgunit.ID
	for _, u := range m.tree.Communes(Province, Days.To) {
		if where(m.tree.Name(u, Days.To)) {
			units = append(units, u)
		}
	}
	n := total(formID, form.StockCount)
	units = units[:min(len(units), int(n))]
	counts, members := m.split(n, len(units)), make([]int64, len(units))
	if of := total(formID, form.StockMembers); of > 0 {
		members = m.split(of, len(units))
	}
	for i, u := range units {
		for _, on := range []period.Date{period.NewDate(2012, time.December, 31), period.NewDate(2016, time.June, 30)} {
			if m.tree.Valid(u, on) {
				m.declare(u, formID, on, 1+m.rng.Int64N(counts[i]+2), m.rng.Int64N(members[i]+1))
			}
		}
		m.declare(u, formID, period.NewDate(2019, time.Month(1+m.rng.IntN(12)), 15), counts[i], members[i])
	}
}

// declare is one declaration.
func (m *maker) declare(unit orgunit.ID, formID string, day period.Date, count, members int64) {
	row := make([]string, m.wide)
	row[colKey], row[colForm], row[colDate] = fmt.Sprintf("TK-%05d", len(m.rows)), formID, m.dayText(day)
	row[colUnit] = m.tree.Name(unit, day)
	if unit != Province {
		row[colUnit], row[colAbove] = m.names(unit, day)
	}
	if total(formID, form.StockCount) > 0 {
		row[colDate+1] = m.number(count)
	}
	if total(formID, form.StockMembers) > 0 {
		row[colDate+2] = m.number(members)
	}
	m.rows = append(m.rows, row)
}
