package conversation

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// askModel: a model is to be added, or to go on to its next state. Arg: a modelAsk in JSON.
const askModel = "model"

// modelAsk is what is known of a model's new entry or state; what is empty is asked.
type modelAsk struct {
	ID     uint64          `json:"id,omitempty"` // 0: a new model
	Name   string          `json:"name,omitempty"`
	New    bool            `json:"new,omitempty"` // it is none of those with a similar name
	Owner  orgunit.ID      `json:"owner,omitempty"`
	Level  orgunit.Level   `json:"level,omitempty"`
	State  form.ModelState `json:"state,omitempty"`
	Unit   orgunit.ID      `json:"unit,omitempty"` // who takes it over; "-": not told
	Day    *period.Date    `json:"day,omitempty"`
	Reason string          `json:"reason,omitempty"` // why it is stopped
	Sub    uint64          `json:"sub,omitempty"`    // the submission that told of it
}

const (
	valueNew   = "new"
	unitUntold = orgunit.ID("-")
)

func (t *turn) askedModel() (a modelAsk) {
	_ = json.Unmarshal([]byte(t.s.Ask.Arg), &a) // broken: everything is asked anew
	return a
}

// settleModel fills in what is clear and asks for the rest.
func (t *turn) settleModel(a modelAsk) {
	if a.ID == 0 && a.Owner == "" && len(t.env.Tree.Children(t.env.Person.Unit, t.today())) == 0 {
		a.Owner = t.env.Person.Unit
	}
	if a.ID == 0 && !t.env.Person.Role.AtLeast(Head) {
		a.State = form.Proposed
	}
	text, err := json.Marshal(a)
	if err != nil {
		return
	}
	t.ask(askModel, string(text))
}

// addModel begins a new entry.
func (t *turn) addModel(name string) { t.settleModel(modelAsk{Name: name}) }

// The questions about a model.
const (
	modelName   = "name"
	modelNear   = "near"
	modelOwner  = "owner"
	modelLevel  = "level"
	modelState  = "state"
	modelUnit   = "unit"
	modelDay    = "day"
	modelReason = "reason"
	modelSure   = "sure"
)

// open is the next question about a model.
func (t *turn) openModel(a modelAsk) string {
	switch {
	case a.ID == 0 && a.Name == "":
		return modelName
	case a.ID == 0 && !a.New && len(t.similar(a.Name)) > 0:
		return modelNear
	case a.ID == 0 && a.Owner == "":
		return modelOwner
	case a.ID == 0 && a.Level == "":
		return modelLevel
	case a.State == "":
		return modelState
	case a.State == form.Replicated && a.Unit == "":
		return modelUnit
	case a.Day == nil:
		return modelDay
	case a.State == form.Stopped && a.Reason == "":
		return modelReason
	default:
		return modelSure
	}
}

// similar are the models of the whole registry that a new name may mean.
func (t *turn) similar(name string) []form.Model {
	named, near := form.FindModels(t.registry(), name)
	return append(named, near...)
}

func (t *turn) modelPrompt() prompt {
	a := t.askedModel()
	p := prompt{text: t.msg("model.ask_" + t.openModel(a)), control: []option{{wordCancel, t.msg("button.cancel")}}}
	switch t.openModel(a) {
	case modelNear:
		p.text = t.msg("model.near", "name", a.Name)
		for _, m := range t.similar(a.Name) {
			p.options = append(p.options, option{strconv.FormatUint(m.ID, 10), m.Name})
		}
		p.options = append(p.options, option{valueNew, t.msg("model.other")})
	case modelOwner:
		p.options = t.unitLabels([]orgunit.ID{t.env.Person.Unit}, t.today())
	case modelLevel:
		for _, l := range slices.Backward(modelLevels) {
			p.options = append(p.options, option{string(l), t.msg("model.level_" + string(l))})
		}
	case modelState:
		for _, s := range form.ModelStates[:4] {
			p.options = append(p.options, option{string(s), t.msg("model.state_" + string(s))})
		}
	case modelUnit:
		p.options = []option{{string(unitUntold), t.msg("button.skip")}}
	case modelDay:
		today := t.today()
		p.options = []option{t.dayOption(today, "day.today"), t.dayOption(today-1, "day.yesterday")}
	case modelSure:
		p.text, p.options = t.modelConfirm(a), []option{{valueSend, t.msg("model.sure")}}
	}
	return p
}

// modelConfirm says what will be written into the registry.
func (t *turn) modelConfirm(a modelAsk) string {
	m, _ := t.modelOf(a)
	before := ""
	if a.ID != 0 {
		before = t.msg("model.state_"+string(lastState(m))) + " → "
	} else {
		m = form.Model{Name: a.Name, Level: a.Level, Owner: a.Owner}
	}
	lines := []string{
		t.msg("model.confirm"),
		"<b>" + chat.Escape(m.Name) + "</b> · " + t.msg("model.level_"+string(m.Level)) + " · " + chat.Escape(t.unitName(t.ownerOf(m), t.today())),
		before + t.msg("model.since", "state", t.msg("model.state_"+string(a.State)), "day", i18n.Date(t.lang(), *a.Day)),
	}
	if a.Unit != "" && a.Unit != unitUntold {
		lines[2] += ": " + chat.Escape(t.unitName(a.Unit, *a.Day))
	}
	if a.Reason != "" {
		lines = append(lines, t.line(t.msg("own.reason"), a.Reason))
	}
	return strings.Join(lines, "\n")
}

