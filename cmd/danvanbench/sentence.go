package main

import (
	"fmt"
	"io"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/viet"
)

// report is a whole report in a sentence; reportDay is the only part of it that a rival could read.
const (
	report    = "Hôm qua xã Rờ Kơi tổ chức 1 buổi tuyên truyền ATGT, 85 người dự"
	reportDay = "Hôm qua"
)

// budget is the time that issue 3 gives a sentence, in microseconds.
const budget = 100

func printSentence(w io.Writer) {
	context := viet.Context{Sent: sent, Words: viet.NewVocabulary(orgunit.Sample())}
	parse, search, english := dateparserParse(), dateparserSearch(), whenEnglish()
	fmt.Fprintf(w, "\n%q\tµs\t\n", report)
	for _, row := range []struct {
		name string
		read func()
	}{
		{fmt.Sprintf("viet.Read, all of it (budget %d)", budget), func() { viet.Read(report, context) }},
		{parse.name + ", its day alone", func() { parse.read(reportDay) }},
		{search.name + ", the day in it", func() { search.read(report) }},
		{english.name + ", its day alone", func() { english.read(reportDay) }},
	} {
		fmt.Fprintf(w, "%s\t%5.0f\t\n", row.name, micros(row.read))
	}
}
