package conversation

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/form"
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
	Options Page = "o" // the totals, with the buttons for everything else
	Figures Page = "c" // the choice of a figure to look into
	Where   Page = "w" // the units that a figure is made of
	Listed  Page = "l" // the submissions that a figure is made of
	Months  Page = "h" // the figures by month
	Parts   Page = "p" // the figures by topic, programme, beneficiary
	Most    Page = "r" // the units with the most of a figure
	Least   Page = "b" // the units with the least
	Odd     Page = "x" // what is odd
	News    Page = "n" // what changed since the person asked last
	Nag     Page = "y" // no page: those who are missing are reminded
)

var pages = []Page{Totals, Units, Missing, Goals, Options, Figures, Where, Listed, Months, Parts, Most, Least, Odd, News, Nag}

// MaxUnits is how many units a list has at most: so many fit into a button.
const MaxUnits = 6

// Query is one question for figures. It fits into a button, so that a summary's buttons work for ever.
type Query struct {
	Page     Page
	Unit     orgunit.ID   // a unit or a group
	Also     []orgunit.ID // further ones: the figures of all together
	Period   period.Period
	AsWas    bool   // by the units as they were; default: as they are now
	LastYear bool   // compared with the same period a year earlier; default: with the period before
	Measure  string // of a form, "tuyen_truyen.n", with Where, Listed, Most and Least
	Offset   int    // first line of a long page; with Most and Least how many units, 0: as many as usual
}

// Question names what a query asks for, whatever the page, so that the answer can be remembered: at most 64 bytes.
func (q Query) Question() string {
	return Query{Page: Totals, Unit: q.Unit, Also: q.Also, Period: q.Period, AsWas: q.AsWas}.Data()
}

const (
	queryPrefix = "s|"
	maxData     = 62 // a button for a file needs two more
)

// Data is the query as a button's data: at most 64 bytes. Where it would be more, units and measure are written as
// fingerprints, and days as numbers.
func (q Query) Data() string {
	units := string(q.Unit)
	for _, u := range q.Also {
		units += "," + string(u)
	}
	if data := q.data(units, q.Period.Code(), q.Period.Calendar.ID, q.Measure); len(data) <= maxData {
		return data
	}
	units = mark + fingerprint(string(q.Unit))
	for _, u := range q.Also {
		units += fingerprint(string(u))
	}
	code, measure := q.Period.Code(), q.Measure
	if q.Period.Kind == period.Span {
		code = mark + base36(q.Period.Range.From) + "." + base36(q.Period.Range.To)
	}
	if measure != "" {
		measure = mark + fingerprint(measure)
	}
	calendar := slices.Index(period.Calendars, q.Period.Calendar)
	return q.data(units, code, itoa(calendar), measure)
}

func (q Query) data(units, code, calendar, measure string) string {
	screen := string(q.Page) + "n"
	if q.AsWas {
		screen = string(q.Page) + "w"
	}
	if q.LastYear {
		screen += "y"
	}
	parts := []string{screen, units, code, calendar, ""}
	if q.Offset > 0 {
		parts[4] = itoa(q.Offset)
	}
	if measure != "" {
		parts = append(parts, measure)
	}
	return queryPrefix + strings.Join(parts, "|")
}

// mark stands before what is written short.
const mark = "~"

// fingerprintSize is how many letters a fingerprint has: 30 bits, so that a country's units have hardly ever two alike.
const fingerprintSize = 5

func fingerprint(s string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // never fails
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, h.Sum32()))[:fingerprintSize]
}

func base36(d period.Date) string { return strconv.FormatInt(int64(d-period.Dawn), 36) }

