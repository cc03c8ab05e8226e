package report

import (
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/rollup"
)

// layout is where the figures of events and counts stand in lines, in the catalogue's order. It is worked out once for
// the thousands of units whose rows are turned into lines by it.
type layout struct {
	forms   *form.Catalogue
	lines   []Line                  // without figures; of stocks, which have no place here, nothing at all
	ends    []int                   // of each line: where its figures end
	figures []Figure                // without numbers
	spots   map[rollup.Measure]spot // of the measures that were met
	amounts []amount                // of each figure, of use until the next row
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
	l := &layout{forms: forms, spots: map[rollup.Measure]spot{}, lines: make([]Line, len(forms.Forms)), ends: make([]int, len(forms.Forms))}
	for i := range forms.Forms {
		if f := &forms.Forms[i]; f.Kind != form.Stock {
			l.lines[i] = emptyLine(*f)
			for key := range keysOf(*f) {
				l.figures = append(l.figures, figureOf(*f, key, Figure{}))
			}
		}
		l.ends[i] = len(l.figures)
	}
	l.amounts = make([]amount, len(l.figures))
	return l
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
	case l.isStock(id) || h != form.Exact || key == form.StockCount || key == form.StockMembers:
		return spot{figure: nowhere}
	default:
		return spot{figure: gone}
	}
}

func (l *layout) isStock(id string) bool {
	_, known := l.forms.Form(id) // those that are no stocks have lines
	return known
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
	figures := make([]Figure, 0, l.told())
	lines := make([]Line, 0, min(len(l.lines), cap(figures)))
	at := 0
	for i, end := range l.ends {
		first := len(figures)
		for ; at < end; at++ {
			if a := &l.amounts[at]; a.now != 0 || a.before != 0 {
				figures = append(figures, a.figure(l.figures[at]))
			}
		}
		if first < len(figures) {
			lines = append(lines, l.lines[i])
			lines[len(lines)-1].Figures = figures[first:len(figures):len(figures)]
		}
	}
	return lines
}

// told is how many figures are something, or were.
func (l *layout) told() (n int) {
	for i := range l.amounts {
		if l.amounts[i].now != 0 || l.amounts[i].before != 0 {
			n++
		}
	}
	return n
}

// figure completes a figure with its numbers.
func (a *amount) figure(f Figure) Figure {
	f.N, f.Before = a.now, a.before
	if f.N != 0 {
		f.Hedge = hedge(func(h form.Hedge) bool { return a.hedged[h] })
	}
	return f
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
