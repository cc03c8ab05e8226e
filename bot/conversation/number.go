package conversation

import (
	"danvanbot/bot/form"
	"danvanbot/bot/viet"
)

// answerNumber reads a whole number or an amount of money: "85", "khoảng 200", "15 triệu", "hai trăm rưỡi".
func (t *turn) answerNumber(q form.Question, text string) {
	n, ok := viet.Number(text)
	if !ok || !n.Sure() {
		t.refuseNumber(q)
		return
	}
	n, assumed, ok := t.meant(q, n)
	if !ok {
		t.say("number.other_noun", "text", text, "label", q.Label.In(t.lang()))
		t.again()
		return
	}
	value, whole := n.Int()
	if !whole {
		t.say("number.whole", "label", q.Label.In(t.lang()))
		t.again()
		return
	}
	switch q.Check(value) {
	case form.TooSmall:
		t.say("number.min", "min", t.number(*q.Min))
		t.again()
	case form.TooLarge:
		t.say("number.max", "max", t.number(*q.Max))
		t.again()
	default:
		t.set(q.Key, Answer{N: value, Hedge: hedges[n.Hedge], Assumed: assumed})
	}
}

// meant is the number in what was asked: 2 km are 2000 metres, and a price for each piece is multiplied, to be checked. A
// number of something else ("25 đồng chí" for days of work) is no answer.
func (t *turn) meant(q form.Question, n viet.Num) (meant viet.Num, computed, ok bool) {
	if t.env.Words.Answers(q.Key, n) == viet.OtherNoun {
		return n, false, false
	}
	if converted, fits := t.env.Words.Convert(q.Key, n); fits {
		n = converted
	}
	if !n.Each || q.Type != form.Money {
		return n, false, true
	}
	pieces := t.s.Draft.Answers.Of(keyPieces)
	if pieces.N == 0 {
		return n, false, false
	}
	n.Value *= float64(pieces.N)
	return n, true, true
}

// keyPieces is the measure that a price for each piece is multiplied by.
const keyPieces = "suat_qua"

// hedges maps what a person said to what is stored.
var hedges = map[viet.Hedge]form.Hedge{viet.Exact: form.Exact, viet.About: form.About, viet.More: form.More, viet.Less: form.Less}

func (t *turn) refuseNumber(q form.Question) {
	example := q.Example
	if example == "" {
		example = "85"
	}
	t.say("number.example", "example", example)
	t.again()
}

// value prints an answer's number with its hedge and unit noun: "hơn 1.000 lượt người".
func (t *turn) value(q form.Question, a Answer) string {
	text := t.number(a.N)
	if q.Type == form.Money {
		text = t.env.Texts.Money(t.lang(), a.N)
	} else if noun := q.Noun.In(t.lang()); noun != "" {
		text += " " + noun
	}
	if a.Hedge == form.Exact {
		return text
	}
	return t.msg("hedge."+[...]string{"", "about", "more", "less"}[a.Hedge]) + " " + text
}
