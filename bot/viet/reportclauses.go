package viet

import (
	"maps"
	"slices"
)

// clause is a piece of a message between two marks or joining words.
type clause struct {
	from, to int // tokens
	score    tally
	form     string          // the likeliest; "" without a strong word
	verb     bool            // says so by more than the nouns behind its numbers
	measures map[string]bool // that it counts
	day      *when
}

// clauses cuts a text at commas, joining words and numbering where each piece speaks for a form and counts something of
// it: several reports in one sentence. Pieces that have only a day and a count go on with the form before them.
func (v *Vocabulary) clauses(t text) []text {
	cuts := v.softCuts(t.toks)
	if len(cuts) < 2 {
		return []text{t}
	}
	list := make([]clause, len(cuts))
	read := make([]bool, len(t.toks))
	for i := range t.toks { // hôm qua is no quà
		if _, n := relativeDays.match(t.toks, i); n > 0 {
			mark(read, i, i+n)
		}
	}
	strong, days := 0, 0
	for i, from := range cuts {
		list[i] = clause{from: from, to: len(t.toks)}
		if i+1 < len(cuts) {
			list[i].to = cuts[i+1]
		}
		toks := t.toks[from:list[i].to]
		if list[i].score = v.score(toks, read[from:list[i].to]); list[i].score.strong() {
			strong++
		}
		if slices.ContainsFunc(toks, func(t token) bool { return t.mark("/") || wordDay.has(t) }) {
			days++
		}
	}
	if strong < 2 && (strong == 0 || days < 2) {
		return []text{t}
	}
	return v.assemble(t, list)
}

// softCuts lists where clauses may begin.
func (v *Vocabulary) softCuts(toks []token) []int {
	cuts := []int{0}
	for i := 1; i < len(toks); i++ {
		before := toks[i-1]
		mark := before.mark(",") || before.mark(";") || before.mark(".") || before.mark("+") || before.mark(":") || before.mark("-") && !before.glued
		if mark && !toks[i].glued && (i < 2 || !numbering(toks, i-2)) || toks[i].line || wordAnd.has(before) || numbering(toks, i) || v.runsOn(toks, i) {
			cuts = append(cuts, i)
		}
	}
	return cuts
}

// runsOn tells whether a word for a form follows a number and its noun without a mark: "60 người tặng 20 suất quà".
func (v *Vocabulary) runsOn(toks []token, i int) bool {
	number := i - 1
	for number > max(0, i-3) && toks[number].kind == 'w' {
		number--
	}
	if toks[i].kind != 'w' || number == i-1 || toks[number].kind != 'd' {
		return false
	}
	_, n := v.signals.match(toks, i)
	return n > 0
}

// assemble joins the clauses again, up to where the next report begins.
func (v *Vocabulary) assemble(t text, list []clause) []text {
	list, read := v.weigh(t, list)
	var parts []text
	var prefix []token
	head := list[0] // the report that is being read
	flush := func() {
		parts = append(parts, text{t.s, append(slices.Clone(prefix), t.toks[head.from:head.to]...)})
	}
	for _, c := range list[1:] {
		switch {
		case v.begins(head, c):
			flush()
			head, prefix = c, nil
		case goesOn(head, c):
			flush()
			if prefix == nil {
				prefix = bare(t.toks[head.from:head.to], read[head.from:head.to])
			}
			c.form = head.form
			head = c
		default:
			head = join(head, c)
		}
	}
	flush()
	return parts
}

// bare gives the words that are no day and no count.
func bare(toks []token, read []bool) []token {
	words := []token{}
	for i, t := range toks {
		if t.kind == 'w' && !read[i] {
			words = append(words, t)
		}
	}
	return words
}

