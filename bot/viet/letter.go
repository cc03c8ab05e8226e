package viet

import "unicode"

// letter is a lower-case Vietnamese letter taken apart.
type letter struct {
	base  rune // with its hat or horn: â, ơ, đ
	plain rune // without: a, o, d
	tone  byte // '1' sắc, '2' huyền, '3' hỏi, '4' ngã, '5' nặng as in VNI; 0: none
}

// letterOf takes any letter apart; what is not Vietnamese stays as it is, in lower case. It is code and no table,
// because tables of other files are made with it before this file's would be.
func letterOf(r rune) letter {
	r = unicode.ToLower(r)
	if r < 0x80 {
		return letter{base: r, plain: r}
	}
	base := hatted(r)
	return letter{base: base, plain: stripHat(base), tone: toneOf(r)}
}

// hatted takes the tone off a letter.
func hatted(r rune) rune {
	switch r {
	case 'á', 'à', 'ả', 'ã', 'ạ':
		return 'a'
	case 'ắ', 'ằ', 'ẳ', 'ẵ', 'ặ':
		return 'ă'
	case 'ấ', 'ầ', 'ẩ', 'ẫ', 'ậ':
		return 'â'
	case 'é', 'è', 'ẻ', 'ẽ', 'ẹ':
		return 'e'
	case 'ế', 'ề', 'ể', 'ễ', 'ệ':
		return 'ê'
	case 'í', 'ì', 'ỉ', 'ĩ', 'ị':
		return 'i'
	case 'ó', 'ò', 'ỏ', 'õ', 'ọ':
		return 'o'
	case 'ố', 'ồ', 'ổ', 'ỗ', 'ộ':
		return 'ô'
	case 'ớ', 'ờ', 'ở', 'ỡ', 'ợ':
		return 'ơ'
	case 'ú', 'ù', 'ủ', 'ũ', 'ụ':
		return 'u'
	case 'ứ', 'ừ', 'ử', 'ữ', 'ự':
		return 'ư'
	case 'ý', 'ỳ', 'ỷ', 'ỹ', 'ỵ':
		return 'y'
	case 'ð':
		return 'đ'
	}
	return r
}

// stripHat takes the hat or horn off a letter.
func stripHat(r rune) rune {
	switch r {
	case 'ă', 'â':
		return 'a'
	case 'ê':
		return 'e'
	case 'ô', 'ơ':
		return 'o'
	case 'ư':
		return 'u'
	case 'đ', 'ð':
		return 'd'
	}
	return r
}

func toneOf(r rune) byte {
	switch r {
	case 'á', 'ắ', 'ấ', 'é', 'ế', 'í', 'ó', 'ố', 'ớ', 'ú', 'ứ', 'ý':
		return '1'
	case 'à', 'ằ', 'ầ', 'è', 'ề', 'ì', 'ò', 'ồ', 'ờ', 'ù', 'ừ', 'ỳ':
		return '2'
	case 'ả', 'ẳ', 'ẩ', 'ẻ', 'ể', 'ỉ', 'ỏ', 'ổ', 'ở', 'ủ', 'ử', 'ỷ':
		return '3'
	case 'ã', 'ẵ', 'ẫ', 'ẽ', 'ễ', 'ĩ', 'õ', 'ỗ', 'ỡ', 'ũ', 'ữ', 'ỹ':
		return '4'
	case 'ạ', 'ặ', 'ậ', 'ẹ', 'ệ', 'ị', 'ọ', 'ộ', 'ợ', 'ụ', 'ự', 'ỵ':
		return '5'
	}
	return 0
}
