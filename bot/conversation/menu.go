package conversation

import (
	"strings"

	"danvanbot/bot/form"
)

const valueOthers = "@others"

// menuPrompt asks what is to be reported: the common forms first, the others behind one button.
func (t *turn) menuPrompt() prompt {
	others := t.s.Draft.At == atOthers
	p := prompt{text: t.msg("menu.ask")}
	for _, f := range t.env.Forms.Forms {
		if f.Common != others && t.offers(f) {
			p.options = append(p.options, option{f.ID, t.shortLabel(f)})
		}
	}
	if others {
		p.control = t.controls(false)
		return p
	}
	p.options = append(p.options, option{valueOthers, t.msg("button.others")})
	p.control = []option{{wordCancel, t.msg("button.cancel")}}
	return p
}

// shortLabel is a form's name on a button.
func (t *turn) shortLabel(f form.Form) string {
	label := f.Short.In(t.lang())
	if label == "" {
		label = f.Label.In(t.lang())
	}
	if f.Icon == "" {
		return label
	}
	return f.Icon + " " + label
}

func (t *turn) chooseMenu(value string) {
	if value == valueOthers {
		t.s.Draft.At = atOthers
		t.again()
		return
	}
	t.chooseForm(value)
}

// answerMenu takes what was typed instead of pressed: a form's name or a part of it, or a whole report.
func (t *turn) answerMenu(text string) {
	found := t.formsNamed(text)
	switch len(found) {
	case 0:
		t.sentence(text)
	case 1:
		t.chooseForm(found[0].value)
	default:
		t.show(prompt{text: t.msg("menu.several"), options: found, control: t.controls(false)})
	}
}

// formsNamed are the forms whose name a text is, or else of whose name it is a part.
func (t *turn) formsNamed(text string) []option {
	key := labelKey(text)
	if key == "" {
		return nil
	}
	for _, f := range t.env.Forms.Forms {
		if t.offers(f) && (f.ID == text || sameLabel(f.Short.In(t.lang()), key) || sameLabel(f.Label.In(t.lang()), key)) {
			return []option{{f.ID, t.shortLabel(f)}}
		}
	}
	if !strings.Contains(key, " ") {
		return nil // one word alone is a part of too many names
	}
	var parts []option
	for _, f := range t.env.Forms.Forms {
		if t.offers(f) && contains(" "+labelKey(f.Label.In(t.lang()))+" ", " "+key+" ") {
			parts = append(parts, option{f.ID, t.shortLabel(f)})
		}
	}
	return parts
}
