package viet

import (
	"slices"
	"time"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// Context is what a report is read with.
type Context struct {
	Sent  time.Time // in the officer's zone: "hôm qua" is the day before this one
	Words *Vocabulary
	Home  orgunit.ID // the reporter's own unit; "" for none
}

// Guess is a form that a report may be, with what speaks for it.
type Guess struct {
	Form  string
	Score float64
}

// The fields of a report that are not measures, as named by Missing and Doubts.
const (
	FieldForm = "kind"
	FieldDate = "date"
	FieldUnit = "place"
	FieldN    = "n"
)

// Report is one activity as it was read from a message. What it holds is to be shown and confirmed; what Missing and
// Doubts name is to be asked.
type Report struct {
	Forms    []Guess // the likeliest first; Doubts has FieldForm when the second is close
	Event    bool    // the first form counts events
	Date     *DateExpr
	Units    []orgunit.Match   // one, or several to choose from
	N        int64             // events; 0: not told, so one
	Counts   map[string]Num    // by measure
	Choices  map[string]string // topic, programme, beneficiary … by question
	Model    string            // the name of a model
	Derived  []string          // measures that were computed: price × pieces, sums
	Missing  []string          // fields without a value
	Doubts   []string          // fields and measures with more than one reading
	Unread   []string          // numbers that have no place in the form, as they were typed: "300 cây"
	Partners []orgunit.Match   // units behind cùng, với, phối hợp với: not the ones that report
	Undone   Undone            // why it is no report yet: it was planned or cancelled
	Findings []Finding         // what the filter found, in the whole message
	Reject   bool              // nothing of the message may be stored
	From, To int               // bytes of the message in NFC
}

// Ambiguous tells whether anything that was read is doubtful.
func (r Report) Ambiguous() bool { return len(r.Doubts) > 0 }

// Form is the likeliest form, "" for none.
func (r Report) Form() string {
	if len(r.Forms) == 0 {
		return ""
	}
	return r.Forms[0].Form
}

// Read reads a message as reports: none where nothing speaks for one, several where it holds several. A message that must
// not be kept gives one Report with Reject and its Findings alone.
func Read(s string, c Context) []Report {
	t := tokenize(s, c.Words)
	findings := filter(t)
	if Reject(findings) {
		return []Report{{Findings: findings, Reject: true, To: len(t.s)}}
	}
	var reports []Report
	for _, part := range c.Words.parts(t) {
		rd := reader{Context: c, text: part, findings: findings}
		if r, ok := rd.read(); ok {
			reports = append(reports, r)
		}
	}
	return share(reports, c)
}

func (r *Report) drop(field string) {
	r.Missing = slices.DeleteFunc(r.Missing, func(s string) bool { return s == field })
}

func (r *Report) doubt(field string) {
	if !slices.Contains(r.Doubts, field) {
		r.Doubts = append(r.Doubts, field)
	}
}

// reader reads one report from tokens.
type reader struct {
	Context
	text

	findings []Finding
	used     []bool
	rep      Report
	amounts  []quantity
	left     []quantity // that have no place in the form
}

func (rd *reader) read() (Report, bool) {
	rd.used = make([]bool, len(rd.toks))
	rd.rep = Report{Counts: map[string]Num{}, Choices: map[string]string{}, Findings: rd.findings}
	if len(rd.toks) == 0 {
		return rd.rep, false
	}
	rd.rep.From, rd.rep.To = rd.toks[0].from, rd.toks[len(rd.toks)-1].to
	rd.hide()
	rd.number()
	rd.days()
	rd.place()
	rd.numbers()
	rd.forms()
	if len(rd.rep.Forms) == 0 {
		return rd.rep, len(rd.rep.Findings) > 0
	}
	rd.rep.Undone = rd.Words.undone(rd.toks)
	rd.model()
	rd.choices()
	rd.counts()
	rd.unread()
	rd.missing()
	return rd.rep, true
}

// use marks tokens as read.
func (rd *reader) use(from, to int) {
	for i := from; i < to; i++ {
		rd.used[i] = true
	}
}

// hide takes out what the filter found, and the names of choices that look like days.
func (rd *reader) hide() {
	for i, t := range rd.toks {
		for _, f := range rd.findings {
			if t.from >= f.From && t.to <= f.To {
				rd.used[i] = true
			}
		}
	}
	for i := 0; i < len(rd.toks); i++ {
		if _, n := rd.Words.dayNames.match(rd.toks, i); n > 0 {
			rd.use(i, i+n)
		}
		if n := document(rd.toks, i); n > 0 {
			rd.use(i, i+n)
			i += n - 1
		}
	}
}

// days reads the day; of several the narrower of two that agree, else the first with a doubt.
func (rd *reader) days() {
	today := period.DateOf(rd.Sent)
	var best, none *when
	for _, w := range (dates{numbers{rd.toks, rd.Words.nouns}, today}).all(rd.reserved()) {
		rd.use(w.at, w.end)
		switch {
		case w.clock && best != nil:
			best.Time = firstOf(best.Time, w.Time)
		case w.clock:
		case w.Bad:
			none = &w
			rd.rep.doubt(FieldDate)
		case best == nil || corrected(rd.toks, w.at) > 0:
			best = &w
		case best.Range == w.Range:
		case within(w.Range, best.Range):
			best = &w
		case !within(best.Range, w.Range):
			rd.rep.doubt(FieldDate)
			best.Ambiguous, best.Alts = true, append(slices.Clone(best.Alts), w.Range)
		}
	}
	if best == nil && none != nil {
		rd.rep.Date = &none.DateExpr
	}
	if best == nil {
		return
	}
	rd.rep.Date = &best.DateExpr
	if best.Range.From > today || best.Ambiguous && plausible(best.DateExpr, today) {
		rd.rep.doubt(FieldDate)
	}
}

// reserved are the used tokens and those of units' names, one of which ends like an evening: Ia Tơi.
func (rd *reader) reserved() []bool {
	taken := slices.Clone(rd.used)
	for i := range rd.toks {
		for n := rd.Words.units.long; n > 1 && rd.Words.units.begin[rd.toks[i].fold]; n-- {
			if i+n > len(rd.toks) || !oneLine(rd.toks[i:i+n]) {
				continue
			}
			if key, _ := joinKey(rd.toks[i : i+n]); rd.Words.units.keys[key].words > 1 {
				for k := range n {
					taken[i+k] = true
				}
				break
			}
		}
	}
	return taken
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func within(a, b period.Range) bool { return b.From <= a.From && a.To <= b.To }

// plausible tells whether another reading of a day can be meant in a report: one that is past, or that lies ahead while
// the day read is over a month old.
func plausible(d DateExpr, today period.Date) bool {
	if len(d.Alts) == 0 || d.Range.To < today-31 {
		return true
	}
	return slices.ContainsFunc(d.Alts, func(r period.Range) bool { return r.To <= today && r != (today-7).Day() })
}

// place reads the unit, else it is the reporter's own.
func (rd *reader) place() {
	on := period.DateOf(rd.Sent)
	if rd.rep.Date != nil && !rd.rep.Date.Bad {
		on = rd.rep.Date.Range.To
	}
	hits := rd.Words.places(rd.text, rd.used, on)
	for _, h := range hits {
		rd.use(h.at, h.end)
	}
	hits = rd.partners(hits)
	rd.rep.Units = rd.choose(surest(hits))
}

// surest keeps the hits of the highest rank.
func surest(hits []unitHit) []unitHit {
	top := 0
	for _, h := range hits {
		top = max(top, h.rank)
	}
	if top == 3 || top == 1 && len(hits) == 1 {
		return slices.DeleteFunc(hits, func(h unitHit) bool { return h.rank < top })
	}
	return hits
}

// choose makes one list of what was found: the first place, and the others as a doubt. Where the reporter's own unit is
// among the namesakes it is meant.
func (rd *reader) choose(hits []unitHit) []orgunit.Match {
	var all []orgunit.Match
	for _, h := range hits {
		for _, m := range h.matches {
			if !slices.ContainsFunc(all, func(o orgunit.Match) bool { return o.ID == m.ID }) {
				all = append(all, m)
			}
		}
	}
	if i := slices.IndexFunc(all, func(m orgunit.Match) bool { return m.ID == rd.Home }); i >= 0 && len(hits) == 1 {
		return all[i : i+1]
	}
	if len(all) > 1 || len(all) == 1 && all[0].Distance > 1 {
		rd.rep.doubt(FieldUnit)
	}
	return all
}

// missing lists what was not told: day, unit, and the main measure where no measure of the form was.
func (rd *reader) missing() {
	if rd.rep.Date == nil || rd.rep.Date.Bad {
		rd.rep.Missing = append(rd.rep.Missing, FieldDate)
	}
	if len(rd.rep.Units) == 0 {
		rd.rep.Missing = append(rd.rep.Missing, FieldUnit)
	}
	form := rd.Words.forms[rd.rep.Form()]
	counted := slices.ContainsFunc(form.measures, func(m string) bool { _, ok := rd.rep.Counts[m]; return ok })
	if !counted && len(form.measures) > 0 && !slices.Contains(rd.rep.Missing, form.measures[0]) {
		rd.rep.Missing = append(rd.rep.Missing, form.measures[0])
	}
}
