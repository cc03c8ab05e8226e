package life_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/period"
)

// act lets a person do one thing that fits what is open, and notes what must come of it.
func (l *life) act(p *person) {
	if d := p.draft; d != nil && d.at == atDoubt && p.ask == nil && !d.doubted(l.today()) {
		l.say(p, "đúng") // is not heard: the clock went back, and the doubt with it
		p.next(l.today())
		return
	}
	switch n := l.IntN(12); {
	case n == 0:
		l.slash(p, []string{"/tonghop", "/cuatoi", "/han", "/trogiup", "/thieu"}[l.IntN(5)])
	case n == 1:
		l.old(p)
	case n == 2:
		l.say(p, "/tieptuc")
	case n == 3 && p.ask != nil:
		l.say(p, "/huy")
		p.ask = nil
	case p.ask != nil:
		l.answerAsk(p)
	case n <= 4 && p.draft != nil:
		l.leave(p)
	case p.draft != nil:
		l.answerDraft(p)
	default:
		l.beginSomething(p)
	}
}

// slash types a command that has nothing to do with a question that is open, which it ends.
func (l *life) slash(p *person, text string) {
	if text != "/trogiup" {
		p.ask = nil
	}
	l.say(p, text)
}

// old presses a button of a question that was answered long ago; nothing comes of it.
func (l *life) old(p *person) {
	stale := slices.DeleteFunc(slices.Clone(p.offered), func(data string) bool {
		return !isPrompt(data) || strings.HasPrefix(data, p.prompt)
	})
	if len(stale) > 0 {
		l.press(p, stale[l.IntN(len(stale))])
	}
}

// isPrompt tells whether a button is of a question, and works only while that is open: "q12:send".
func isPrompt(data string) bool { return strings.HasPrefix(data, "q") }

// leave gives up the draft, goes back, or begins something else over it.
func (l *life) leave(p *person) {
	switch l.IntN(4) {
	case 0:
		l.say(p, []string{"/huy", "hủy"}[l.IntN(2)])
		p.draft = nil
	case 1:
		l.say(p, []string{"/quaylai", "quay lại"}[l.IntN(2)])
		p.undo()
	case 2:
		l.slash(p, "/baocao hiến máu")
		if p.untouched(&l.m) {
			p.begin(blood, l.today())
		} else {
			p.ask = &ask{what: "old", form: blood}
		}
	default:
		l.mend(p)
	}
}

// beginSomething begins a report, by a form or by a sentence, or something about one that is there.
func (l *life) beginSomething(p *person) {
	switch l.IntN(9) {
	case 0, 1:
		l.slash(p, "/baocao hiến máu")
		p.begin(blood, l.today())
	case 2, 3:
		l.sentence(p)
	case 4:
		l.mend(p)
	case 5, 6:
		l.withdraw(p)
	case 7:
		l.zero(p)
	default:
		l.say(p, []string{"hủy đi", "alo", "chào đồng chí"}[l.IntN(3)])
	}
}

// day is one of the last days on which the unit of a person's draft, or the own one, was there.
func (l *life) day(p *person) (period.Date, bool) {
	id := p.unit
	if p.draft != nil && p.draft.unit != "" {
		d := *p.draft
		d.follow(&l.m, l.today())
		id = d.unit
	}
	const recent = 3
	from, to := max(l.m.units[id].from, l.today()-recent), min(l.m.units[id].to, l.today())
	if from > to {
		return 0, false
	}
	return from + period.Date(l.IntN(int(to-from)+1)), true
}

func written(d period.Date) string {
	year, month, day := d.YMD()
	return fmt.Sprintf("%d/%d/%d", day, month, year)
}

// sentence makes a report of one sentence.
func (l *life) sentence(p *person) {
	day, ok := l.day(p)
	if !ok {
		return
	}
	n, topic := l.number(), l.IntN(2)
	said := []struct{ words, key string }{{"ATGT", "atgt"}, {"ma túy", "ma_tuy"}}[topic]
	l.say(p, fmt.Sprintf("Ngày %s tuyên truyền %s, %d người dự", written(day), said.words, n))
	p.draft = &draft{form: talk, day: day, topic: said.key, values: map[string]int64{listeners: n}, skipped: map[string]bool{}, brief: true}
	p.next(l.today())
}

func (l *life) number() int64 { return int64(1 + l.IntN(200)) }

// some is a report, of the person more often than not.
func (l *life) some(p *person) (form.Submission, bool) {
	list := l.m.reports
	if l.IntN(4) > 0 {
		list = slices.DeleteFunc(slices.Clone(list), func(s form.Submission) bool { return s.Reporter != p.id })
	}
	if len(list) == 0 {
		return form.Submission{}, false
	}
	return list[l.IntN(len(list))], true
}

// mend asks for a correction, by typing or by a button that works for ever.
func (l *life) mend(p *person) {
	s, ok := l.some(p)
	if !ok {
		return
	}
	if l.IntN(2) == 0 {
		l.slash(p, fmt.Sprintf("/sua %d", s.ID))
	} else {
		l.press(p, fmt.Sprintf("mend:%d", s.ID))
	}
	if s.Gone || s.Reporter != p.id || s.Kind != form.Event || p.draft != nil && !p.untouched(&l.m) {
		return
	}
	p.mend(s)
}

func (l *life) withdraw(p *person) {
	s, ok := l.some(p)
	if !ok {
		return
	}
	l.slash(p, fmt.Sprintf("/huybaocao %d", s.ID))
	if !s.Gone && s.Reporter == p.id {
		p.ask = &ask{what: "withdraw", sub: s.ID}
	}
}

func (l *life) zero(p *person) {
	week := period.Containing(period.Plain, period.Week, l.today()).Range
	l.slash(p, "/khongco tuần này")
	if !l.m.contradicts(p.unit, week) {
		p.ask = &ask{what: "zero", days: week}
	}
}

