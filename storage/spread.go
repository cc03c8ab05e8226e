package storage

import (
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// reported is what one unit reported of one day, or of all days of a sum.
type reported struct {
	unit orgunit.ID
	days period.Range
	sum  bool
}

// report adds to what was reported, and waits with the cells until somebody looks: the reports of a unit on a day then go
// as one to the many cells that they count in.
func (t *Tx) report(at reported, amounts counts, sign int64) {
	if !at.sum {
		at.days = at.days.To.Day()
	}
	t.over.report(at, amounts, sign)
	if t.over.trying {
		t.over.onUndo(func() { t.over.report(at, amounts, -sign) })
	}
}

func (o *overlay) report(at reported, amounts counts, sign int64) {
	row := o.reports[at]
	if row == nil {
		row = new(counts)
		o.reports[at] = row
	}
	row.addAll(amounts, sign)
}

// portion is what counts for the same units in one granule.
type portion struct {
	to      *rollup.Targets
	granule period.Granule
}

// spread brings the cells up to what was reported: those of the days first; what a unit reported on them goes as one to
// those of the months, and from there to those of the years.
func (r *ReadTx) spread() {
	if r.over == nil || len(r.over.reports) == 0 {
		return
	}
	rows := make(map[portion]*counts, len(r.over.reports))
	for at, row := range r.over.reports {
		to := r.units.lines.targetsOf(at.unit, at.days.To)
		if at.sum {
			r.over.addTo(to, sumCell(at.days), *row, 1)
		} else {
			rows[portion{to, period.Granule{Length: period.DayLength, N: int32(at.days.To)}}] = row
		}
	}
	r.over.reports = map[reported]*counts{}
	for len(rows) > 0 {
		wider := map[portion]*counts{}
		for part, row := range rows {
			r.over.addTo(part.to, cell{granule: part.granule}, *row, 1)
			part.granule = around(part.granule)
			switch sum := wider[part]; {
			case part.granule == period.Granule{}: // a year was the widest
			case sum == nil:
				wider[part] = row
			default:
				sum.addAll(*row, 1)
			}
		}
		rows = wider
	}
}

// around is the granule around another one; none around a year.
func around(g period.Granule) period.Granule {
	switch g.Length {
	case period.DayLength:
		return period.GranulesOf(period.Date(g.N))[1]
	case period.MonthLength:
		return period.Granule{Length: period.YearLength, N: g.N / 12}
	default:
		return period.Granule{}
	}
}

// addTo adds amounts, sign times, to the cells of all targets, in both views.
func (o *overlay) addTo(to *rollup.Targets, at cell, amounts counts, sign int64) {
	for _, at.unit = range to.Was {
		o.add(at, amounts, sign)
	}
	at.now = true
	for _, at.unit = range to.Now {
		o.add(at, amounts, sign)
	}
	for _, at.unit = range to.Left {
		o.add(at, amounts, -sign)
	}
}
