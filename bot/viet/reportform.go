package viet

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// close is how near the second form must come to be asked.
const closeScore = 0.86

// forms scores the forms by the words and by the nouns behind numbers.
func (rd *reader) forms() {
	scores := rd.Words.score(rd.toks, rd.used).total(rd.Words, rd.amounts)
	for _, id := range rd.Words.order {
		if scores[id] >= 1.5 {
			rd.rep.Forms = append(rd.rep.Forms, Guess{id, scores[id]})
		}
	}
	g := rd.rep.Forms
	slices.SortStableFunc(g, func(a, b Guess) int { return cmp.Compare(b.Score, a.Score) })
	if len(g) > 1 && g[1].Score > closeScore*g[0].Score {
		rd.rep.doubt(FieldForm)
	}
	if len(g) > 0 {
		rd.rep.Event = rd.Words.forms[g[0].Form].event
	}
}

// tally is what the phrases of a text say for each form, by the kind of phrase.
type tally [signalObject + 1]map[string]float64

func (t *tally) add(s signal) {
	if t[s.kind] == nil {
		t[s.kind] = map[string]float64{}
	}
	t[s.kind][s.form] += s.weight
}

// strong tells whether a phrase alone speaks for a form.
func (t *tally) strong() bool {
	for _, s := range t[signalWord] {
		if s >= 2.5 {
			return true
		}
	}
	for id, s := range t[signalWeak] {
		if _, ok := t[signalObject][id]; ok && s >= 2.5 {
			return true
		}
	}
	return false
}

// total is the score of each form, with what the nouns behind numbers say.
func (t tally) total(v *Vocabulary, amounts []quantity) map[string]float64 {
	scores := t[signalWord]
	if scores == nil {
		scores = map[string]float64{}
	}
	for _, q := range amounts {
		for id, w := range v.signsOf[q.Unit] {
			scores[id] += w
		}
	}
	for id, w := range t[signalWeak] {
		if _, object := t[signalObject][id]; object || scores[id] > 0 {
			scores[id] += w
		}
	}
	for id, w := range t[signalWith] {
		if scores[id] >= 2 {
			scores[id] += w
		}
	}
	return scores
}

// score adds up the phrases for each form; a phrase counts once.
func (v *Vocabulary) score(toks []token, used []bool) (all tally) {
	seen := map[signal]bool{}
	for i := 0; i < len(toks); {
		found, n := v.signals.matchAll(toks, i)
		if n == 0 || used != nil && slices.Contains(used[i:i+n], true) && !v.choiceAt(toks, i) {
			i++
			continue
		}
		for _, s := range found {
			if seen[s] {
				continue
			}
			seen[s] = true
			all.add(s)
		}
		i += n
	}
	return all
}

// choiceAt tells whether a choice that looks like a day stands at token i: it was hidden from the days only.
func (v *Vocabulary) choiceAt(toks []token, i int) bool {
	_, n := v.dayNames.match(toks, i)
	return n > 0
}

// choices reads topic, programme, beneficiary of the form. Of two different ones the first stands, with a doubt.
func (rd *reader) choices() {
	form := rd.rep.Form()
	for i := 0; i < len(rd.toks); {
		found, n := rd.Words.choices.matchAll(rd.toks, i)
		step := 1
		for _, c := range found {
			if c.Form != form {
				continue
			}
			step = n
			if old, ok := rd.rep.Choices[c.Question]; ok && old != c.Key {
				rd.rep.doubt(c.Question)
				continue
			}
			rd.rep.Choices[c.Question] = c.Key
		}
		i += step
	}
}

var modelWords = phrases(map[string]bool{"mô hình|mh|mô hình điểm|các mô hình|mh điểm": true})

// modelEnds are words behind the name of a model.
var modelEnds = phrases(map[string]bool{
	"tại|ở|thôn|làng|với|cho|gồm|có|do|của|trên|đến|và|xã|phường|khu|tổ dân phố|vào|ngày|cax|ca xã|công an|kdc|thu hút|được|nhằm|t|hôm|sáng|chiều|tdp": true,
})

// model reads the name of a model: a known one anywhere, else what stands behind "mô hình".
func (rd *reader) model() {
	if rd.rep.Form() != "mo_hinh" {
		return
	}
	for i := range rd.toks {
		if name, n := rd.Words.models.match(rd.toks, i); n > 0 {
			rd.rep.Model = name
			return
		}
	}
	for i := range rd.toks {
		if _, n := modelWords.match(rd.toks, i); n > 0 {
			if name := rd.modelName(i + n); name != "" {
				rd.rep.Model = name
				return
			}
		}
	}
}

// modelName takes the words at token i, up to a mark, a number, a word of place or anything that was read.
func (rd *reader) modelName(i int) string {
	for i < len(rd.toks) && rd.toks[i].kind == 'm' && !rd.toks[i].mark(",") && !rd.toks[i].mark(".") {
		i++
	}
	end := i
	for end < len(rd.toks) && rd.toks[end].kind == 'w' && !rd.used[end] && end-i < 10 && (end == i || !rd.toks[end].line) {
		if _, n := modelEnds.match(rd.toks, end); n > 0 && end > i && rd.modelStops(end, n) {
			break
		}
		end++
	}
	if end-i < 2 {
		return ""
	}
	name := rd.typed(i, end)
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + strings.TrimSpace(name[size:])
}

// modelStops tells whether an end word really ends the name: "và" and "có" may stand inside one in quotation marks.
func (rd *reader) modelStops(i, n int) bool { return i+n <= len(rd.toks) }
