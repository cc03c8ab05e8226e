package storage

import (
	"encoding/json"
	"testing"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/period"
)

// BenchmarkEncoding compares what could hold a submission; doc.go says what was chosen and why.
func BenchmarkEncoding(b *testing.B) {
	day := period.NewDate(2026, 11, 22)
	s := form.Submission{
		ID: 142, Version: 1, Form: "tuyen_truyen", Kind: form.Event, Unit: "kt-bo-y", Days: day.Day(), N: 1, Reporter: 17,
		Values:  map[string]form.Value{"luot_nguoi": {N: 85, Hedge: form.More}, "bai": {N: 2}},
		Choices: map[string]string{"topic": "atgt"}, Texts: map[string]string{"place": "nhà rông thôn Đắk Mế"},
		SentAt: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC),
	}
	codecs := []struct {
		name      string
		marshal   func(any) ([]byte, error)
		unmarshal func([]byte, any) error
	}{
		{"cbor", encoding.Marshal, decoding.Unmarshal},
		{"json", json.Marshal, json.Unmarshal},
	}
	for _, c := range codecs {
		text, err := c.marshal(s)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.name+"/marshal", func(b *testing.B) {
			for b.Loop() {
				if _, err := c.marshal(s); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(text)), "bytes")
		})
		b.Run(c.name+"/unmarshal", func(b *testing.B) {
			for b.Loop() {
				var into form.Submission
				if err := c.unmarshal(text, &into); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
