package viet

import (
	"slices"
	"strings"
)

// onsets lists the beginnings of Vietnamese syllables, longest first.
var onsets = []string{
	"ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
	"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
}

var rimes = wordSet(`a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt
up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu iê`)

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// syllable tells whether letters (without the tone) with a tone can be a Vietnamese syllable.
func syllable(base string, tone byte) bool {
	for _, on := range onsets {
		rime, ok := strings.CutPrefix(base, on)
		if !ok {
			continue
		}
		if rimes[rime] && (tone == 0 || tone == '1' || tone == '5' || !stopped(rime)) {
			return true
		}
	}
	return false
}

// stopped tells whether the rime ends in a stop, which takes only sắc and nặng.
func stopped(rime string) bool {
	switch rime[len(rime)-1] {
	case 'c', 'p', 't':
		return true
	}
	return strings.HasSuffix(rime, "ch")
}

const telexTones = "0sfrxj" // position = VNI digit

// telex decodes raw Telex keys, "truyeenf", to letters and tone. It fails where the keys make no syllable.
func telex(keys string) (string, bool) {
	var out []rune
	tone := byte(0)
	used := false
	for _, r := range keys {
		if next, ok := telexHat(out, r); ok {
			out, used = next, true
		} else if t := strings.IndexRune(telexTones, r); t > 0 && hasVowel(out) {
			tone, used = byte('0'+t), true
		} else {
			out = append(out, r)
		}
	}
	return finish(out, tone, used)
}

func finish(out []rune, tone byte, used bool) (string, bool) {
	base := string(out)
	if !used || !hasVowel(out) || !syllable(base, tone) {
		return "", false
	}
	if tone > 0 {
		base += string(rune(tone))
	}
	return base, true
}

// telexHat applies a key that changes an earlier letter: aa, ow, dd. The letter may stand behind consonants.
func telexHat(out []rune, key rune) ([]rune, bool) {
	if key == 'd' && len(out) > 0 && out[0] == 'd' {
		return append([]rune{'đ'}, out[1:]...), true
	}
	if key == 'w' {
		return horn(out, true, true)
	}
	if !strings.ContainsRune("aeo", key) {
		return nil, false
	}
	for i, r := range slices.Backward(out) {
		if r == key {
			return replaced(out, i, circumflex(key)), true
		}
		if isVowel(r) {
			return nil, false
		}
	}
	return nil, false
}

// horn puts the horn (or breve) on the last letters that can carry one; uo takes two.
func horn(out []rune, horns, breve bool) ([]rune, bool) {
	for i, r := range slices.Backward(out) {
		switch {
		case horns && (r == 'o' || r == 'ơ') && i > 0 && out[i-1] == 'u' && (i < 2 || out[i-2] != 'q'):
			return replaced(replaced(out, i, 'ơ'), i-1, 'ư'), true
		case horns && r == 'o':
			return replaced(out, i, 'ơ'), true
		case horns && r == 'u':
			return replaced(out, i, 'ư'), true
		case breve && r == 'a':
			return replaced(out, i, 'ă'), true
		}
	}
	return nil, false
}

func replaced(out []rune, i int, r rune) []rune {
	out[i] = r
	return out
}

func circumflex(r rune) rune {
	switch r {
	case 'a':
		return 'â'
	case 'e':
		return 'ê'
	default:
		return 'ô'
	}
}

// vni decodes raw VNI keys, "truye6n2", to letters and tone.
func vni(keys string) (string, bool) {
	var out []rune
	tone := byte(0)
	used := false
	for _, r := range keys {
		if r < '0' || r > '9' {
			out = append(out, r)
			continue
		}
		used = true
		if r >= '1' && r <= '5' {
			tone = byte(r)
			continue
		}
		next, ok := vniHat(out, r)
		if !ok {
			return "", false
		}
		out = next
	}
	return finish(out, tone, used)
}

func vniHat(out []rune, key rune) ([]rune, bool) {
	switch key {
	case '7':
		return horn(out, true, false)
	case '8':
		return horn(out, false, true)
	case '9':
		if len(out) > 0 && out[0] == 'd' {
			return replaced(out, 0, 'đ'), true
		}
	case '6':
		for i, r := range slices.Backward(out) {
			if strings.ContainsRune("aeo", r) {
				return replaced(out, i, circumflex(r)), true
			}
		}
	}
	return nil, false
}

func hasVowel(out []rune) bool { return slices.ContainsFunc(out, isVowel) }

func isVowel(r rune) bool { return strings.ContainsRune("aăâeêioôơuưy", r) }
