package life_test

import (
	"maps"
	"slices"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// person is somebody with a chat.
type person struct {
	id   uint64
	key  chat.Key
	unit orgunit.ID

	offered []string // data of all buttons that were ever shown
	heard   string   // the newest message
	prompt  string   // how those of the newest question begin: "q12:"

	draft *draft
	ask   *ask
}

// draft is the report that is being made.
type draft struct {
	form    string
	sub, of uint64 // the report that it corrects, and the version of that
	unit    orgunit.ID
	day     period.Date      // 0: not yet
	sure    bool             // that it was so long ago
	values  map[string]int64 // without those that were skipped
	skipped map[string]bool  //
	topic   string           //
	at      string           // a question's key, or @form, @card, @edit, @reason
	edit    bool             // the question came from the card
	brief   bool             // of a sentence
	back    []string         // what was answered, for "quay lại"
	ret     *sentBack        // the return that it answers
}

// ask is a question outside of the draft.
type ask struct {
	what     string
	sub      uint64
	reasoned bool         // of a withdrawal
	days     period.Range // of a zero
	form     string       // that is begun instead of the old draft
}

// What a draft is at besides a question's key, and the keys of the two forms that are played with.
const (
	atForm, atCard, atEdit, atReason, atDoubt = "@form", "@card", "@edit", "@reason", "?date"

	blood, talk = "hien_mau", "tuyen_truyen"
	units       = "don_vi_mau"
	force       = "luc_luong"
	listeners   = "luot_nguoi"
)

// figureOf is the figure of each form that is corrected and sent back, with its line on the card.
var figureOf = map[string]struct{ key, label string }{blood: {units, "đơn vị máu"}, talk: {listeners, "người dự"}}

// doubted tells whether the day is so long ago that it is asked about.
func (d *draft) doubted(today period.Date) bool {
	const longAgo = 92
	return d.day != 0 && d.day < today-longAgo && !d.sure
}

// next goes to what is open.
func (p *person) next(today period.Date) {
	d := p.draft
	d.edit = false
	if d.unit == "" {
		d.unit = p.unit
	}
	has := func(key string) bool { _, ok := d.values[key]; return ok || d.skipped[key] }
	switch {
	case d.doubted(today):
		d.at = atDoubt
	case d.day == 0:
		d.at = form.KeyDays
	case d.form == blood && !has(units):
		d.at = units
	case d.form == blood && !d.brief && !has(force):
		d.at = force
	case d.form == talk && !d.brief && !has(listeners):
		d.at = listeners
	default:
		d.at = atCard
	}
}

// begin opens a new draft.
func (p *person) begin(id string, today period.Date) {
	p.ask, p.draft = nil, &draft{form: id, back: []string{atForm}, values: map[string]int64{}, skipped: map[string]bool{}}
	p.next(today)
}

// answered notes that a question was answered.
func (p *person) answered(key string, today period.Date) {
	d := p.draft
	d.back = append(slices.DeleteFunc(d.back, func(k string) bool { return k == key }), key)
	p.next(today)
}

// mend opens a report to be corrected.
func (p *person) mend(s form.Submission) {
	d := &draft{form: s.Form, sub: s.ID, of: uint64(s.Version), unit: s.Unit, day: s.Day(), sure: true, values: map[string]int64{}, skipped: map[string]bool{}, at: atEdit}
	for key, v := range s.Values {
		d.values[key] = v.N
	}
	for _, key := range []string{units, force, listeners} {
		_, has := d.values[key]
		d.skipped[key] = !has
	}
	d.topic = s.Choices["topic"]
	p.ask, p.draft = nil, d
}

// undo takes the last answer back.
func (p *person) undo() {
	d := p.draft
	if d.edit || d.at == atEdit || d.at == atReason {
		d.at, d.edit = atCard, false
		return
	}
	if len(d.back) == 0 {
		return
	}
	last := d.back[len(d.back)-1]
	d.back = d.back[:len(d.back)-1]
	d.at = last
	switch last {
	case atForm:
		d.form = ""
	case form.KeyDays:
		d.day = 0
	default:
		delete(d.values, last)
		delete(d.skipped, last)
	}
}

// submission is what the draft says.
func (d *draft) submission(m *model, reporter uint64) form.Submission {
	s := form.Submission{Form: d.form, Kind: form.Event, N: 1, Reporter: reporter}
	if d.sub != 0 {
		s = *m.newest(d.sub)
	}
	s.Unit, s.Days, s.Values = d.unit, d.day.Day(), map[string]form.Value{}
	for key, n := range d.values {
		s.Values[key] = form.Value{N: n}
	}
	if d.topic != "" {
		s.Choices = map[string]string{"topic": d.topic}
	}
	return s
}

// changes tells whether a correction changes anything.
func (d *draft) changes(m *model) bool {
	was, is := m.newest(d.sub), d.submission(m, 0)
	return was.Unit != is.Unit || was.Days != is.Days || !maps.Equal(was.Values, is.Values)
}

// untouched tells whether what is open is a return to which nothing was answered.
func (p *person) untouched(m *model) bool {
	return p.draft != nil && p.draft.ret != nil && !p.draft.changes(m)
}

// follow lets the draft go on for who took its unit over.
func (d *draft) follow(m *model, today period.Date) {
	day := today
	if d.day != 0 {
		day = d.day
	}
	for d.unit != "" && m.units[d.unit].heir != "" && m.units[d.unit].to < day {
		d.unit = m.units[d.unit].heir
	}
}