// weigh finds what each clause counts, its day and its form, and joins those that belong together: a cut inside a day or a
// number is none, and what has no form belongs to
// the clause before, unless it has a day and may go on with another count.
func (v *Vocabulary) weigh(t text, list []clause) (groups []clause, read []bool) {
	read = make([]bool, len(t.toks))
	for i := 0; i < len(t.toks); i++ {
		if n := document(t.toks, i); n > 0 {
			mark(read, i, i+n)
		}
	}
	p := numbers{t.toks, v.nouns}
	days := dates{p, 0}.all(read)
	for _, w := range days {
		mark(read, w.at, w.end)
	}
	dayless := slices.Clone(read) // a day says nothing: hôm qua is no quà
	amounts := p.all(read)
	amounts = slices.DeleteFunc(amounts, func(q quantity) bool { return ordinal(t.toks, q.first) })
	for _, q := range amounts {
		mark(read, q.at, q.end)
	}
	for _, c := range list {
		c.score = v.score(t.toks[c.from:c.to], dayless[c.from:c.to])
		v.fill(&c, t.toks, days, amounts, read)
		torn := slices.ContainsFunc(days, func(w when) bool { return w.at < c.from && c.from < w.end }) ||
			slices.ContainsFunc(amounts, func(q quantity) bool { return q.at < c.from && c.from < q.end })
		last := len(groups) - 1
		if last >= 0 && (torn || c.form == "" && (c.day == nil || len(groups[last].measures) == 0)) {
			groups[last] = join(groups[last], c)
			continue
		}
		groups = append(groups, c)
	}
	return groups, read
}

func mark(read []bool, from, to int) {
	for i := from; i < to; i++ {
		read[i] = true
	}
}

// begins tells whether a clause begins another report: both count something of their own forms, and the forms differ or
// the same is counted again.
func (v *Vocabulary) begins(head, c clause) bool {
	if c.form == "" || head.form == "" || !v.counts(head) || !v.counts(c) {
		return false
	}
	if c.form != head.form {
		return true
	}
	again := false
	for m := range c.measures {
		again = again || head.measures[m]
	}
	return again && c.verb
}

// counts tells whether a clause counts a measure of its form.
func (v *Vocabulary) counts(c clause) bool {
	return slices.ContainsFunc(v.forms[c.form].measures, func(m string) bool { return c.measures[m] })
}

// goesOn tells whether a clause has another day and counts the same again.
func goesOn(head, c clause) bool {
	if head.form == "" || c.form != "" || head.day == nil || c.day == nil || head.day.Range == c.day.Range {
		return false
	}
	for m := range c.measures {
		if head.measures[m] {
			return true
		}
	}
	return false
}

func join(head, c clause) clause {
	head.to = c.to
	if head.form == "" {
		head.form, head.verb = c.form, c.verb
	}
	if head.day == nil {
		head.day = c.day
	}
	head.measures = maps.Clone(head.measures)
	maps.Copy(head.measures, c.measures)
	return head
}

// fill finds what a clause counts, its day and its form.
func (v *Vocabulary) fill(c *clause, toks []token, days []when, amounts []quantity, read []bool) {
	c.measures = map[string]bool{}
	for _, w := range days {
		if w.at >= c.from && w.at < c.to && !w.clock && c.day == nil {
			c.day = &w
		}
	}
	var own []quantity
	for _, q := range amounts {
		if q.at < c.from || q.at >= c.to {
			continue
		}
		own = append(own, q)
		for _, m := range v.nounsOf[q.Unit] {
			c.measures[m] = true
		}
		if people[q.Unit] {
			c.measures["luot_nguoi"], c.measures["luc_luong"], c.measures["nguoi"] = true, true, true
		}
	}
	if !c.score.strong() {
		return
	}
	words := v.score(toks[c.from:c.to], read[c.from:c.to])
	c.verb = words.strong()
	c.form = likeliest(c.score.total(v, own), v.order)
}

// likeliest is the form of the highest score, the first of equals.
func likeliest(scores map[string]float64, order []string) string {
	best := order[0]
	for _, id := range order {
		if scores[id] > scores[best] {
			best = id
		}
	}
	return best
}