// answerModel takes what was typed to the open question.
func (t *turn) answerModel(text string) {
	a := t.askedModel()
	switch open := t.openModel(a); {
	case open == modelName && len(text) <= maxKept:
		a.Name = text
		t.settleModel(a)
	case open == modelReason && len(text) <= maxKept:
		a.Reason = text
		t.settleModel(a)
	case open == modelOwner, open == modelUnit:
		t.modelUnitNamed(a, text)
	case open == modelDay:
		t.modelDayTyped(a, text)
	case open == modelSure && isYes(text):
		t.chooseModel(valueSend)
	default:
		t.say("choice.unknown")
		t.again()
	}
}

// modelUnitNamed takes a unit's name: of the owner from the person's scope, of who takes a model over from everywhere.
func (t *turn) modelUnitNamed(a modelAsk, text string) {
	var found []orgunit.ID
	for _, m := range t.env.Tree.Find(text, t.today()) {
		if !m.Group && m.Distance < 2 && !slices.Contains(found, m.ID) && (a.Owner != "" || a.ID != 0 || t.env.Person.Sees(t.env.Tree, m.ID)) {
			found = append(found, m.ID)
		}
	}
	switch {
	case len(found) == 0:
		t.say("unit.unknown", "name", text)
		t.again()
	case len(found) > 1:
		t.show(prompt{text: t.msg("unit.several", "name", text), options: t.unitLabels(found, t.today()), control: t.modelPrompt().control})
	default:
		t.chooseModel(string(found[0]))
	}
}

func (t *turn) modelDayTyped(a modelAsk, text string) {
	found := viet.Dates(text, t.today())
	if len(found) != 1 || found[0].Bad {
		t.say("model.ask_day")
		t.again()
		return
	}
	past := pastReadings(found[0], t.today())
	if len(past) == 0 {
		t.say("day.ahead")
		t.again()
		return
	}
	t.modelOn(a, past[0].From)
}

// modelOn takes the day of a state.
func (t *turn) modelOn(a modelAsk, day period.Date) {
	m, _ := t.modelOf(a)
	if !t.stageDayFits(m, day) {
		t.say("model.day_order", "day", i18n.Date(t.lang(), m.Stages[len(m.Stages)-1].On))
		t.again()
		return
	}
	a.Day = &day
	t.settleModel(a)
}

// chooseModel takes a button's value.
func (t *turn) chooseModel(value string) {
	a := t.askedModel()
	switch t.openModel(a) {
	case modelNear:
		t.chooseNear(a, value)
		return
	case modelOwner:
		if !t.env.Person.Sees(t.env.Tree, orgunit.ID(value)) {
			t.stale()
			return
		}
		a.Owner = orgunit.ID(value)
	case modelLevel:
		a.Level = orgunit.Level(value)
	case modelState:
		a.State = form.ModelState(value)
	case modelUnit:
		a.Unit = orgunit.ID(value)
	case modelDay:
		day, err := period.ParseDate(strings.TrimPrefix(value, dayPrefix))
		if err != nil {
			t.stale()
			return
		}
		t.modelOn(a, day)
		return
	case modelSure:
		t.putModel(a)
		return
	}
	t.settleModel(a)
}

// chooseNear takes which of the similar models was meant, or that it is another one.
func (t *turn) chooseNear(a modelAsk, value string) {
	if value == valueNew {
		a.New = true
		t.settleModel(a)
		return
	}
	t.s.Ask = nil
	id, _ := strconv.ParseUint(value, 10, 64)
	for _, m := range t.registry() {
		switch {
		case m.ID != id:
		case a.Sub != 0 && a.State == form.Replicated:
			t.beginStage(m, a.State, modelAsk{Sub: a.Sub, Day: a.Day, Unit: a.Unit})
		default:
			t.showModel(m)
		}
	}
}

// putModel writes what was confirmed.
func (t *turn) putModel(a modelAsk) {
	t.s.Ask = nil
	m, known := t.modelOf(a)
	switch {
	case a.ID != 0 && !known, a.ID == 0 && !t.env.Person.Sees(t.env.Tree, a.Owner):
		t.say("model.not_you", "name", m.Name)
		return
	case a.ID == 0:
		m = form.Model{Name: a.Name, Level: a.Level, Owner: a.Owner}
		m.Reason = t.stageReason("", a)
	default:
		m.Reason = t.stageReason(lastState(m), a)
	}
	stage := form.Stage{State: a.State, On: *a.Day, Sub: a.Sub}
	if a.Unit != unitUntold {
		stage.Unit = a.Unit
	}
	m.Stages, m.By = append(slices.Clone(m.Stages), stage), t.env.Person.ID
	if m.Check() != nil {
		t.say("model.changed")
		return
	}
	t.act(PutModel{Model: m})
	t.reply(chat.Reply{Text: t.msg("model.done") + "\n💡 " + t.modelLine(m)})
	t.again()
}

// lastState is the state that a model is in; "" for none, such as one that was taken away meanwhile.
func lastState(m form.Model) form.ModelState {
	if len(m.Stages) == 0 {
		return ""
	}
	return m.Stages[len(m.Stages)-1].State
}

// stageReason says why there is a new version, in Vietnamese whatever the person's language: it is kept.
func (t *turn) stageReason(before form.ModelState, a modelAsk) string {
	state := func(s form.ModelState) string { return t.env.Texts.T(t.env.Lang, "model.state_"+string(s)) }
	switch {
	case a.Reason != "":
		return a.Reason
	case before == "":
		return state(a.State)
	default:
		return state(before) + " → " + state(a.State)
	}
}
