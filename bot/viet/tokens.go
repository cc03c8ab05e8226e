package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"danvanbot/bot/fold"
)

// token is a word, a run of digits or a mark.
type token struct {
	from, to int    // bytes in the text in NFC
	text     string // word: lower case, the tone last ("truyên2"); digits: ASCII; mark: itself
	fold     string // word: without accents
	kind     byte   // 'w' word, 'd' digits, 'm' mark
	glued    bool   // nothing stands between it and the token before
	line     bool   // the first of its line
	cap      bool   // begins with a capital
	caps     bool   // capitals only, two or more
	raw      bool   // decoded from Telex or VNI keys
}

// plain tells whether a word has no accent at all.
func (t token) plain() bool { return t.text == t.fold }

func (t token) mark(s string) bool { return t.kind == 'm' && t.text == s }

// knower tells which folded words and which accented words are known: what is known is not raw Telex or VNI.
type knower interface {
	knownFold(word string) bool
	knownText(word string) bool
}

// text is a message cut into tokens.
type text struct {
	s    string // NFC
	toks []token
}

// tokenize cuts a message. Words that are raw Telex or VNI keys are decoded, unless known as they are.
func tokenize(s string, known knower) text {
	t := text{s: fold.NFC(strings.ToValidUTF8(s, " "))}
	t.toks = make([]token, 0, len(t.s)/4+4)
	sc := scanner{s: t.s, known: known, line: true}
	for sc.pos < len(t.s) {
		sc.next(&t)
	}
	decodeTrailingVNI(&t, known, sc.vni)
	return t
}

type scanner struct {
	s     string
	known knower
	pos   int
	space bool
	line  bool
	vni   bool // a word with digits inside was raw VNI keys
}

func (sc *scanner) next(t *text) {
	r, size := utf8.DecodeRuneInString(sc.s[sc.pos:])
	switch {
	case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
		sc.line = sc.line || r == '\n' || r == '\r'
		sc.space = true
		sc.pos += size
		return
	case unicode.IsDigit(r):
		sc.add(t, sc.digits())
	case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
		sc.words(t)
	default:
		sc.add(t, token{from: sc.pos, to: sc.pos + size, text: markText(sc.s[sc.pos : sc.pos+size]), kind: 'm'})
	}
}

func (sc *scanner) add(t *text, tok token) {
	tok.glued = !sc.space && len(t.toks) > 0
	tok.line = sc.line
	sc.pos, sc.space, sc.line = tok.to, false, false
	t.toks = append(t.toks, tok)
}

// markText unifies the dashes.
func markText(s string) string {
	switch s {
	case "–", "—", "−", "‑", "‒":
		return "-"
	case "，":
		return ","
	case "／":
		return "/"
	case "：":
		return ":"
	case "．":
		return "."
	case "’", "‘", "`", "´":
		return "'"
	default:
		return s
	}
}

func (sc *scanner) digits() token {
	end := sc.pos
	ascii := true
	for i, r := range sc.s[sc.pos:] {
		if !unicode.IsDigit(r) {
			break
		}
		ascii = ascii && r < 0x80
		end = sc.pos + i + len(string(r))
	}
	tok := token{from: sc.pos, to: end, text: sc.s[sc.pos:end], kind: 'd'}
	if !ascii {
		tok.text = asciiDigits(tok.text)
	}
	tok.fold = tok.text
	return tok
}

func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		for zero := r; unicode.IsDigit(zero); zero-- { // digits of a script are ten in a row
			if !unicode.IsDigit(zero-1) || r-zero == 9 {
				return '0' + min(r-zero, 9)
			}
		}
		return r
	}, s)
}

