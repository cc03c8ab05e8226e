package conversation

import (
	"fmt"
	"slices"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// PutModel stores a model of the registry: a new one, or (with an ID) the next version.
type PutModel struct{ Model form.Model }

func (PutModel) act() {}

// The verbs of the registry's buttons.
const (
	verbModel    = "model"    // shows one: "model:12"
	verbModels   = "models"   // lists them from a place on: "models:10"
	verbAddModel = "addmodel" //
	verbStage    = "stage"    // begins the next state: "stage:12.nhan_rong"
	verbRegister = "register" // takes what a submission told of a model into the registry: "register:142"
)

// maxModels is how many models one message lists.
const maxModels = 8

// models answers "/mohinh", "/mohinh Tiếng kẻng an ninh", "/mohinh thêm Tiếng kẻng an ninh" and "/mohinh sửa Tiếng kẻng an ninh".
func (t *turn) models(rest string) {
	first, name, _ := strings.Cut(rest, " ")
	if slices.Contains([]string{"thêm", "them", "add"}, strings.ToLower(first)) {
		t.addModel(strings.TrimSpace(name))
		return
	}
	mends := slices.Contains([]string{"sửa", "sua", "mend"}, strings.ToLower(first))
	if mends {
		rest = strings.TrimSpace(name)
	}
	if rest == "" {
		t.listModels(0)
		return
	}
	named, near := form.FindModels(t.visibleModels(), rest)
	switch {
	case len(named) == 1 && mends:
		t.mendModel(named[0])
	case len(named) == 1:
		t.showModel(named[0])
	case len(named)+len(near) > 0:
		t.offered(chat.Reply{Text: t.msg("model.near", "name", rest), Keyboard: rows(t.modelButtons(append(named, near...)))})
	default:
		t.say("model.unknown", "name", rest)
	}
}

func (t *turn) modelButtons(list []form.Model) []chat.Button {
	var keys []chat.Button
	for _, m := range list[:min(len(list), maxModels)] {
		keys = append(keys, chat.Button{Label: m.Name, Data: verbData(verbModel, m.ID)})
	}
	return keys
}

// registry is all models; none where there is no registry.
func (t *turn) registry() []form.Model {
	if t.env.Registry == nil {
		return nil
	}
	return t.env.Registry.Models()
}

// visibleModels are those of the person's scope, by whom they belong to today.
func (t *turn) visibleModels() []form.Model {
	return slices.DeleteFunc(t.registry(), func(m form.Model) bool { return m.Gone || !t.env.Person.Sees(t.env.Tree, t.ownerOf(m)) })
}

func (t *turn) ownerOf(m form.Model) orgunit.ID { return m.OwnerOn(t.env.Tree, t.today()) }

// mayStep tells whether the person may record a model's next state.
func (t *turn) mayStep(m form.Model) bool {
	return !m.Gone && t.env.Person.Role.AtLeast(Head) && t.env.Person.Sees(t.env.Tree, t.ownerOf(m))
}

// listModels shows the models of the person's scope with their states.
func (t *turn) listModels(from int) {
	all := t.visibleModels()
	from = max(0, min(from, len(all)))
	shown := all[from:min(from+maxModels, len(all))]
	lines := []string{t.msg("model.title", "unit", t.unitName(t.env.Person.Unit, t.today()), "counts", t.modelCounts(all))}
	for i, m := range shown {
		lines = append(lines, fmt.Sprintf("%d. %s", from+i+1, t.modelLine(m)))
	}
	keys := t.modelButtons(shown)
	if next := from + len(shown); next < len(all) {
		keys = append(keys, chat.Button{Label: t.msg("summary.more"), Data: verbData(verbModels, uint64(next))})
	}
	keys = append(keys, chat.Button{Label: t.msg("model.add"), Data: verbAddModel + ":"})
	t.offered(chat.Reply{Text: strings.Join(lines, "\n"), Keyboard: rows(keys)})
}

// modelCounts is how many models run, by level: "3 đang hoạt động (tỉnh 1, xã 2)".
func (t *turn) modelCounts(all []form.Model) string {
	active, byLevel := 0, map[orgunit.Level]int{}
	for _, m := range all {
		if m.ActiveOn(t.today()) {
			active++
			byLevel[m.Level]++
		}
	}
	var parts []string
	for _, l := range modelLevels {
		if n := byLevel[l]; n > 0 {
			parts = append(parts, t.msg("model.level_"+string(l))+" "+itoa(n))
		}
	}
	if active == 0 {
		return t.msg("model.none_active")
	}
	return t.msg("model.active", "n", active, "levels", strings.Join(parts, ", "))
}

// modelLevels are the levels of models.
var modelLevels = []orgunit.Level{orgunit.Province, orgunit.District, orgunit.Commune}

// modelLine is one model in one line: its name, level, owner, and state since when.
func (t *turn) modelLine(m form.Model) string {
	s := m.Stages[len(m.Stages)-1]
	return "<b>" + chat.Escape(m.Name) + "</b> · " + t.msg("model.level_"+string(m.Level)) + " · " +
		t.msg("model.since", "state", t.msg("model.state_"+string(s.State)), "day", i18n.Date(t.lang(), s.On)) +
		" · " + chat.Escape(t.unitName(t.ownerOf(m), t.today()))
}

// showModel shows one model with its life so far, and what can be recorded next.
func (t *turn) showModel(m form.Model) {
	lines := []string{"💡 " + t.modelLine(m)}
	if m.Field != "" {
		lines = append(lines, t.line(t.msg("model.field"), m.Field))
	}
	for _, s := range m.Stages {
		lines = append(lines, "• "+t.stageLine(s))
	}
	points := int64(0)
	for _, p := range m.Points {
		points += p.N
	}
	if points > 0 {
		lines = append(lines, t.msg("model.points", "n", points))
	}
	var keys []chat.Button
	if t.mayStep(m) {
		for _, s := range nextStates(m) {
			keys = append(keys, chat.Button{Label: t.stateButton(s), Data: verbData(verbStage, m.ID) + "." + string(s)})
		}
		keys = append(keys, chat.Button{Label: t.msg("model.mend"), Data: verbData(verbMendModel, m.ID)})
	}
	t.offered(chat.Reply{Text: strings.Join(lines, "\n"), Keyboard: rows(keys)})
}

func (t *turn) stageLine(s form.Stage) string {
	text := t.msg("model.since", "state", t.msg("model.state_"+string(s.State)), "day", i18n.Date(t.lang(), s.On))
	if s.Unit != "" {
		text += ": " + chat.Escape(t.unitName(s.Unit, s.On))
	}
	return text
}

func (t *turn) stateButton(s form.ModelState) string {
	if s == form.Stopped {
		return t.msg("model.stop")
	}
	return t.msg("model.next", "state", t.msg("model.state_"+string(s)))
}

// nextStates are the states that may follow.
func nextStates(m form.Model) []form.ModelState {
	last := m.Stages[len(m.Stages)-1].State
	next := slices.Clone(form.ModelStates[slices.Index(form.ModelStates, last)+1:])
	if last == form.Replicated {
		next = append([]form.ModelState{form.Replicated}, next...)
	}
	return next
}

// modelByID finds a model of the person's scope.
func (t *turn) modelByID(id uint64) (form.Model, bool) {
	for _, m := range t.visibleModels() {
		if m.ID == id {
			return m, true
		}
	}
	return form.Model{}, false
}

// pressModel handles the registry's buttons. Their data is untrusted.
func (t *turn) pressModel(verb, rest string) {
	number, state, _ := strings.Cut(rest, ".")
	n := atoi(number)
	m, ok := t.modelByID(uint64(max(n, 0)))
	switch {
	case verb == verbAddModel:
		t.addModel("")
	case verb == verbModels && n >= 0:
		t.listModels(n)
	case verb == verbRegister:
		t.register(number)
	case !ok:
		t.stale()
	case verb == verbModel:
		t.showModel(m)
	case verb == verbMendModel:
		t.mendModel(m)
	default:
		t.beginStage(m, form.ModelState(state), modelAsk{})
	}
}

// beginStage asks for what a model's next state needs.
func (t *turn) beginStage(m form.Model, state form.ModelState, a modelAsk) {
	a.ID, a.State = m.ID, state
	switch {
	case !t.mayStep(m) && !t.takesOver(a):
		t.say("model.not_you", "name", m.Name)
	case !slices.Contains(nextStates(m), state):
		t.showModel(m) // it has gone on since
	default:
		t.settleModel(a)
	}
}

// register takes what a report told of a model into the registry, in a step of its own.
func (t *turn) register(code string) {
	s, ok := t.found(code)
	name := s.Texts[keyModel]
	if !ok || s.Gone || name == "" {
		if ok {
			t.stale()
		}
		return
	}
	day := s.Day()
	told := modelAsk{Sub: s.ID, Day: &day}
	state := form.Pilot
	if s.Choices["stage"] == string(form.Replicated) {
		state, told.Unit = form.Replicated, s.Unit
	}
	named, _ := form.FindModels(t.registry(), name)
	switch {
	case len(named) == 1 && state == form.Replicated:
		t.beginStage(named[0], state, told)
	case len(named) > 0:
		t.showModel(named[0])
	default:
		told.Name, told.State, told.Owner = name, state, s.Unit
		t.settleModel(told)
	}
}

// registerOffer is what a receipt says of a model that the registry may take in: nothing for other reports.
func (t *turn) registerOffer(s form.Submission) (text string, button chat.Button, ok bool) {
	name := s.Texts[keyModel]
	if s.Gone || name == "" || t.env.Registry == nil {
		return "", button, false
	}
	named, near := form.FindModels(t.registry(), name)
	button = chat.Button{Label: t.msg("model.register"), Data: verbData(verbRegister, s.ID)}
	replicated := s.Choices["stage"] == string(form.Replicated)
	switch {
	case len(named) > 0 && !replicated, slices.ContainsFunc(named, func(m form.Model) bool { return tells(m, s) }):
		return "", button, false
	case len(named) > 0 && !t.env.Person.Role.AtLeast(Head):
		return t.msg("model.offer_head", "name", name), chat.Button{}, true
	case len(named) > 0:
		return t.msg("model.offer_known", "name", name), button, true
	case len(near) > 0:
		return t.msg("model.offer_near", "name", name, "near", namesOf(near)), button, true
	default:
		return t.msg("model.offer_new", "name", name), button, true
	}
}

// tells says whether the registry has taken in what a submission says of a model.
func tells(m form.Model, s form.Submission) bool {
	return slices.ContainsFunc(m.Stages, func(stage form.Stage) bool { return stage.Sub == s.ID })
}

func namesOf(models []form.Model) string {
	var names []string
	for _, m := range models {
		names = append(names, "«"+m.Name+"»")
	}
	return strings.Join(names, ", ")
}

// takesOver tells whether the person is the head of a unit that reported that it took a model over.
func (t *turn) takesOver(a modelAsk) bool {
	s, ok := t.env.Reports.Submission(a.Sub)
	return ok && !s.Gone && a.State == form.Replicated && a.Unit == s.Unit &&
		t.env.Person.Role.AtLeast(Head) && t.env.Person.MayRead(t.env.Tree, s)
}

// modelOf is the model whose next state is asked about.
func (t *turn) modelOf(a modelAsk) (form.Model, bool) {
	for _, m := range t.registry() {
		if m.ID == a.ID && !m.Gone {
			return m, t.mayStep(m) || t.takesOver(a)
		}
	}
	return form.Model{}, false
}

// stageDayFits tells whether a stage may begin on a day: not before the last one, not ahead.
func (t *turn) stageDayFits(m form.Model, day period.Date) bool {
	return day <= t.today() && day >= period.Dawn && (len(m.Stages) == 0 || m.Stages[len(m.Stages)-1].On <= day)
}
