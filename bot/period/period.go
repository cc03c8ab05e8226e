package period

import "time"

// Kind is the length of a Period.
type Kind uint8

// The kinds, from short to long.
const (
	Span       Kind = iota // from one day to another
	Day                    // one day
	Week                   // Monday to Sunday
	Month                  // a reporting month
	Quarter                // three reporting months
	Half                   // first or second half of the year
	NineMonths             // the first nine months
	Year                   // a reporting year
)

// Period is a named range of a calendar. Two equal periods are ==.
type Period struct {
	Kind     Kind
	Calendar Calendar
	Year     int // with Month to Year; ISO year with Week
	Index    int // 1..12, 1..4, 1..2, ISO week 1..53; 0 otherwise
	Range    Range
}

// NewSpan is the period from one day to another; one day gives a Day.
func NewSpan(c Calendar, r Range) Period {
	if r.From == r.To {
		return Period{Kind: Day, Calendar: c, Range: r}
	}
	return Period{Kind: Span, Calendar: c, Range: r}
}

// New is the index-th period of a kind (Month to Year) in a reporting year. The index of NineMonths and Year is ignored.
func New(c Calendar, k Kind, year, index int) Period {
	length, ok := map[Kind]int{Month: 1, Quarter: 3, Half: 6, NineMonths: 9, Year: 12}[k]
	if !ok {
		panic("period.New takes Month to Year")
	}
	if k == NineMonths || k == Year {
		index = 0
	}
	first := max(index-1, 0)*length + 1 - c.Lead
	if k == Month {
		first = index // a month is named by its calendar name, also where the year begins earlier
	}
	return Period{Kind: k, Calendar: c, Year: year, Index: index, Range: c.months(year, first, length)}
}

// WeekOf is the week, Monday to Sunday, in which a day lies.
func WeekOf(c Calendar, d Date) Period {
	monday := d - Date((int(d.Weekday())+6)%7)
	year, week := d.Time().ISOWeek()
	return Period{Kind: Week, Calendar: c, Year: year, Index: week, Range: Range{From: monday, To: monday + 6}}
}

// MonthOf is the reporting month in which a day lies.
func MonthOf(c Calendar, d Date) Period {
	y, m, _ := d.YMD()
	p := New(c, Month, y, int(m))
	if d > p.Range.To {
		return p.Next()
	}
	return p
}

// Containing is the period of a kind in which a day lies. NineMonths counts from the begin of the day's year; for a day
// after those nine months it is the Year.
func Containing(c Calendar, k Kind, d Date) Period {
	switch k {
	case Span, Day:
		return NewSpan(c, d.Day())
	case Week:
		return WeekOf(c, d)
	case Month:
		return MonthOf(c, d)
	default:
		return containingLong(c, k, d)
	}
}

func containingLong(c Calendar, k Kind, d Date) Period {
	year := New(c, Year, d.Year(), 0)
	if d > year.Range.To {
		year = year.Next()
	}
	for i := 1; i <= 4; i++ {
		if p := New(c, k, year.Year, i); p.Range.Contains(d) {
			return p
		}
	}
	return year
}

// Prev is the period before: the same kind one earlier, or as many days before a Span.
func (p Period) Prev() Period { return p.shift(-1) }

// Next is the period after.
func (p Period) Next() Period { return p.shift(1) }

func (p Period) shift(by int) Period {
	switch p.Kind {
	case Span, Day:
		days := Date(by * p.Range.Days())
		return NewSpan(p.Calendar, Range{From: p.Range.From + days, To: p.Range.To + days})
	case Week:
		return WeekOf(p.Calendar, p.Range.From+Date(7*by))
	case NineMonths, Year:
		return New(p.Calendar, p.Kind, p.Year+by, 0)
	default:
		return p.shiftIndexed(by)
	}
}

func (p Period) shiftIndexed(by int) Period {
	perYear := map[Kind]int{Month: 12, Quarter: 4, Half: 2}[p.Kind]
	n := p.Year*perYear + p.Index - 1 + by
	return New(p.Calendar, p.Kind, n/perYear, n%perYear+1)
}

// LastYear is the same period one year earlier. A week becomes the span of its dates; a span from Dawn stays one.
func (p Period) LastYear() Period {
	switch p.Kind {
	case Month, Quarter, Half, NineMonths, Year:
		return New(p.Calendar, p.Kind, p.Year-1, p.Index)
	default:
		return NewSpan(p.Calendar, Range{From: yearBefore(p.Range.From), To: yearBefore(p.Range.To)})
	}
}

func yearBefore(d Date) Date {
	if d <= Dawn {
		return d
	}
	y, m, day := d.YMD()
	if m == time.February {
		day = min(day, 28) // not 1 March: the span would gain a day of another month
	}
	return NewDate(y-1, m, day)
}

// In is the same named period in another calendar; days and spans stay the days they are.
func (p Period) In(c Calendar) Period {
	switch p.Kind {
	case Span, Day, Week:
		p.Calendar = c
		return p
	default:
		return New(c, p.Kind, p.Year, p.Index)
	}
}