// words adds a word, or the single word that raw VNI keys with digits inside stand for.
func (sc *scanner) words(t *text) {
	w := readWord(sc.s, sc.pos)
	if chunk := vniChunk(sc.s, sc.pos); len(chunk) > w.to-w.from {
		if text, ok := vni(strings.ToLower(chunk)); ok {
			sc.vni = true
			w.to = w.from + len(chunk)
			w.text, w.fold, w.raw = text, foldText(text), true
			sc.add(t, w)
			return
		}
	}
	if w.plain() && len(w.fold) > 1 && len(w.fold) <= longestTyped && telexLike(w.fold) && !sc.known.knownFold(w.fold) {
		if text, ok := telex(w.fold); ok {
			w.text, w.fold, w.raw = text, foldText(text), true
		}
	}
	sc.add(t, w)
}

// telexLike tells quickly whether a word may hold raw keys.
func telexLike(w string) bool {
	return strings.ContainsAny(w, "sfrxjw") || strings.Contains(w, "aa") || strings.Contains(w, "ee") ||
		strings.Contains(w, "oo") || strings.Contains(w, "dd") || strings.Count(w, "e") > 1 || strings.Count(w, "o") > 1
}

// longestTyped is more keys than any word takes, so that no time is spent on what is none.
const longestTyped = 16

// vniChunk is the run of ASCII letters and digits at pos if it has a digit between letters and ends in a letter or
// in digits after such a one. A longer run than a word is none.
func vniChunk(s string, pos int) string {
	end, inside, digit := pos, false, false
	for end < len(s) && (isASCIILetter(s[end]) || s[end] >= '0' && s[end] <= '9') {
		isDigit := s[end] >= '0' && s[end] <= '9'
		inside = inside || digit && !isDigit
		digit = isDigit
		if end++; end-pos > longestTyped {
			return ""
		}
	}
	if !inside {
		return ""
	}
	return s[pos:end]
}

func isASCIILetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// foldText folds a text with the tone last.
func foldText(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return stripHat(r)
	}, s)
}

// decodeTrailingVNI joins a word and its tone digits ("xa4") where that makes a known word, or any in a message
// that was seen to be VNI, and the word takes no number behind it.
func decodeTrailingVNI(t *text, known knower, seen bool) {
	out := t.toks[:0]
	for i := 0; i < len(t.toks); i++ {
		tok := t.toks[i]
		if i+1 < len(t.toks) && tok.kind == 'w' && tok.plain() && t.toks[i+1].kind == 'd' && t.toks[i+1].glued {
			if text, ok := vni(tok.fold + t.toks[i+1].text); ok && (seen || known.knownText(text)) && !numbered[foldText(text)] {
				tok.text, tok.fold, tok.to, tok.raw = text, foldText(text), t.toks[i+1].to, true
				i++
			}
		}
		out = append(out, tok)
	}
	t.toks = out
}

// numbered lists words that are often followed by a number without a space.
var numbered = wordSet("ngay thang nam tuan quy to ho thon lang khu so lop doi tdp mung gio hs ng x t q")

// readWord reads the letters at pos. An apostrophe between letters belongs to the word: H'Drai.
func readWord(s string, pos int) token {
	w := token{from: pos, kind: 'w'}
	var text, plain strings.Builder
	tone, lower, count := byte(0), 0, 0
	end := pos
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
			break
		}
		l := letterOf(r)
		if l.tone > 0 {
			tone = l.tone
		}
		if !unicode.Is(unicode.Mn, r) {
			text.WriteRune(l.base)
			plain.WriteRune(foldRare(l.plain))
		}
		if count == 0 {
			w.cap = unicode.IsUpper(r)
		}
		if unicode.IsLower(r) {
			lower++
		}
		count++
		end += size
	}
	if tone > 0 {
		text.WriteByte(tone)
	}
	w.to, w.text, w.fold = end, text.String(), plain.String()
	w.caps = count > 1 && lower == 0 && w.cap
	return w
}

// foldRare folds the letters of other scripts' alphabets that occur in names of the highlands: ĕ, ŏ, ĭ, č, ñ.
func foldRare(r rune) rune {
	if r < 0x80 {
		return r
	}
	for _, f := range fold.Key(string(r)) {
		return f
	}
	return r
}
