package viet

// wordsOf are single words that the readers look for.
type wordsOf struct{ texts, folds map[string]bool }

// words makes wordsOf a '|' separated list.
func words(list string) wordsOf {
	w := wordsOf{map[string]bool{}, map[string]bool{}}
	for _, s := range splitList(list) {
		t := readWord(s, 0)
		w.texts[t.text], w.folds[t.fold] = true, true
	}
	return w
}

// has tells whether a token is one of the words: with its very accents, or without any.
func (w wordsOf) has(t token) bool {
	return t.kind == 'w' && (w.texts[t.text] || t.plain() && w.folds[t.fold])
}

var (
	wordVillage  = words("làng")
	wordOld      = words("già")
	wordAnd      = words("và|với|cùng")
	wordCach     = words("cách")
	wordChap     = words("chạp")
	wordDay      = words("ngày|hôm|bữa")
	wordDong     = words("động")
	wordGieng    = words("giêng")
	wordHere     = words("đây")
	wordHour     = words("giờ")
	wordIs       = words("là")
	wordLabour   = words("trải|công|làm|đồng|lao")
	wordMinute   = words("phút|p")
	wordMonth    = words("tháng|thg")
	wordMonthT   = words("tháng|t")
	wordMung     = words("mùng|mồng")
	wordNgay     = words("ngày")
	wordNumber   = words("số")
	wordNumberIs = words("số|là")
	wordOf       = words("của")
	wordPhat     = words("phát")
	wordPlus     = words("và|với|cùng|thêm|cộng")
	wordQuarter  = words("quý|quí")
	wordSince    = words("từ")
	wordTuyen    = words("tuyên")
	wordWeek     = words("tuần")
	wordWhole    = words("cả|trọn|hết|nguyên")
	wordWithin   = words("trong|suốt")
	wordYear     = words("năm")
)
