package report

import (
	"slices"
	"sync/atomic"

	"danvanbot/bot/form"
	"danvanbot/bot/rollup"
)

// layout turns rows into lines, those of thousands of units one after the other.
type layout struct {
	*blank

	spots   map[rollup.Measure]spot // of the measures that were met
	amounts []amount                // of each figure, of use until the next row

	spareFigures pieces[Figure]
	spareLines   pieces[Line]
}

// blank is where the figures of events and counts stand in lines, in the catalogue's order. It is never changed.
type blank struct {
	forms   *form.Catalogue
	lines   []Line   // without figures
	ends    []int    // of each line: where its figures end; stocks have none here
	figures []Figure // without numbers
}

// spot is what a measure is in lines.
type spot struct {
	figure int // or one of the two below
	hedge  form.Hedge
}

const (
	nowhere = -1 // a part by choice, or a stock
	gone    = -2 // of a form that the catalogue lost
)

// amount is what a row says of a figure.
type amount struct {
	now, before int64
	hedged      [form.Less + 1]bool
}

func layoutOf(forms *form.Catalogue) *layout {
	b := blankOf(forms)
	return &layout{blank: b, spots: make(map[rollup.Measure]spot, len(b.figures)), amounts: make([]amount, len(b.figures))}
}

// lastBlank is the one that was made last: nearly always all questions are about one catalogue.
var lastBlank atomic.Pointer[blank]

func blankOf(forms *form.Catalogue) *blank {
	if b := lastBlank.Load(); b != nil && b.forms == forms {
		return b
	}
	b := newBlank(forms)
	lastBlank.Store(b)
	return b
}

func newBlank(forms *form.Catalogue) *blank {
	b := &blank{forms: forms, lines: make([]Line, len(forms.Forms)), ends: make([]int, len(forms.Forms))}
	for i := range forms.Forms {
		f := &forms.Forms[i]
		b.lines[i] = emptyLine(*f)
		if f.Kind != form.Stock {
			for key := range keysOf(*f) {
				b.figures = append(b.figures, figureOf(*f, key, Figure{}))
			}
		}
		b.ends[i] = len(b.figures)
	}
	return b
}

// spotOf finds a measure, and remembers it.
func (l *layout) spotOf(m rollup.Measure) spot {
	s, met := l.spots[m]
	if !met {
		s = l.find(m)
		l.spots[m] = s
	}
	return s
}

func (l *layout) find(m rollup.Measure) spot {
	plain, h := m.Plain()
	id, key, ok := plain.Parts()
	i := slices.IndexFunc(l.lines, func(line Line) bool { return line.Form == id })
	switch {
	case !ok:
		return spot{figure: nowhere}
	case i >= 0:
		return spot{l.figureOf(i, key), h}
	case h != form.Exact || key == form.StockCount || key == form.StockMembers:
		return spot{figure: nowhere}
	default:
		return spot{figure: gone}
	}
}

// figureOf finds a figure of a line.
func (l *layout) figureOf(line int, key string) int {
	begin := 0
	if line > 0 {
		begin = l.ends[line-1]
	}
	for i := begin; i < l.ends[line]; i++ {
		if l.figures[i].Key == key {
			return i
		}
	}
	return nowhere
}

// of are the totals of all events and counts, in the catalogue's order; what the catalogue lost comes last.
func (l *layout) of(r rows) []Line {
	lost := l.read(r)
	lines := l.some()
	if lost {
		lines = append(lines, r.lost(l)...)
	}
	return lines
}

// read takes the amounts of rows, and tells whether some are of no form.
func (l *layout) read(r rows) (lost bool) {
	clear(l.amounts)
	for _, a := range r.now {
		switch p := l.spotOf(a.Measure); {
		case p.figure < 0:
			lost = lost || p.figure == gone
		case p.hedge == form.Exact:
			l.amounts[p.figure].now = a.By
		default:
			l.amounts[p.figure].hedged[p.hedge] = a.By > 0
		}
	}
	for _, a := range r.before {
		if p := l.spotOf(a.Measure); p.figure >= 0 && p.hedge == form.Exact {
			l.amounts[p.figure].before = a.By
		}
	}
	return lost
}

// some are the lines with the figures that are something, or were.
func (l *layout) some() []Line {
	n, of := l.told()
	figures, lines := l.spareFigures.take(n), l.spareLines.take(of)
	at := 0
	for i, end := range l.ends {
		first := len(figures)
		for ; at < end; at++ {
			if a := &l.amounts[at]; a.something() {
				figures = append(figures, l.figures[at])
				a.complete(&figures[len(figures)-1])
			}
		}
		if first < len(figures) {
			lines = append(lines, l.lines[i])
			lines[len(lines)-1].Figures = figures[first:len(figures):len(figures)]
		}
	}
	return lines
}

// told is how many figures are something, or were, and in how many lines they stand.
func (l *layout) told() (figures, lines int) {
	at := 0
	for _, end := range l.ends {
		first := figures
		for ; at < end; at++ {
			if l.amounts[at].something() {
				figures++
			}
		}
		if first < figures {
			lines++
		}
	}
	return figures, lines
}

func (a *amount) something() bool { return a.now != 0 || a.before != 0 }

// complete gives a figure its numbers.
func (a *amount) complete(f *Figure) {
	f.N, f.Before = a.now, a.before
	if f.N != 0 {
		f.Hedge = hedge(func(h form.Hedge) bool { return a.hedged[h] })
	}
}

// pieces give room for the figures and lines of row after row. Each piece is twice as large as the one before, so that a
// single row takes what it needs, and thousands take few pieces.
type pieces[T any] struct {
	spare []T
	size  int
}

// mostSpare keeps a piece below what Go takes for large.
const mostSpare = 256

func (p *pieces[T]) take(n int) []T {
	if cap(p.spare) < n {
		p.size = max(n, min(2*p.size, mostSpare))
		p.spare = make([]T, 0, p.size)
	}
	room := p.spare[:0:n]
	p.spare = p.spare[n:n:cap(p.spare)]
	return room
}

// lost are the totals of forms that the catalogue no longer has: they are named by their ids, for a report that was
// sent does not vanish from the sums.
func (r rows) lost(l *layout) []Line {
	var lines []Line
	for _, a := range r.now {
		if l.spotOf(a.Measure).figure != gone {
			continue
		}
		id, key, _ := a.Measure.Parts()
		if n := len(lines); n == 0 || lines[n-1].Form != id {
			lines = append(lines, Line{Form: id, Label: plain(id), Short: plain(id)})
		}
		fig := total(r.now, a.Measure)
		fig.Before = r.before.Get(a.Measure)
		fig.Key, fig.Noun = key, plain(key)
		last := &lines[len(lines)-1]
		last.Figures = append(last.Figures, fig)
	}
	return lines
}
