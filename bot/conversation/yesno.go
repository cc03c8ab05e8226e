package conversation

import (
	"slices"
	"strings"
)

// yes and no are the words of which an agreement and a refusal are made, folded. Some mean something only beside others.
var (
	yes     = []string{"dung", "gui", "ok", "oke", "yes", "co", "dong", "xac", "chuan", "u", "uh", "vang", "phai", "duoc"}
	beside  = []string{"y", "nhan", "roi", "vay", "di", "nhe", "a", "thoi", "het", "la", "rut", "lai"}
	refusal = []string{"khong", "ko", "k", "hong", "kg", "no", "khong phai", "giu", "giu lai", "khong rut", "khong xoa", "nham roi", "dung lai", "khong dung", "khong co"}
)

// isYes tells whether a text agrees: "đúng rồi", "ok gửi đi".
func isYes(text string) bool {
	words := strings.Fields(labelKey(text))
	if slices.Contains(refusal, strings.Join(words, " ")) {
		return false
	}
	agreed := false
	for _, w := range words {
		if !slices.Contains(yes, w) && !slices.Contains(beside, w) {
			return false
		}
		agreed = agreed || slices.Contains(yes, w)
	}
	return agreed
}

// isNo tells whether a text refuses.
func isNo(text string) bool { return slices.Contains(refusal, labelKey(text)) }
