package conversation

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
)

// askModelMend: something in the registry is to be put right. Arg: a modelMend in JSON.
const askModelMend = "modelmend"

// verbMendModel is the button that begins it: "mendmodel:12".
const verbMendModel = "mendmodel"

// modelMend is what is to be changed in a model; what is empty is asked.
type modelMend struct {
	ID      uint64 `json:"id"`
	Version int    `json:"v"` // that was looked at
	Key     string `json:"key,omitempty"`
	Value   string `json:"value,omitempty"` // in the form that mended reads
}

// The fields of a model that can be changed. A stage is "s" and its place.
const (
	fieldName    = "name"
	fieldAliases = "aliases"
	fieldLevel   = "level"
	fieldOwner   = "owner"
	fieldField   = "field"
	fieldPoints  = "points"
	fieldStage   = "s"
	fieldGone    = "gone" // the whole entry, made by mistake
)

// mendModel begins to change a model.
func (t *turn) mendModel(m form.Model) {
	if !t.mayStep(m) {
		t.say("model.not_you", "name", m.Name)
		return
	}
	t.settleMend(modelMend{ID: m.ID, Version: m.Version})
}

func (t *turn) settleMend(a modelMend) {
	text, err := json.Marshal(a)
	if err != nil {
		return
	}
	t.ask(askModelMend, string(text))
}

// askedMend is what is asked, and its model; false when somebody else changed it meanwhile, or the person may not.
func (t *turn) askedMend() (a modelMend, m form.Model, ok bool) {
	if json.Unmarshal([]byte(t.s.Ask.Arg), &a) != nil {
		return a, m, false
	}
	m, ok = t.modelByID(a.ID)
	return a, m, ok && m.Version == a.Version && t.mayStep(m)
}

func (t *turn) mendPrompt() prompt {
	a, m, ok := t.askedMend()
	p := prompt{text: t.msg("model.changed"), control: []option{{wordCancel, t.msg("button.cancel")}}}
	switch next, valid := t.mended(m, a); {
	case !ok:
	case a.Key == "":
		p.text, p.options = t.msg("model.mend_what", "name", m.Name), t.mendFields(m)
	case a.Value == "":
		p.text, p.options = t.mendAsk(m, a.Key)
	case valid:
		p.text, p.options = t.mendConfirm(m, next, a.Key), []option{{valueSend, t.msg("model.sure")}}
	}
	return p
}

// mendFields are what can be changed.
func (t *turn) mendFields(m form.Model) []option {
	list := []option{
		{fieldName, t.msg("model.mend_name")},
		{fieldAliases, t.msg("model.mend_aliases")},
		{fieldLevel, t.msg("model.mend_level")},
		{fieldOwner, t.msg("model.mend_owner")},
		{fieldField, t.msg("model.field")},
		{fieldPoints, t.msg("model.mend_points")},
	}
	for i, s := range m.Stages {
		list = append(list, option{fieldStage + itoa(i), t.msg("model.since", "state", t.msg("model.state_"+string(s.State)), "day", i18n.Date(t.lang(), s.On))})
	}
	return append(list, option{fieldGone, t.msg("model.mend_gone")})
}

// mendAsk asks for the new value of a field.
func (t *turn) mendAsk(m form.Model, key string) (text string, options []option) {
	switch key {
	case fieldLevel:
		for _, l := range slices.Backward(modelLevels) {
			options = append(options, option{string(l), t.msg("model.level_" + string(l))})
		}
		return t.msg("model.ask_level"), options
	case fieldName, fieldAliases, fieldOwner, fieldField, fieldPoints:
		return t.msg("model.to_" + key), nil
	}
	if s, _ := stageOf(m, key); s.State == form.Replicated {
		return t.msg("model.to_taken"), nil
	}
	return t.msg("model.to_stage"), nil
}

// stageOf is the stage that a key names, and its place.
func stageOf(m form.Model, key string) (form.Stage, int) {
	i, err := strconv.Atoi(strings.TrimPrefix(key, fieldStage))
	if err != nil || i < 0 || i >= len(m.Stages) {
		return form.Stage{}, -1
	}
	return m.Stages[i], i
}

// mendConfirm says what changes: "Lĩnh vực: ANTT → Môi trường".
func (t *turn) mendConfirm(m, next form.Model, key string) string {
	return t.msg("model.mend_confirm", "name", m.Name) + "\n" + t.fieldLabel(key) + ": " + t.fieldText(m, key) + " → " + t.fieldAfter(m, next, key)
}

func (t *turn) fieldLabel(key string) string {
	switch key {
	case fieldField:
		return t.msg("model.field")
	case fieldName, fieldAliases, fieldLevel, fieldOwner, fieldPoints:
		return t.msg("model.mend_" + key)
	case fieldGone:
		return t.msg("model.mend_entry")
	default:
		return t.msg("model.mend_stage")
	}
}

// fieldAfter is fieldText of what a model becomes; what is taken out is none.
func (t *turn) fieldAfter(m, next form.Model, key string) string {
	if _, at := stageOf(m, key); next.Gone || at >= 0 && len(next.Stages) < len(m.Stages) {
		return t.msg("model.mend_none")
	}
	return t.fieldText(next, key)
}

// fieldText is what a model has in a field.
func (t *turn) fieldText(m form.Model, key string) string {
	text := ""
	switch key {
	case fieldName, fieldGone:
		text = chat.Escape(m.Name)
	case fieldAliases:
		text = chat.Escape(strings.Join(m.Aliases, "; "))
	case fieldLevel:
		text = t.msg("model.level_" + string(m.Level))
	case fieldOwner:
		text = chat.Escape(t.unitName(t.ownerOf(m), t.today()))
	case fieldField:
		text = chat.Escape(m.Field)
	case fieldPoints:
		text = t.pointsText(m)
	default:
		if s, at := stageOf(m, key); at >= 0 {
			text = t.stageLine(s)
		}
	}
	if text == "" {
		return t.msg("model.mend_none")
	}
	return text
}

func (t *turn) pointsText(m form.Model) string {
	var parts []string
	for _, p := range m.Points {
		parts = append(parts, chat.Escape(t.unitName(p.Unit, t.today()))+" "+i18n.Number(t.lang(), p.N))
	}
	return strings.Join(parts, ", ")
}

// chooseMend takes a button's value.
func (t *turn) chooseMend(value string) {
	a, m, ok := t.askedMend()
	switch {
	case !ok:
		t.s.Ask = nil
		t.say("model.changed")
		return
	case a.Key == "":
		if a.Key = value; value == fieldGone {
			a.Value = valueYes
		}
	case a.Value == "":
		a.Value = value
	default:
		t.putMended(a, m)
		return
	}
	if _, fits := t.mended(m, a); a.Value != "" && !fits {
		t.stale()
		return
	}
	t.settleMend(a)
}

// putMended writes what was confirmed.
func (t *turn) putMended(a modelMend, m form.Model) {
	next, ok := t.mended(m, a)
	if !ok {
		t.stale()
		return
	}
	t.s.Ask = nil
	next.By, next.Reason = t.env.Person.ID, t.env.Texts.T(t.env.Lang, "model.mend_reason", "field", t.fieldLabel(a.Key))
	t.act(PutModel{Model: next})
	if next.Gone {
		t.say("model.mend_removed", "name", next.Name)
	} else {
		t.reply(chat.Reply{Text: t.msg("model.done") + "\n💡 " + t.modelLine(next)})
	}
	t.again()
}
