// Package chart draws a dossier as a picture for a phone: 1,080 pixels wide, in big type.
//
// Promised: the same Dossier and Options give the same bytes; bars of this period bear their numbers where there is room;
// Vietnamese letters come out right, for the font is embedded and a test holds its letters; what is not told is not drawn. Not promised: more than one measure in a picture, and the
// same bytes from another version of the library.
//
// The bars are drawn by go-analyze/charts (MIT, kept: a fork of the charts of wcharczuk and vicanso, which rest since
// 2024). It draws horizontal bars, which long names need, and brings Noto Sans with all Vietnamese letters (OFL), which
// the Go fonts lack. gonum/plot draws for print and asks for twice the code; fogleman/gg rests since 2019.
package chart

import (
	"errors"
	"fmt"

	"github.com/go-analyze/charts"

	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// Kind is what a picture shows.
type Kind string

// The kinds.
const (
	Trend   Kind = "trend"   // months beside those of the year before; years, of a long time
	Units   Kind = "units"   // units side by side, the greatest first
	Targets Kind = "targets" // share of the year's targets
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Trend, Units, Targets} }

// Options say what is drawn.
type Options struct {
	Lang    i18n.Lang
	Kind    Kind   // empty: Trend
	Measure string // of Trend and Units: "tuyen_truyen.n"; empty: the events that there are most of
}

// ErrNothing is returned when a dossier has nothing of what a picture would show.
var ErrNothing = errors.New("nothing to draw")

// PNG draws one picture. It is ErrNothing when there is nothing to draw.
func PNG(d report.Dossier, o Options) ([]byte, error) {
	a := artist{d: d, lang: o.Lang}
	a.measure = a.find(o.Measure)
	var p plot
	switch o.Kind {
	case Units:
		p = a.units()
	case Targets:
		p = a.targets()
	case Trend, "":
		p = a.trend()
	default:
		return nil, fmt.Errorf("there is no chart %q", o.Kind)
	}
	if p.empty() {
		return nil, ErrNothing
	}
	return p.png()
}

type artist struct {
	d       report.Dossier
	lang    i18n.Lang
	measure measure
}

func (a artist) msg(key string, args ...any) string { return i18n.Default().T(a.lang, key, args...) }

// measure is what Trend and Units show.
type measure struct{ form, key, title string }

func (m measure) code() string { return m.form + "." + m.key }

// find takes the measure that is asked for, or the leading figure of the line that has most events.
func (a artist) find(code string) measure {
	var best measure
	most := int64(-1)
	for _, l := range a.d.Summary.Lines {
		for i, f := range l.Figures {
			m := measure{l.Form, f.Key, l.Label.In(a.lang) + " (" + f.Noun.In(a.lang) + ")"}
			if m.code() == code {
				return m
			}
			if i == 0 && f.N > most && (f.Key == "n" || most < 0) {
				best, most = m, f.N
			}
		}
	}
	return best
}

// plot is a picture before it is drawn.
type plot struct {
	title, below string
	names        []string // of the series; one series needs none
	labels       []string
	values       [][]float64
	texts        [][]string // on the bars
	horizontal   bool
	percent      bool
}

func (p plot) empty() bool {
	for _, series := range p.values {
		for _, v := range series {
			if v != 0 && v != charts.GetNullValue() {
				return false
			}
		}
	}
	return true
}
