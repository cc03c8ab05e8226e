package viet

import (
	"slices"
	"strings"
)

// noPlace notes a number that the form has no place for.
func (rd *reader) noPlace(q quantity, is bool) {
	if is && !q.Ask && !unplaced[q.Unit] && (q.Unit != "" || q.Value != 0) {
		rd.left = append(rd.left, q)
	}
}

// unplaced are the nouns of numbers that no form counts, and that are no loss: ages and hours.
var unplaced = wordSet("tuoi gio ngay")

// unread gives the numbers that are left over, as they were typed, with the words behind those that have no noun.
func (rd *reader) unread() {
	for _, q := range rd.left {
		end := q.end
		for q.Unit == "" && end < len(rd.toks) && end < q.end+2 && rd.toks[end].kind == 'w' && !rd.toks[end].line && !rd.used[end] {
			end++
		}
		rd.rep.Unread = append(rd.rep.Unread, rd.typed(q.at, end))
	}
}

var corrections = phrases(map[string]bool{
	"à nhầm|nhầm|ý nhầm|í nhầm|ủa nhầm|à lộn|lộn|à không|ủa không|ý không|sửa lại|sửa lại là|xin sửa|xin sửa lại|chính xác là|chính xác|đúng ra là|" +
		"đúng ra|đúng là|nói đúng hơn|nói lại|đính chính|xin đính chính|à quên|mà là|không phải là|nhầm lẫn|sửa thành|chỉnh lại|cập nhật lại|à": true,
})

// corrected gives the first token of the phrase that says that what begins at token i replaces what stands before it.
// It is 0 without one.
func corrected(toks []token, i int) int {
	end := i
	for end > 0 && (toks[end-1].kind == 'm' || wordIs.has(toks[end-1])) {
		end--
	}
	for _, e := range []int{i, end} {
		for start := max(1, e-4); start < e; start++ {
			if _, n := corrections.match(toks[:e], start); n > 0 && start+n == e {
				return start
			}
		}
	}
	return 0
}

// correct puts a number in the place of the one that it corrects: the last of its noun.
func (rd *reader) correct(q quantity) bool {
	if corrected(rd.toks, q.at) == 0 {
		return false
	}
	for i, old := range slices.Backward(rd.amounts) {
		if q.Unit == "" || q.Unit == old.Unit || people[q.Unit] && people[old.Unit] {
			if q.Unit == "" {
				q.Unit = old.Unit
			}
			rd.amounts[i] = q
			rd.amounts = append(rd.amounts[:i+1], slices.DeleteFunc(rd.amounts[i+1:], func(q quantity) bool { return q.Unit == "" })...)
			return true
		}
	}
	return false
}

// noun is the noun of a number as it was typed, without accents.
func (rd *reader) noun(q quantity) string {
	var words []string
	for _, t := range rd.toks[q.noun:q.end] {
		words = append(words, t.fold)
	}
	return strings.Join(words, " ")
}

// number takes out the numbering at the begin: "1.", "2)".
func (rd *reader) number() {
	for i := range rd.toks {
		if numbering(rd.toks, i) {
			rd.use(i, i+2)
		}
	}
}

// numbering tells whether a number with a mark begins a line or a point of a list.
func numbering(toks []token, i int) bool {
	if i+2 >= len(toks) || toks[i].kind != 'd' || len(toks[i].text) > 2 || !toks[i+1].glued || !toks[i+1].mark(".") && !toks[i+1].mark(")") {
		return false
	}
	return toks[i+2].kind == 'w' && !toks[i+2].glued && (i == 0 || toks[i].line || toks[i+2].cap)
}
