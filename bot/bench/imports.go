package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/sheet"
)

// ImportFunc takes a CSV file of reports into the data file of a folder, durably: the whole way of the command.
type ImportFunc func(ctx context.Context, dir string, csv []byte) error

// Imports is the import of rows into a fresh file.
type Imports struct {
	notes

	dir  string
	rows int
	csv  []byte
	take ImportFunc
}

// NewImports makes a file of rows, to be taken into folders below dir.
func NewImports(dir string, rows int, take ImportFunc) (*Imports, error) {
	csv, err := PastCSV(0, rows)
	return &Imports{dir: dir, rows: rows, csv: csv, take: take}, err
}

// Round takes the file in once.
func (i *Imports) Round(ctx context.Context) error {
	dir, cpu := filepath.Join(i.dir, "import"), cpuTime()
	took, err := Seconds(func() error { return i.take(ctx, dir, i.csv) })
	i.add("import", "1/s", float64(i.rows)/took)
	i.add("import_cpu", "µs", float64((cpuTime()-cpu).Microseconds())/float64(i.rows))
	return errors.Join(err, os.RemoveAll(dir))
}

// Close has nothing to do.
func (i *Imports) Close() error { return nil }

// PastCSV is a file of n reports, numbered from first, that the communes of a province made over ten years; the same ones
// each time.
func PastCSV(first, n int) ([]byte, error) {
	var csv bytes.Buffer
	err := sheet.WriteCSV(&csv, sheet.Table{Rows: pastReports(first, n)})
	return csv.Bytes(), err
}

// PastDays are the days of the reports of PastCSV.
var PastDays = period.Range{From: period.NewDate(2010, time.June, 17), To: period.NewDate(2020, time.February, 7)}

// pastProvince is whose communes made them.
const pastProvince = orgunit.ID("p-kon-tum")

func pastReports(first, n int) [][]string {
	random := rand.New(rand.NewPCG(1, uint64(first)+2)) //nolint:gosec // the same each time
	tree := orgunit.Sample()
	communes := map[int][]orgunit.ID{} // by year
	rows := [][]string{{"Mã dòng", "Đơn vị", "Huyện", "Hoạt động", "Ngày", "Số đợt", "Người tham gia", "Chủ đề", "Địa điểm"}}
	for i := range n {
		day := PastDays.From + period.Date(random.IntN(PastDays.Days()))
		year, month, on := day.YMD()
		if communes[year] == nil {
			communes[year] = tree.Communes(pastProvince, period.NewDate(year, time.January, 1))
		}
		unit := communes[year][random.IntN(len(communes[year]))]
		parent, _ := tree.Parent(unit, day)
		row := []string{
			fmt.Sprintf("BC-%07d", first+i), tree.Name(unit, day), tree.Name(parent, day), "phat_dong_dia_ban",
			fmt.Sprintf("%02d/%02d/%d", on, month, year),
			fmt.Sprint(1 + random.IntN(4)), fmt.Sprint(20 + random.IntN(200)), "", fmt.Sprintf("thôn %d", 1+random.IntN(12)),
		}
		if random.IntN(2) == 0 {
			row[3], row[7] = "Tuyên truyền pháp luật", []string{"atgt", "Phòng, chống ma túy", "pccc"}[random.IntN(3)]
		}
		rows = append(rows, row)
	}
	return rows
}
