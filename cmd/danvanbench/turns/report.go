package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"danvanbot/bot/period"
)

// kinds are the forms that are reported, each with its measures beside the number of events, and how a file calls it.
var kinds = []struct {
	form, called string
	a, b         string
}{
	{form: "phat_dong_dia_ban", called: "phat_dong_dia_ban", a: "luot_nguoi"},
	{form: "tuyen_truyen", called: "Tuyên truyền pháp luật", a: "luot_nguoi"},
	{form: "hien_mau", a: "don_vi_mau", b: "luc_luong"},
}

// blood is the kind of report that the chats make.
const blood = 2

// report is one row.
type report struct {
	Code     string      `json:"code,omitempty"` // of the row of a file
	Unit     int         `json:"unit"`
	Day      period.Date `json:"day"`
	Kind     int         `json:"kind"`
	Reporter int         `json:"by"`
	N        int64       `json:"n"`
	A        int64       `json:"a"`
	B        int64       `json:"b,omitempty"`
	Place    string      `json:"place,omitempty"`
}

// content is the report as a journal keeps it.
func (r report) content() []byte {
	text, _ := json.Marshal(r) // of numbers and texts
	return text
}

// amounts are the sums of one kind.
type amounts struct{ n, a, b int64 }

func (s *amounts) add(o amounts) { s.n, s.a, s.b = s.n+o.n, s.a+o.a, s.b+o.b }

// cell is where a sum stands: a unit, or whole; a day, or with a negative number a month; a kind.
type cell struct{ unit, granule, kind int }

// whole stands for all units together.
const whole = -1

// monthCell is the granule of a month.
func monthCell(d period.Date) int {
	y, m, _ := d.YMD()
	return -(y*12 + int(m) - 1)
}

// sums are what reports come to, for their units and for the whole, by day and by month.
func sums(all []report) map[cell]amounts {
	found := map[cell]amounts{}
	for _, r := range all {
		for _, unit := range []int{r.Unit, whole} {
			for _, granule := range []int{int(r.Day), monthCell(r.Day)} {
				at := cell{unit, granule, r.Kind}
				s := found[at]
				s.add(amounts{r.N, r.A, r.B})
				found[at] = s
			}
		}
	}
	return found
}

// totals are the figures of a month by form and measure, without those that are 0.
type totals map[string]int64

func (t totals) put(kind int, s amounts) {
	k := kinds[kind]
	for key, n := range map[string]int64{"n": s.n, k.a: s.a, k.b: s.b} {
		if n != 0 {
			t[k.form+"."+key] = n
		}
	}
}

// units numbers the units of files, as they come.
type units map[string]int

// read takes the rows of a file as they are: what danvanbot's import checks, nobody checks here.
func (u units) read(file []byte) ([]report, error) {
	var all []report
	rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff"))))
	rows.ReuseRecord = true
	for line := 0; ; line++ {
		row, err := rows.Read()
		switch {
		case err == io.EOF: //nolint:errorlint // Read returns it bare
			return all, nil
		case err != nil:
			return nil, err
		case line == 0: // the header
			continue
		}
		r, err := u.report(row)
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", line, err)
		}
		all = append(all, r)
	}
}

func (u units) report(row []string) (report, error) {
	day, err := time.Parse("02/01/2006", row[4])
	if err != nil {
		return report{}, err
	}
	name := row[1] + "\x00" + row[2]
	if _, known := u[name]; !known {
		u[name] = len(u)
	}
	r := report{Code: row[0], Unit: u[name], Day: period.DateOf(day), Place: row[8]}
	if row[3] == kinds[1].called {
		r.Kind = 1
	}
	if r.N, err = strconv.ParseInt(row[5], 10, 64); err != nil {
		return r, err
	}
	r.A, err = strconv.ParseInt(row[6], 10, 64)
	return r, err
}
