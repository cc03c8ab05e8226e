package viet

import "unicode"

// letter is a lower-case Vietnamese letter taken apart.
type letter struct {
	base  rune // with its hat or horn: â, ơ, đ
	plain rune // without: a, o, d
	tone  byte // '1' sắc … '5' nặng as in VNI, 0: none
}

// vowelRows lists each vowel with no tone, then the five tones in VNI order.
var vowelRows = []string{
	"aáàảãạ", "ăắằẳẵặ", "âấầẩẫậ", "eéèẻẽẹ", "êếềểễệ", "iíìỉĩị",
	"oóòỏõọ", "ôốồổỗộ", "ơớờởỡợ", "uúùủũụ", "ưứừửữự", "yýỳỷỹỵ",
}

var plainOf = map[rune]rune{'ă': 'a', 'â': 'a', 'ê': 'e', 'ô': 'o', 'ơ': 'o', 'ư': 'u', 'đ': 'd', 'ð': 'd'}

var letters = makeLetters()

func makeLetters() map[rune]letter {
	m := map[rune]letter{'đ': {'đ', 'd', 0}, 'ð': {'đ', 'd', 0}}
	for _, row := range vowelRows {
		runes := []rune(row)
		for i, r := range runes {
			l := letter{base: runes[0], plain: stripHat(runes[0])}
			if i > 0 {
				l.tone = byte('0' + i)
			}
			m[r] = l
		}
	}
	return m
}

func stripHat(r rune) rune {
	if p, ok := plainOf[r]; ok {
		return p
	}
	return r
}

// letterOf takes any letter apart; what is not Vietnamese stays as it is, in lower case.
func letterOf(r rune) letter {
	r = unicode.ToLower(r)
	if r < 0x80 {
		return letter{base: r, plain: r}
	}
	if l, ok := letters[r]; ok {
		return l
	}
	return letter{base: r, plain: r}
}
