package conversation

import (
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/viet"
)

// Vocabulary is what sentences are understood by: the project's own words, and those that a catalogue gives to the forms
// that were added to it.
func Vocabulary(forms *form.Catalogue, tree *orgunit.Tree) *viet.Vocabulary {
	own := viet.NewVocabulary(tree)
	var added viet.Entries
	for _, f := range forms.Forms {
		if f.Kind != form.Stock && !own.HasForm(f.ID) {
			describe(&added, f)
		}
	}
	if len(added.Forms) == 0 {
		return own
	}
	return viet.NewVocabulary(tree, added)
}

// The weights of what speaks for an added form: its name says it, its words hint at it.
const (
	weightName = 4
	weightWord = 3
)

// describe adds the words of a form, of its choices and of its measures.
func describe(e *viet.Entries, f form.Form) {
	w := viet.FormWords{ID: f.ID, Event: f.Kind == form.Event, Words: []viet.Weighted{{Words: f.Label.In(i18n.VI), Weight: weightName}}}
	if len(f.Words) > 0 {
		w.Words = append(w.Words, viet.Weighted{Words: strings.Join(f.Words, "|"), Weight: weightWord})
	}
	for _, q := range f.Questions {
		switch q.Type {
		case form.Integer:
			if q.Key != form.KeyN {
				w.Measures = append(w.Measures, q.Key)
				describeMeasure(e, q)
			}
		case form.Choose:
			for _, c := range q.Choices {
				words := strings.Join(append([]string{c.Label.In(i18n.VI)}, c.Words...), "|")
				e.Choices = append(e.Choices, viet.ChoiceWords{Form: f.ID, Question: q.Key, Key: c.Key, Words: words})
			}
		case form.Money, form.Days, form.Words, form.Unit, form.Photos, form.YesNo:
		}
	}
	e.Forms = append(e.Forms, w)
}

// describeMeasure adds the nouns of a measure that has some of its own.
func describeMeasure(e *viet.Entries, q form.Question) {
	if len(q.Words) == 0 {
		return
	}
	e.Nouns = append(e.Nouns, viet.NounWords{Key: q.Key, Words: strings.Join(q.Words, "|")})
	e.Measures = append(e.Measures, viet.MeasureNouns{Key: q.Key, From: map[string]int64{q.Key: 1}})
}
