package conversation

import (
	"regexp"
	"slices"
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/viet"
)

// receiptCode is how a receipt names its report.
var receiptCode = regexp.MustCompile(`\b[A-Z]{1,3}-\d{4,}\b`)

// answersReceipt takes an answer to a receipt ("95 người chứ không phải 85") as a correction of that report.
func (t *turn) answersReceipt(text string) bool {
	id, ok := form.ParseCode(receiptCode.FindString(t.in.Quoted))
	if !ok || t.s.Draft != nil || t.s.Ask != nil {
		return false
	}
	s, ok := t.env.Reports.Submission(id)
	if !ok || s.Gone || !t.known(s) || !t.env.Person.MayMend(t.env.Tree, s) {
		return false
	}
	t.openMend(s)
	if t.amend(text) {
		t.next()
		return true
	}
	t.say("mend.unclear")
	t.again()
	return true
}

// openMend opens a draft that corrects a report.
func (t *turn) openMend(s form.Submission) {
	t.s.Ask = nil
	t.s.Draft = &Draft{
		Form: s.Form, Version: t.env.Forms.Version, Sub: s.ID, Of: s.Version, Answers: answersOf(s, t.formOf(s)), At: atEdit, Source: s.Source,
	}
}

// edited takes an edited message: the sentence of the open draft is read anew, that of a stored report proposes the
// next version. Edits of anything else, and edits that change nothing, are no business of ours.
func (t *turn) edited(text string) {
	switch d := t.s.Draft; {
	case t.in.Message == "" || text == "" || t.refused(text):
	case d != nil && d.Source == t.in.Message && d.Sub == 0:
		t.readAnew(text)
	case d == nil:
		t.proposeEdit(text)
	}
}

func (t *turn) readAnew(text string) {
	reports := t.read(text)
	if len(reports) != 1 {
		t.say("sentence.unknown")
		t.again()
		return
	}
	if why := reports[0].Undone; why != viet.Done {
		t.say("undone.left_" + string(why))
		t.again()
		return
	}
	t.openAll(reports)
}

// recentEdits is among how many of the latest reports the one of an edited message is looked for.
const recentEdits = 20

func (t *turn) proposeEdit(text string) {
	for _, s := range t.env.Reports.Recent(t.env.Person.ID, recentEdits) {
		if s.Source != t.in.Message || s.Gone || !t.known(s) {
			continue
		}
		reports := t.read(text)
		if len(reports) != 1 || reports[0].Form() != s.Form {
			return
		}
		if reports[0].Undone != viet.Done {
			t.withdraw(s.Code(t.env.Tree)) // it did not take place after all
			return
		}
		t.openMend(s)
		heard, mine := t.draftOf(reports[0], s.Form)
		for key, a := range heard.Answers.All() {
			if !a.Assumed {
				t.s.Draft.put(key, a)
			}
		}
		if !mine || len(t.changed()) == 0 {
			t.s.Draft = nil
			return
		}
		t.next()
		return
	}
}

// amend changes the draft as a short sentence says: "85 thành 95", "95 người chứ không phải 85", "ngày 20 chứ không
// phải 21", "người dự 95", "95 người". It reports false, and changes nothing, where that is not clear.
func (t *turn) amend(text string) bool {
	if before, after, ok := splitPair(text); ok {
		return t.amendDay(before, after) || t.amendNumber(before, after)
	}
	if key, rest, ok := lineNamed(t.allLines(), trimVerb(text)); ok && rest != "" {
		return t.amendLine(t.question(key), rest)
	}
	return t.amendNoun(text) || t.amendMoney(text) || t.amendToDay(text)
}

// amountWords are what makes a number one of money where a form asks for money once: "20 triệu".
var amountWords = []string{"nghin", "ngan", "trieu", "ty", "ti", "tr", "k"}

// amendMoney takes a text that is an amount and nothing else.
func (t *turn) amendMoney(text string) bool {
	words := strings.Fields(labelKey(text))
	n, ok := viet.Number(text)
	if !ok || !n.Sure() || len(words) > maxAmountWords || !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(amountWords, w) }) {
		return false
	}
	var found []form.Question
	for _, q := range t.form().Questions {
		if q.Type == form.Money && relevant(q.Relevant, t.s.Draft.Answers) {
			found = append(found, q)
		}
	}
	return len(found) == 1 && t.putNumber(found[0], n)
}

// maxAmountWords is how many words an amount has at most: "khoảng 20 triệu rưỡi".
const maxAmountWords = 4