// answerAsk answers the question that is open.
func (l *life) answerAsk(p *person) {
	a := p.ask
	no := l.IntN(5) == 0
	switch {
	case a.what == "old" && no:
		l.say(p, "Tiếp tục")
		p.ask = nil
	case a.what == "old":
		l.say(p, "Bỏ, làm mới")
		p.begin(a.form, l.today())
	case a.what == "joint":
		l.answerJoint(p)
	case a.what == "kept":
		l.say(p, "đã đối chiếu sổ")
		p.ask = nil
		l.m.returns = slices.DeleteFunc(l.m.returns, func(r sentBack) bool { return r == *p.draft.ret })
		p.draft = nil
	case no:
		l.say(p, "không")
		p.ask = nil
	case a.what == "zero":
		l.say(p, "đúng")
		p.ask = nil
		if !l.m.contradicts(p.unit, a.days) {
			l.m.file(form.Submission{Form: "khong_co", Kind: form.Zero, Unit: p.unit, Days: a.days, Reporter: p.id})
		}
	case !a.reasoned:
		l.say(p, "Báo nhầm")
		a.reasoned = true
	default:
		l.say(p, "đúng")
		l.gone(p)
	}
}

// gone withdraws the report that is asked about.
func (l *life) gone(p *person) {
	id := p.ask.sub
	p.ask = nil
	if !l.m.known(id) {
		return
	}
	if p.draft != nil && p.draft.sub == id {
		p.draft = nil
	}
	s := *l.m.newest(id)
	s.Gone = true
	l.m.file(s)
}

func (l *life) answerJoint(p *person) {
	same := l.IntN(2) == 0
	l.say(p, map[bool]string{true: "Cùng một hoạt động", false: "Hoạt động khác"}[same])
	s := p.draft.submission(&l.m, p.id)
	if same {
		s.Joint, _ = l.m.alike(s)
	}
	p.ask, p.draft = nil, nil
	l.m.file(s)
}

// answerDraft answers what the draft asks.
func (l *life) answerDraft(p *person) {
	switch d := p.draft; d.at {
	case atForm:
		l.say(p, "hiến máu")
		d.form, d.back = blood, append(d.back, atForm)
		p.next(l.today())
	case form.KeyDays:
		if day, ok := l.day(p); ok {
			l.say(p, written(day))
			d.day, d.sure = day, false
			p.answered(form.KeyDays, l.today())
		}
	case atDoubt:
		l.say(p, "đúng")
		d.sure = true
		p.next(l.today())
	case units, listeners:
		l.answerFigure(p)
	case force:
		if l.IntN(2) == 0 {
			l.say(p, "bỏ qua")
			d.skipped[force] = true
		} else {
			n := l.number()
			l.say(p, strconv.FormatInt(n, 10))
			d.values[force] = n
		}
		p.answered(force, l.today())
	case atReason:
		l.say(p, "đếm lại danh sách")
		l.finish(p)
	default:
		l.answerCard(p)
	}
}

func (l *life) answerFigure(p *person) {
	d := p.draft
	key, n := d.at, l.number()
	if d.ret != nil && l.IntN(3) == 0 {
		n = d.values[key]
	}
	l.say(p, strconv.FormatInt(n, 10))
	d.values[key] = n
	asked := d.ret != nil && d.ret.key == key && l.m.waits(*d.ret)
	p.answered(key, l.today())
	if asked {
		l.finishReturned(p)
	}
}

// answerCard sends what is ready, or changes it first.
func (l *life) answerCard(p *person) {
	d := p.draft
	what := l.IntN(4)
	if d.ret != nil {
		what = 3 // a figure could be taken for another report
	}
	switch what {
	case 0:
		n := l.number()
		l.say(p, fmt.Sprintf("%s %d", figureOf[d.form].label, n))
		d.values[figureOf[d.form].key] = n
		p.answered(figureOf[d.form].key, l.today())
	case 1:
		if day, ok := l.day(p); ok {
			l.say(p, "ngày "+written(day))
			d.day, d.sure = day, false
			p.answered(form.KeyDays, l.today())
		}
	default:
		if d.at == atEdit {
			l.say(p, "quay lại")
			d.at = atCard
			return
		}
		l.say(p, []string{"đúng", "ok gửi đi"}[l.IntN(2)])
		l.send(p)
	}
}

func (l *life) send(p *person) {
	switch d := p.draft; {
	case d.doubted(l.today()):
		p.next(l.today())
	case d.sub == 0:
		s := d.submission(&l.m, p.id)
		if _, twin := l.m.alike(s); twin {
			p.ask = &ask{what: "joint"}
			return
		}
		l.m.file(s)
		p.draft = nil
	case d.ret != nil:
		l.finishReturned(p)
	case !d.changes(&l.m):
		d.at = atEdit
	default:
		d.at = atReason
	}
}

// finishReturned ends what was sent back: by a correction, or by the question why it stays.
func (l *life) finishReturned(p *person) {
	p.draft.at = atCard
	switch {
	case !l.m.waits(*p.draft.ret): // settled meanwhile
		p.draft.ret = nil
	case !p.draft.changes(&l.m):
		p.ask = &ask{what: "kept"}
	default:
		l.finish(p)
	}
}

// finish files a correction, if it is still one of what stands.
func (l *life) finish(p *person) {
	d := p.draft
	switch s := l.m.newest(d.sub); {
	case s.Gone:
		p.draft = nil
	case uint64(s.Version) != d.of:
		d.of, d.at = uint64(s.Version), atCard
	default:
		l.m.file(d.submission(&l.m, p.id))
		p.draft = nil
	}
}
