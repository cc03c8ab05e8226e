package post

import (
	"fmt"
	"slices"
	"strings"

	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// The size of a trend's picture, in the units of its own view.
const (
	barWidth   = 10
	barGap     = 3
	sparkWidth = trendMonths*(barWidth+barGap) - barGap
	sparkTall  = 32
)

// sparks draws the trends of figures over the last months.
type sparks struct {
	words

	months []report.MonthFigures
}

// spark is one trend: a bar a month.
type spark struct {
	Width, Height int
	Words         string // what it shows, for those who hear the page
	Bars          []bar
}

type bar struct {
	X, Y, Width, Height int
	Words               string
	Running             bool // its month is not over, or the last one asked for
}

// of is the trend of a figure; nil where there is none to tell.
func (s sparks) of(m rollup.Measure, f report.Figure) *spark {
	most := int64(0)
	for _, month := range s.months {
		most = max(most, month.Figures[string(m)])
	}
	if most == 0 || f.Hidden != "" {
		return nil
	}
	out := &spark{Width: sparkWidth, Height: sparkTall}
	var told []string
	for i, month := range s.months {
		n := month.Figures[string(m)]
		b := bar{X: i * (barWidth + barGap), Width: barWidth, Height: 1, Running: i == len(s.months)-1}
		if n > 0 {
			b.Height = max(2, int(n*sparkTall/most))
		}
		text := s.number(n)
		if slices.Contains(month.Hidden, string(m)) {
			text = s.words.of("report.hidden_small")
		}
		b.Y = sparkTall - b.Height
		b.Words = fmt.Sprintf("%d/%d: %s", month.Period.Index, month.Period.Year, text)
		out.Bars, told = append(out.Bars, b), append(told, b.Words)
	}
	out.Words = s.Say("trend", "months", len(s.months), "list", strings.Join(told, "; "))
	return out
}