// amendToDay takes a text that is a day and nothing else: "hôm kia".
func (t *turn) amendToDay(text string) bool {
	if _, isNumber := viet.Number(text); isNumber || len(strings.Fields(text)) > maxDayWords {
		return false
	}
	return t.putDay(text)
}

// maxDayWords is how many words a day has at most: "thứ bảy tuần trước nhé".
const maxDayWords = 5

// allLines are all lines of the card, with an answer or without.
func (t *turn) allLines() []option { return append(t.lines(false), t.lines(true)...) }

// pairs are the phrases between an old and a new value.
var pairs = []struct {
	words    string
	newFirst bool
}{
	{"chu khong phai la", true},
	{"chu khong phai", true},
	{"khong phai la", true},
	{"khong phai", true},
	{"doi thanh", false},
	{"sua thanh", false},
	{"thanh", false},
	{"->", false},
	{"=>", false},
	{"→", false},
}

// splitPair takes "95 chứ không phải 85" or "85 thành 95" apart.
func splitPair(text string) (before, after string, ok bool) {
	words := strings.Fields(trimVerb(text))
	for _, p := range pairs {
		sep := strings.Fields(p.words)
		for i := 1; i+len(sep) < len(words); i++ {
			if labelKeys(words[i:i+len(sep)]) != labelKeys(sep) {
				continue
			}
			first, last := strings.Join(words[:i], " "), strings.Join(words[i+len(sep):], " ")
			if p.newFirst {
				return last, first, true
			}
			return first, last, true
		}
	}
	return "", "", false
}

// labelKeys folds words, and keeps signs such as "->" apart from nothing.
func labelKeys(words []string) string {
	text := strings.Join(words, " ")
	if key := labelKey(text); key != "" {
		return key
	}
	return text
}

// amendNumber replaces the one value that a sentence names.
func (t *turn) amendNumber(before, after string) bool {
	was, ok1 := viet.Number(before)
	is, ok2 := viet.Number(after)
	old, whole := was.Int()
	if !ok1 || !ok2 || !was.Sure() || !is.Sure() || !whole {
		return false
	}
	var found []form.Question
	for _, q := range t.form().Questions {
		if a, ok := t.s.Draft.Answers.Get(q.Key); ok && q.Counts() && !a.Skipped && a.N == old {
			found = append(found, q)
		}
	}
	return len(found) == 1 && t.putNumber(found[0], is)
}

func (t *turn) putNumber(q form.Question, n viet.Num) bool {
	value, whole := n.Int()
	if v := q.Check(value); !whole || v == form.TooSmall || v == form.TooLarge {
		return false
	}
	t.s.Draft.put(q.Key, Answer{N: value, Hedge: hedges[n.Hedge]})
	return true
}

// bareDay is a day without its month.
var bareDay = regexp.MustCompile(`^(ngay |hom )?\d{1,2}$`)

// amendDay replaces the day: "ngày 20 chứ không phải 21" keeps the month.
func (t *turn) amendDay(before, after string) bool {
	if !strings.Contains(labelKey(before+" "+after), "ngay") && !strings.Contains(before+after, "/") {
		return false
	}
	return t.putDay(after)
}

func (t *turn) putDay(text string) bool {
	days := t.s.Draft.Answers.Of(form.KeyDays).Days
	if days == nil {
		return false
	}
	meant := t.today()
	if bareDay.MatchString(labelKey(text)) {
		meant = days.To // "ngày 20" is of the month that was meant before
	}
	found := viet.Dates(text, meant)
	if len(found) != 1 || found[0].Bad || found[0].Range.To > t.today() {
		return false
	}
	r := found[0].Range
	t.s.Draft.put(form.KeyDays, Answer{Days: &r})
	return true
}

// amendLine reads the value that stands behind a line's name.
func (t *turn) amendLine(q form.Question, rest string) bool {
	switch {
	case q.Counts():
		n, ok := viet.Number(rest)
		return ok && n.Sure() && t.putNumber(q, n)
	case q.Type == form.Days:
		return t.putDay(rest)
	default:
		return false
	}
}

// amendNoun changes the one value that a noun names: "95 người".
func (t *turn) amendNoun(text string) bool {
	n, ok := viet.Number(text)
	if !ok || !n.Sure() || n.Unit == "" {
		return false
	}
	var found []form.Question
	for _, q := range t.form().Questions {
		if _, fits := t.env.Words.Convert(q.Key, n); fits && q.Counts() && !t.s.Draft.Answers.Of(q.Key).Skipped {
			found = append(found, q)
		}
	}
	if len(found) != 1 {
		return false
	}
	converted, _ := t.env.Words.Convert(found[0].Key, n)
	return t.putNumber(found[0], converted)
}
