package report

import (
	"maps"
	"slices"
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/rollup"
)

// Breakdown is one form's figures by the choices of one question.
type Breakdown struct {
	Form     string        `json:"form"`
	Icon     string        `json:"icon,omitempty"`
	Name     i18n.Text     `json:"name"` // the form's
	Question string        `json:"question"`
	Label    i18n.Text     `json:"label"` // the question's
	Choices  []ChoiceLines `json:"choices"`
}

// ChoiceLines are the figures that were reported with one choice. Not every report names one: the rest has Key "".
type ChoiceLines struct {
	Key     string    `json:"key"`
	Label   i18n.Text `json:"label"`
	Figures []Figure  `json:"figures"`
}

// breakdowns takes the figures of each form apart by topic, programme, beneficiary. The choices of one question together
// are the whole.
func breakdowns(forms *form.Catalogue, row rollup.Row, open bool) []Breakdown {
	var list []Breakdown
	whole := rows{now: row}
	for _, f := range forms.Forms {
		if f.Kind == form.Stock || len(lineOf(f, whole.flow(f)).Figures) == 0 {
			continue
		}
		for _, q := range f.Questions {
			if q.Type == form.Choose || q.Type == form.YesNo {
				list = append(list, breakdownOf(f, q, row, open))
			}
		}
	}
	return list
}

func breakdownOf(f form.Form, q form.Question, row rollup.Row, open bool) Breakdown {
	b := Breakdown{Form: f.ID, Icon: f.Icon, Name: shortOf(f), Question: q.Key, Label: q.Label}
	rest := rows{now: row}
	var lines [][]Line
	for _, c := range choicesIn(f, q, row) {
		part := func(key string) Figure { return total(row, rollup.MeasureOf(f.ID, key).With(q.Key, c.Key)) }
		if c.Key == "" {
			part = rest.flow(f)
		}
		l := lineOf(f, part)
		for _, fig := range l.Figures { // what is left is what no choice was named for
			m := rollup.MeasureOf(f.ID, fig.Key)
			rest.now = rest.now.Sub(rollup.Row{{Measure: m, By: fig.N}})
		}
		lines, b.Choices = append(lines, []Line{l}), append(b.Choices, ChoiceLines{Key: c.Key, Label: c.Label})
	}
	if f.Restricted && !open {
		coverLines(&form.Catalogue{Forms: []form.Form{f}}, lines, func(int) bool { return false })
	}
	for i := range b.Choices {
		b.Choices[i].Figures = lines[i][0].Figures
	}
	b.Choices = slices.DeleteFunc(b.Choices, func(c ChoiceLines) bool { return len(c.Figures) == 0 })
	return b
}

// choicesIn are the choices of a question in the catalogue's order, then those that it lost and that were reported, then
// the rest.
func choicesIn(f form.Form, q form.Question, row rollup.Row) []form.Choice {
	list := slices.Clone(q.Choices)
	lost := map[string]bool{}
	prefix := f.ID + "." + q.Key + "="
	for _, a := range row {
		if rest, ok := strings.CutPrefix(string(a.Measure), prefix); ok {
			if key, _, cut := strings.Cut(rest, "."); cut {
				if _, known := q.Choice(key); !known {
					lost[key] = true
				}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(lost)) {
		list = append(list, form.Choice{Key: key, Label: plain(key)})
	}
	return append(list, form.Choice{})
}
