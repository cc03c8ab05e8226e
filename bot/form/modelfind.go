package form

import (
	"slices"
	"strings"

	"danvanbot/bot/fold"
)

// modelWords are what people put before a model's name.
var modelWords = []string{"mo hinh diem ", "mo hinh ", "mh "}

// ModelKey is a model's name in a form that can be compared: no accents, no marks, no "mô hình" before it.
func ModelKey(name string) string {
	key := fold.Key(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"'“”‘’«»,.;:()/-–`, r) {
			return ' '
		}
		return r
	}, name))
	for _, w := range modelWords {
		if rest, ok := strings.CutPrefix(key, w); ok && rest != "" {
			return rest
		}
	}
	return key
}

// keys are those of a model's name and aliases.
func (m Model) keys() []string {
	keys := []string{ModelKey(m.Name)}
	for _, a := range m.Aliases {
		keys = append(keys, ModelKey(a))
	}
	return keys
}

// FindModels looks a name up in the registry. named are the models that are called so; near are others that may be
// meant, since most of their words are the same: those must be asked about, never taken.
func FindModels(models []Model, name string) (named, near []Model) {
	key := ModelKey(name)
	if key == "" {
		return nil, nil
	}
	for _, m := range models {
		switch keys := m.keys(); {
		case m.Gone:
		case slices.Contains(keys, key):
			named = append(named, m)
		case slices.ContainsFunc(keys, func(k string) bool { return alike(k, key) }):
			near = append(near, m)
		}
	}
	return named, near
}

// alike tells whether two names have half of the words of the longer one in common, or all of the shorter one.
func alike(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	common := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			common++
		}
	}
	return 2*common >= len(y) && common > 1 || common == len(x) && len(x) > 1
}
