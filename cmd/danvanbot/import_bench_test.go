package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"syscall"
	"testing"
	"time"

	"danvanbot/bot/bottest/review"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/sheet"
)

var importRows = flag.Int("import-rows", 100_000, "rows of BenchmarkImport")

// BenchmarkImport is the whole way of a CSV into a fresh file: reading, storing, committing durably. cpu-µs/row is what all
// goroutines take, peak-MB the memory that the process holds at most, the file included.
func BenchmarkImport(b *testing.B) {
	data := pastReports(b, *importRows)
	var cpu time.Duration
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		a, err := newApp(console{out: io.Discard, err: io.Discard, getenv: func(string) string { return "" }}, "")
		if err != nil {
			b.Fatal(err)
		}
		a.cfg.DataDir, a.file = b.TempDir(), bytes.NewReader(data)
		db, err := a.open()
		if err != nil {
			b.Fatal(err)
		}
		before := cpuTime(b)
		b.StartTimer()
		if err := importTask(context.Background(), a, db, importFlags{kind: "reports", calendar: period.Plain.ID}.args()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		cpu += cpuTime(b) - before
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	rows := float64(*importRows * b.N)
	b.ReportMetric(rows/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(cpu.Microseconds())/rows, "cpu-µs/row")
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/1e6, "peak-MB")
}

func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// pastReports is a CSV of n reports that the communes of a province made over ten years, the same ones each time.
func pastReports(b testing.TB, n int) []byte {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same each time
	tree := orgunit.Sample()
	communes := map[period.Date][]orgunit.ID{}
	rows := [][]string{{"Mã dòng", "Đơn vị", "Huyện", "Hoạt động", "Ngày", "Số đợt", "Người tham gia", "Chủ đề", "Địa điểm"}}
	for i := range n {
		day := review.Days.From + period.Date(random.IntN(review.Days.Days()))
		year, month, on := day.YMD()
		if first := period.NewDate(year, 1, 1); communes[first] == nil {
			communes[first] = tree.Communes(review.Province, first)
		}
		all := communes[period.NewDate(year, 1, 1)]
		unit := all[random.IntN(len(all))]
		parent, _ := tree.Parent(unit, day)
		row := []string{
			fmt.Sprintf("BC-%06d", i), tree.Name(unit, day), tree.Name(parent, day), "phat_dong_dia_ban", fmt.Sprintf("%02d/%02d/%d", on, month, year),
			fmt.Sprint(1 + random.IntN(4)), fmt.Sprint(20 + random.IntN(200)), "", fmt.Sprintf("thôn %d", 1+random.IntN(12)),
		}
		if random.IntN(2) == 0 {
			row[3], row[7] = "Tuyên truyền pháp luật", []string{"atgt", "Phòng, chống ma túy", "pccc"}[random.IntN(3)]
		}
		rows = append(rows, row)
	}
	var csv bytes.Buffer
	if err := sheet.WriteCSV(&csv, sheet.Table{Rows: rows}); err != nil {
		b.Fatal(err)
	}
	return csv.Bytes()
}
