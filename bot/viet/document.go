package viet

var documents = phrases(map[string]bool{
	"kế hoạch|công văn|chỉ thị|nghị quyết|quyết định|thông báo|hướng dẫn|chương trình|đề án|luật|nghị định|thông tư|tờ trình|công điện|" +
		"giấy mời|báo cáo số|kh|cv|cvđ|qđ|nq|ct|văn bản|điện mật|phương án|thông tri|kết luận|điện": true,
})

// document gives the number of tokens of a document that is named at token i, with its number and its day: "Kế hoạch số
// 123/KH-CAT ngày 15/10/2026". Its number counts nothing, and its day is not the event's. It is 0 for a document that has
// neither, such as a plan for a day.
func document(toks []token, i int) int {
	_, n := documents.match(toks, i)
	if n == 0 {
		return 0
	}
	j := i + n
	for k := j; k < min(j+4, len(toks)) && toks[k].kind == 'w'; k++ { // kế hoạch tuần tra số 12
		if wordNumber.has(toks[k]) {
			j = k + 1
		}
	}
	end := documentCode(toks, j)
	if end == j && (j > i+n || !behindDocument(toks, j)) {
		return 0
	}
	return documentDay(toks, end) - i
}

// documentCode steps over a number such as 123/KH-CAT, 05-CT/TW or 43.
func documentCode(toks []token, j int) int {
	if j >= len(toks) || toks[j].kind != 'd' {
		return j
	}
	end := j + 1
	for end+1 < len(toks) && toks[end].glued && (toks[end].mark("/") || toks[end].mark("-") || toks[end].mark(".")) && toks[end+1].glued && toks[end+1].kind != 'm' {
		end += 2
		for end < len(toks) && toks[end].glued && toks[end].kind != 'm' { // PV05
			end++
		}
	}
	return end
}

// documentDay steps over "ngày 15/10/2026", which may stand behind the name of who wrote the document.
func documentDay(toks []token, end int) int {
	for j := end; j < min(end+9, len(toks)) && (toks[j].kind == 'w' || toks[j].mark("(")); j++ {
		if !wordNgay.has(toks[j]) {
			continue
		}
		w, ok := (dates{numbers{toks, baseWords.nouns}, 0}).numeric(j + 1)
		if ok && w.day > 0 {
			return w.end
		}
	}
	return end
}

// behindDocument tells whether the day of a document without a number follows at once.
func behindDocument(toks []token, j int) bool {
	return j < len(toks) && wordNgay.has(toks[j]) && documentDay(toks, j) > j
}
