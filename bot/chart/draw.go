package chart

import (
	"math"
	"slices"
	"strings"

	"github.com/go-analyze/charts"

	"danvanbot/bot/i18n"
)

// Sizes in pixels.
const (
	width     = 1080
	tall      = 1200 // of upright bars
	rowHeight = 66   // of one lying bar
	margin    = 30
	titleLine = 60 // of text
	belowLine = 42
)

// Widths of text in characters.
const (
	titleWidth = 42
	belowWidth = 62
)

// Sizes of letters, in points.
const (
	titleSize = 34
	belowSize = 22
	axisSize  = 24
	labelSize = 20
)

// The colours: this year in a strong blue, last year in grey.
var (
	ink   = charts.Color{R: 0x22, G: 0x22, B: 0x22, A: 0xff}
	faint = charts.Color{R: 0x55, G: 0x55, B: 0x55, A: 0xff}
	theme = charts.MakeTheme(charts.ThemeOption{
		BackgroundColor: charts.ColorWhite, TextColor: ink, AxisStrokeColor: faint,
		AxisSplitLineColor: charts.Color{R: 0xe4, G: 0xe4, B: 0xe4, A: 0xff},
		SeriesColors:       []charts.Color{{R: 0x1f, G: 0x5f, B: 0xbf, A: 0xff}, {R: 0xb4, G: 0xb9, B: 0xc2, A: 0xff}},
	})
)

// font is Noto Sans, which the library embeds: it has every Vietnamese letter.
func font(size float64, c charts.Color) charts.FontStyle {
	return charts.FontStyle{Font: charts.GetFont(charts.FontFamilyNotoSans), FontSize: size, FontColor: c}
}

func (p plot) png() ([]byte, error) {
	title, below := wrap(p.title, titleWidth), wrap(p.below, belowWidth)
	head := margin + titleLine*len(title) + belowLine*len(below) + margin
	height := tall
	if p.horizontal {
		height = head + rowHeight*max(len(p.labels), 2) + margin
	}
	painter := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: width, Height: height, Theme: theme})
	painter.FilledRect(0, 0, width, height, charts.ColorWhite, charts.ColorWhite, 0)
	y := margin
	for _, line := range title {
		y += titleLine
		painter.Text(line, margin, y-titleLine/4, 0, font(titleSize, ink))
	}
	for _, line := range below {
		y += belowLine
		painter.Text(line, margin, y-belowLine/4, 0, font(belowSize, faint))
	}
	if err := painter.Child(charts.PainterPaddingOption(charts.Box{Top: head, IsSet: true})).BarChart(p.option()); err != nil {
		return nil, err
	}
	return painter.Bytes()
}

func (p plot) option() charts.BarChartOption {
	opt := charts.NewBarChartOptionWithData(p.values)
	opt.Theme, opt.Horizontal = theme, p.horizontal
	opt.Padding = charts.Box{Left: margin, Top: margin / 2, Right: margin, Bottom: margin, IsSet: true}
	opt.Legend = charts.LegendOption{Show: new(len(p.names) > 1), SeriesNames: p.names, FontStyle: font(belowSize, ink), Offset: charts.OffsetStr{Left: "right"}}
	opt.CategoryAxis.Labels, opt.CategoryAxis.LabelFontStyle, opt.CategoryAxis.LabelCount = p.labels, font(axisSize, ink), len(p.labels)
	opt.ValueAxis[0].LabelFontStyle, opt.ValueAxis[0].Min = font(labelSize, faint), new(0.0)
	if p.horizontal { // lying bars bear their numbers and need room for them
		opt.ValueAxis[0].Max, opt.ValueAxis[0].Show = new(p.ceiling()), new(false)
	}
	opt.ValueFormatter = func(v float64) string { return i18n.Number(i18n.VI, int64(math.Round(v))) }
	for i := range opt.SeriesList {
		opt.SeriesList[i].Label = charts.SeriesLabel{Show: new(p.labelled(i)), FontStyle: font(labelSize, ink), LabelFormatter: p.formatter(i)}
	}
	return opt
}

// labelled tells whether the numbers of a series fit on its bars.
func (p plot) labelled(series int) bool {
	if p.horizontal {
		return true
	}
	widest := 0
	for _, t := range p.texts[series] {
		widest = max(widest, len(t))
	}
	bars := len(p.labels) * len(p.values)
	return series == 0 && widest*18 < 1.6*width/max(bars, 1)
}

func (p plot) formatter(series int) charts.SeriesLabelFormatter {
	return func(_ int, _ string, v float64) (string, *charts.LabelStyle) {
		if i := slices.Index(p.values[series], v); i >= 0 { // the library does not say which bar it is
			return p.texts[series][i], nil
		}
		return "", nil
	}
}

// ceiling leaves room for the numbers beyond the longest bar.
func (p plot) ceiling() float64 {
	most := 1.0
	for _, series := range p.values {
		for _, v := range series {
			if v != charts.GetNullValue() {
				most = max(most, v)
			}
		}
	}
	if p.percent {
		return max(most, 100) * 1.6
	}
	return most * 1.25
}

// wrap breaks lines at words after so many characters.
func wrap(text string, most int) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		current := ""
		for word := range strings.FieldsSeq(line) {
			if current != "" && len([]rune(current))+1+len([]rune(word)) > most {
				lines, current = append(lines, current), ""
			}
			current = strings.TrimSpace(current + " " + word)
		}
		lines = append(lines, current)
	}
	return lines
}
