package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// Page is one screen of a summary.
type Page string

// The pages of a summary.
const (
	Totals  Page = "t" // the figures of the whole
	Units   Page = "u" // the figures by sub-unit
	Missing Page = "m" // who has not reported
	Goals   Page = "g" // what was to be reached, and what was
)

// Query is one question for figures. It fits into a button, so that a summary's buttons work for ever.
type Query struct {
	Page   Page
	Unit   orgunit.ID // a unit or a group
	Period period.Period
	AsWas  bool // by the units as they were; default: as they are now
	Offset int  // first line of a long page
}

const queryPrefix = "s|"

// screens are the pages in both views, as Data writes them.
var screens = []string{"tn", "tw", "un", "uw", "mn", "mw", "gn", "gw"}

// Data is the query as a button's data: at most 64 bytes.
func (q Query) Data() string {
	view := "n"
	if q.AsWas {
		view = "w"
	}
	at := ""
	if q.Offset > 0 {
		at = itoa(q.Offset)
	}
	return queryPrefix + strings.Join([]string{string(q.Page) + view, string(q.Unit), q.Period.Code(), q.Period.Calendar.ID, at}, "|")
}

// ParseQuery reads what Data wrote. Buttons are untrusted: the caller checks that the person may see the unit.
func ParseQuery(data string) (Query, bool) {
	parts := strings.Split(strings.TrimPrefix(data, queryPrefix), "|")
	if !strings.HasPrefix(data, queryPrefix) || len(parts) != 5 || !slices.Contains(screens, parts[0]) {
		return Query{}, false
	}
	cal, ok := period.CalendarByID(parts[3])
	if !ok {
		return Query{}, false
	}
	p, err := period.ParseCode(parts[2], cal)
	if err != nil {
		return Query{}, false
	}
	offset := atoi(parts[4])
	return Query{Page: Page(parts[0][:1]), Unit: orgunit.ID(parts[1]), Period: p, AsWas: parts[0][1] == 'w', Offset: offset}, offset >= 0
}
