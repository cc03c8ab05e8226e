package viet

import (
	"maps"
	"math"
	"slices"

	"danvanbot/bot/orgunit"
)

// Vocabulary is all that reports are read with: units, nouns, forms, choices, models. It does not change.
type Vocabulary struct {
	lexicon

	tree      *orgunit.Tree
	units     gazetteer
	signals   *dict[signal] // what speaks for forms
	forms     map[string]*formInfo
	order     []string
	measures  map[string]map[string]int64   // measure → noun → how many
	nounsOf   map[string][]string           // noun → measures
	signsOf   map[string]map[string]float64 // noun → form → what it says
	verbs     *dict[VerbWords]
	verbWords []VerbWords
	choices   *dict[ChoiceWords]
	dayNames  *dict[bool] // choices with the name of a day or month in it, which is no day
	events    map[string]bool
	models    *dict[string]
}

// formInfo is what is known of one form.
type formInfo struct {
	id       string
	event    bool
	measures []string
}

// signal is what one phrase says for one form.
type signal struct {
	form   string
	weight float64
	kind   signalKind
}

// signalKind tells when a phrase counts.
type signalKind uint8

const (
	signalWord   signalKind = iota // always
	signalWith                     // beside a word of the form
	signalWeak                     // beside a word, an object or a sign of the form
	signalObject                   // never; it lets weak ones count
)

// lexicon is the nouns and all known words.
type lexicon struct {
	nouns *dict[string]
	folds map[string]bool
	texts map[string]bool
}

func (l *lexicon) knownFold(w string) bool { return l.folds[w] }
func (l *lexicon) knownText(w string) bool { return l.texts[w] }

// baseWords is what single numbers and days are read with: the project's own nouns.
var baseWords = makeLexicon(DefaultEntries())

func makeLexicon(e Entries) *lexicon {
	l := &lexicon{nouns: &dict[string]{}, folds: map[string]bool{}, texts: map[string]bool{}}
	for _, n := range e.Nouns {
		l.nouns.add(n.Words, n.Key)
	}
	l.nouns.words(l.folds, l.texts)
	figures.words(l.folds, l.texts)
	relativeDays.words(l.folds, l.texts)
	weekdays.words(l.folds, l.texts)
	hedgesBefore.words(l.folds, l.texts)
	askWords.words(l.folds, l.texts)
	parts.words(l.folds, l.texts)
	levels.words(l.folds, l.texts)
	labels.words(l.folds, l.texts)
	for _, w := range []string{"xã", "phường", "ngày", "tháng", "tuần", "hôm"} {
		l.texts[accented(w)], l.folds[foldText(accented(w))] = true, true
	}
	return l
}

// NewVocabulary makes the vocabulary of a tree of units: the project's own words and more, such as those of forms that
// were added to the catalogue.
func NewVocabulary(tree *orgunit.Tree, more ...Entries) *Vocabulary {
	e := DefaultEntries()
	for _, m := range more {
		e = e.and(m)
	}
	v := &Vocabulary{
		lexicon: *makeLexicon(e), tree: tree, units: makeGazetteer(tree),
		signals: &dict[signal]{}, verbs: &dict[VerbWords]{}, forms: map[string]*formInfo{}, choices: &dict[ChoiceWords]{}, dayNames: &dict[bool]{},
		measures: map[string]map[string]int64{}, nounsOf: map[string][]string{}, signsOf: map[string]map[string]float64{}, events: map[string]bool{}, models: &dict[string]{},
	}
	for _, m := range e.Measures {
		v.addMeasure(m)
	}
	for _, w := range e.Verbs {
		v.verbs.add(w.Words, w)
		v.verbWords = append(v.verbWords, w)
	}
	for _, f := range e.Forms {
		v.addForm(f)
	}
	for _, c := range e.Choices {
		v.addChoice(c)
	}
	for _, k := range e.Events {
		v.events[k] = true
	}
	for _, m := range e.Models {
		v.models.add(m, m)
	}
	v.signals.words(v.folds, v.texts)
	v.choices.words(v.folds, v.texts)
	v.models.words(v.folds, v.texts)
	maps.Copy(v.folds, v.units.folds)
	return v
}

func (v *Vocabulary) addMeasure(m MeasureNouns) {
	if v.measures[m.Key] == nil {
		v.measures[m.Key] = map[string]int64{}
	}
	for noun, scale := range m.From {
		v.measures[m.Key][noun] = scale
		if !slices.Contains(v.nounsOf[noun], m.Key) {
			v.nounsOf[noun] = append(v.nounsOf[noun], m.Key)
		}
	}
}

func (v *Vocabulary) addForm(f FormWords) {
	for _, w := range f.Words {
		v.signals.add(w.Words, signal{f.ID, w.Weight, signalWord})
	}
	for _, w := range f.With {
		v.signals.add(w.Words, signal{f.ID, w.Weight, signalWith})
	}
	for _, w := range f.Weak {
		v.signals.add(w.Words, signal{f.ID, w.Weight, signalWeak})
	}
	v.signals.add(f.Objects, signal{f.ID, 0, signalObject})
	if f.ID == "" { // phrases that only look like those of a form
		return
	}
	info := v.forms[f.ID]
	if info == nil {
		info = &formInfo{id: f.ID}
		v.forms[f.ID] = info
		v.order = append(v.order, f.ID)
	}
	info.event = info.event || f.Event
	for _, m := range f.Measures {
		if !slices.Contains(info.measures, m) {
			info.measures = append(info.measures, m)
		}
	}
	for noun, w := range f.Signs {
		if v.signsOf[noun] == nil {
			v.signsOf[noun] = map[string]float64{}
		}
		v.signsOf[noun][f.ID] = w
	}
}

func (v *Vocabulary) addChoice(c ChoiceWords) {
	v.choices.add(c.Words, c)
	for _, phrase := range splitList(c.Words) {
		if len(Dates(phrase, 0)) > 0 || c.Question == "programme" {
			v.dayNames.add(phrase, true)
		}
	}
}

// HasForm tells whether the vocabulary knows a form.
func (v *Vocabulary) HasForm(id string) bool { return v.forms[id] != nil }

// Convert gives a number in a measure: 2 km are 2000 met_duong. It fails for a noun that the measure is not counted in,
// and where the result is not whole; a number without a noun stays what it is.
func (v *Vocabulary) Convert(measure string, n Num) (Num, bool) {
	scale, ok := v.measures[measure][n.Unit]
	if !ok {
		_, whole := n.Int()
		return n, whole && n.Unit == ""
	}
	n.Value *= float64(scale)
	n.Value = math.Round(n.Value*1000) / 1000
	n.Min, n.Max = n.Min*float64(scale), n.Max*float64(scale)
	for i := range n.Alts {
		n.Alts[i] *= float64(scale)
	}
	_, whole := n.Int()
	return n, whole
}
