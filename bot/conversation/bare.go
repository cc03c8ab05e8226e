package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/form"
)

// gluedCommands are the commands that can be typed without a slash at any time: as one word they mean nothing else.
var gluedCommands = []string{
	"baocao", "tinhnguyen", "cuatoi", "tonghop", "khongco", "huybaocao", "tralai", "batthuong", "theodoi", "chitieu", "mohinh", "bangdieuhanh",
	"thongbao", "tieptuc", "trogiup", "ngonngu", "xoatoi", "nhatky", "caidat", "thumoi", "donvi",
}

// glued runs a command that was typed without its slash: "tonghop thang nay". "Tổng hợp tháng này" is the one in words that also
// means it while something is open.
func (t *turn) glued(text string) bool {
	words := strings.Fields(text)
	switch {
	case slices.Contains(gluedCommands, fold.Key(words[0])):
		t.command("/" + text)
	case (t.s.Ask != nil || t.s.Draft != nil) && len(words) > 1 && fold.Key(words[0]+" "+words[1]) == "tong hop" && len(t.read(text)) == 0:
		t.command("/tonghop " + strings.Join(words[2:], " "))
	default:
		return false
	}
	return true
}

// What may stand behind a command that is typed in words, without its slash.
const (
	restAny  = iota + 1 // anything
	restCode            // the code of a report
	restNone            // nothing
)

// wordedCommands are the commands whose words, with spaces, mean them where they mean nothing else: "chốt tháng 10", "xem 142".
var wordedCommands = map[string]int{
	"tonghop": restAny, "thieu": restAny, "batthuong": restAny, "chot": restAny, "xuat": restAny, "chitieu": restAny, "mohinh": restAny,
	"theodoi": restAny, "nhatky": restAny, "trogiup": restAny, "khongco": restAny,
	"xem": restCode, "sua": restCode, "huybaocao": restCode, "tralai": restCode,
	"cuatoi": restNone, "han": restNone, "bangdieuhanh": restNone, "thongbao": restNone, "ngonngu": restNone, "xoatoi": restNone,
	"caidat": restNone, "thumoi": restNone, "donvi": restNone, "baocao": restNone, "tinhnguyen": restNone,
}

// longestCommand is how many words the name of a command has at most.
const longestCommand = 3

// worded runs a command that was typed in words, after nothing else was found in them.
func (t *turn) worded(text string) bool {
	words := strings.Fields(text)
	for n := min(longestCommand, len(words)); n > 0; n-- {
		name := strings.ReplaceAll(fold.Key(strings.Join(words[:n], " ")), " ", "")
		rest := words[n:]
		fits := false
		switch wordedCommands[name] {
		case restAny:
			fits = true
		case restCode:
			_, fits = form.ParseCode(strings.Join(rest[:min(1, len(rest))], ""))
		case restNone:
			fits = len(rest) == 0
		}
		if fits {
			t.command("/" + name + " " + strings.Join(rest, " "))
			return true
		}
	}
	return false
}

// howWords are the words of a question how something is done, folded.
var howWords = []string{
	"cho em hoi", "cho toi hoi", "cho minh hoi", "cho chau hoi", "cho hoi", "xin hoi", "em hoi", "cach bao cao", "cach gui", "cach nhap", "cach sua",
	"cach dung", "cach su dung", "lam sao", "lam the nao", "nhu the nao", "bao cao sao", "bao cao the nao",
}

// asksHow answers who asks how something is done, with an example. A sentence that tells how much was done is a report whatever
// its words.
func (t *turn) asksHow(text string) bool {
	key := " " + labelKey(text) + " "
	if !slices.ContainsFunc(howWords, func(w string) bool { return strings.Contains(key, " "+w+" ") }) {
		return false
	}
	for _, r := range t.read(text) {
		if r.N > 0 || len(r.Counts) > 0 {
			return false
		}
	}
	t.say("help.how")
	t.again()
	return true
}
