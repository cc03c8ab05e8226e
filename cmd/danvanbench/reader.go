package main

import (
	"fmt"
	"time"

	dateparser "github.com/markusmobius/go-dateparser"
	"github.com/markusmobius/go-dateparser/date"
	"github.com/olebedev/when"

	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// days is what a reader answers: both ends included, both empty where it reads nothing.
type days struct {
	from, to string
	asked    bool // it would ask before it used them
}

// reader is one way to read days.
type reader struct {
	name string
	read func(text string) days
}

func danvanbot() reader {
	today := period.NewDate(sent.Year(), sent.Month(), sent.Day())
	return reader{"danvanbot/bot/viet", func(text string) days {
		w := viet.WantDate(text, today)
		if w["reject"] == true {
			return days{}
		}
		return days{fmt.Sprint(w["from"]), fmt.Sprint(w["to"]), w["ambiguous"] == true}
	}}
}

// vietnamese is the setting that serves go-dateparser best: day before month, and the past preferred.
func vietnamese() *dateparser.Configuration {
	return &dateparser.Configuration{
		Languages: []string{"vi"}, DateOrder: dateparser.DMY, CurrentTime: sent, PreferredDateSource: dateparser.Past,
	}
}

func dateparserParse() reader {
	parser, config := new(dateparser.Parser), vietnamese()
	return reader{"markusmobius/go-dateparser, Parse", func(text string) days {
		d, err := parser.Parse(config, text)
		if err != nil {
			return days{}
		}
		return spread(d)
	}}
}

func dateparserSearch() reader {
	parser, config := new(dateparser.Parser), vietnamese()
	return reader{"markusmobius/go-dateparser, Search", func(text string) days {
		found, err := parser.SearchWithLanguage(config, "vi", text)
		if err != nil || len(found) == 0 {
			return days{}
		}
		return spread(found[0].Date)
	}}
}

// spread gives a month and a year all their days, as they were meant.
func spread(d date.Date) days {
	y, m, _ := d.Time.Date()
	switch d.Period {
	case date.Month:
		first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
		return between(first, first.AddDate(0, 1, -1))
	case date.Year:
		return between(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC))
	default:
		return between(d.Time, d.Time)
	}
}

func between(from, to time.Time) days {
	return days{from: from.Format(time.DateOnly), to: to.Format(time.DateOnly)}
}

// whenEnglish is the nearest that olebedev/when has: it knows no Vietnamese.
func whenEnglish() reader {
	return reader{"olebedev/when, English", func(text string) days {
		r, err := when.EN.Parse(text, sent)
		if err != nil || r == nil {
			return days{}
		}
		return between(r.Time, r.Time)
	}}
}