// ParseQuery reads what Data wrote. Buttons are untrusted: the caller checks that the person may see the units. What was
// written as fingerprints stays so until SpellOut.
func ParseQuery(data string) (Query, bool) {
	parts := strings.Split(strings.TrimPrefix(data, queryPrefix), "|")
	if !strings.HasPrefix(data, queryPrefix) || len(parts) != 5 && len(parts) != 6 {
		return Query{}, false
	}
	q, ok := parseScreen(parts[0])
	if !ok {
		return Query{}, false
	}
	if q.Period, ok = parsePeriod(parts[2], parts[3]); !ok {
		return Query{}, false
	}
	units := parseUnits(parts[1])
	q.Unit, q.Also, q.Offset = units[0], units[1:], atoi(parts[4])
	if len(parts) == 6 {
		q.Measure = parts[5]
	}
	return q, q.Offset >= 0 && len(units) <= MaxUnits
}

func parseScreen(screen string) (Query, bool) {
	rest, lastYear := strings.CutSuffix(screen, "y")
	if len(rest) != 2 || !slices.Contains(pages, Page(rest[:1])) || rest[1] != 'n' && rest[1] != 'w' {
		return Query{}, false
	}
	return Query{Page: Page(rest[:1]), AsWas: rest[1] == 'w', LastYear: lastYear}, true
}

func parseUnits(text string) []orgunit.ID {
	var units []orgunit.ID
	rest, short := strings.CutPrefix(text, mark)
	if !short {
		for u := range strings.SplitSeq(text, ",") {
			units = append(units, orgunit.ID(u))
		}
		return units
	}
	for len(rest) > fingerprintSize {
		units, rest = append(units, orgunit.ID(mark+rest[:fingerprintSize])), rest[fingerprintSize:]
	}
	return append(units, orgunit.ID(mark+rest))
}

func parsePeriod(code, calendar string) (period.Period, bool) {
	cal, ok := period.CalendarByID(calendar)
	if n := atoi(calendar); !ok && calendar != "" && 0 <= n && n < len(period.Calendars) {
		cal, ok = period.Calendars[n], true
	}
	if !ok {
		return period.Period{}, false
	}
	days, short := strings.CutPrefix(code, mark)
	if !short {
		p, err := period.ParseCode(code, cal)
		return p, err == nil
	}
	first, last, _ := strings.Cut(days, ".")
	from, errFrom := strconv.ParseInt(first, 36, 24)
	to, errTo := strconv.ParseInt(last, 36, 24)
	if errFrom != nil || errTo != nil || to < from {
		return period.Period{}, false
	}
	return period.NewSpan(cal, period.Range{From: period.Dawn + period.Date(from), To: period.Dawn + period.Date(to)}), true
}

// SpellOut finds what the fingerprints of a query stand for; false if that is nothing, or several things.
func (q Query) SpellOut(tree *orgunit.Tree, forms *form.Catalogue) (Query, bool) {
	units := append([]orgunit.ID{q.Unit}, q.Also...)
	for i, u := range units {
		if strings.HasPrefix(string(u), mark) {
			id, ok := only(unitIDs(tree), string(u[1:]))
			if !ok {
				return q, false
			}
			units[i] = orgunit.ID(id)
		}
	}
	q.Unit, q.Also = units[0], units[1:]
	ok := true
	if rest, short := strings.CutPrefix(q.Measure, mark); short {
		q.Measure, ok = only(measuresOf(forms), rest)
	}
	return q, ok
}

func only(list []string, print string) (found string, ok bool) {
	for _, s := range list {
		if fingerprint(s) == print {
			if found != "" {
				return "", false
			}
			found = s
		}
	}
	return found, found != ""
}

func unitIDs(tree *orgunit.Tree) []string {
	var ids []string
	for _, u := range tree.All() {
		ids = append(ids, string(u.ID))
	}
	for _, g := range tree.Groups() {
		ids = append(ids, string(g.ID))
	}
	return ids
}

// measuresOf are the names of all figures that the forms have.
func measuresOf(forms *form.Catalogue) []string {
	var list []string
	for _, f := range forms.Forms {
		if f.Kind == form.Event {
			list = append(list, f.ID+"."+form.KeyN)
		}
		for _, q := range f.Measures() {
			list = append(list, f.ID+"."+q.Key)
		}
	}
	return list
}
