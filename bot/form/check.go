package form

import (
	"regexp"
	"slices"

	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
)

// name is what ids and keys look like: they become parts of a measure's name and of a button's data.
var name = regexp.MustCompile(`^[a-z0-9][a-z0-9_]{0,31}$`)

// fixed are the types of the questions that every form shares.
var fixed = map[string]Type{
	KeyUnit: Unit, KeyDays: Days, KeyN: Integer, KeyPlace: Words, KeyNote: Words, KeyPhotos: Photos,
	StockCount: Integer, StockMembers: Integer,
}

var (
	types  = []Type{Integer, Money, Days, Choose, Words, Unit, Photos, YesNo}
	levels = []orgunit.Level{"", orgunit.Country, orgunit.Province, orgunit.District, orgunit.Commune, orgunit.Department}
)

// check finds the faults of a catalogue that was read.
func (l *loader) check(c *Catalogue) {
	if c.Version < 1 {
		l.fault("catalogue", "version must be 1 or more")
	}
	if len(c.Forms) == 0 {
		l.fault("catalogue", "there are no forms")
	}
	seen := map[string]bool{}
	for i, q := range c.Shared {
		place := at("shared", i, q.Key)
		l.unique(place, "key", q.Key, seen)
		l.checkQuestion(place, q)
	}
	seen = map[string]bool{}
	for i, f := range c.Forms {
		place := at("forms", i, f.ID)
		l.unique(place, "id", f.ID, seen)
		l.checkForm(place, f)
	}
}

// unique refuses a name that is no name or was seen before.
func (l *loader) unique(place, what, id string, seen map[string]bool) {
	switch {
	case !name.MatchString(id):
		l.fault(place, "%s %q must be 1 to 32 of a-z, 0-9 and _, not beginning with _", what, id)
	case seen[id]:
		l.fault(place, "%s %q is used twice", what, id)
	}
	seen[id] = true
}

func (l *loader) text(place, what string, t i18n.Text) {
	if t.In(i18n.VI) == "" {
		l.fault(place, "the Vietnamese %s is missing", what)
	}
}

func (l *loader) checkForm(place string, f Form) {
	l.text(place, "label", f.Label)
	if f.Kind < Event || f.Kind > Stock {
		l.fault(place, "kind must be event, count or stock")
	}
	if f.From != nil && f.To != nil && *f.From > *f.To {
		l.fault(place, "from %v is after to %v", *f.From, *f.To)
	}
	if !slices.Contains(levels, f.Level) {
		l.fault(place, "level %q is not known", f.Level)
	}
	seen := map[string]bool{}
	for i, q := range f.Questions {
		at := at(place+".questions", i, q.Key)
		l.unique(at, "key", q.Key, seen)
		l.checkQuestion(at, q)
		l.checkRelevance(at, q, f.Questions[:i])
		l.checkPlace(at, q, f)
	}
	l.checkComplete(place, f)
}

// checkComplete refuses a form that lacks a question without which it cannot be stored or summed.
func (l *loader) checkComplete(place string, f Form) {
	for _, key := range []string{KeyDays, KeyUnit} {
		if _, ok := f.Question(key); !ok {
			l.fault(place, "there is no question %q", key)
		}
	}
	if f.Kind != Event && len(f.Measures()) == 0 {
		l.fault(place, "a %v needs a question that takes a number", f.Kind)
	}
}

// checkPlace refuses a question that does not suit its form.
func (l *loader) checkPlace(place string, q Question, f Form) {
	switch {
	case f.Restricted && (q.Type == Words || q.Type == Photos):
		l.fault(place, "a restricted form takes no text and no photos")
	case q.Key == KeyN && f.Kind != Event:
		l.fault(place, "only an event has a number of events")
	case f.Kind == Stock && q.Counts() && q.Key != StockCount && q.Key != StockMembers:
		l.fault(place, "a stock has the numbers %s and %s only", StockCount, StockMembers)
	}
}

func (l *loader) checkQuestion(place string, q Question) {
	l.text(place, "label", q.Label)
	if !slices.Contains(types, q.Type) {
		l.fault(place, "type %q is not known", q.Type)
	}
	if want, ok := fixed[q.Key]; ok && q.Type != want {
		l.fault(place, "the type of %q is %q, not %q", q.Key, want, q.Type)
	}
	if q.Required && q.Detail {
		l.fault(place, "what is required cannot be a detail")
	}
	l.checkLimits(place, q)
	l.checkChoices(place, q)
}

func (l *loader) checkLimits(place string, q Question) {
	if !q.Counts() {
		if q.Min != nil || q.Max != nil || q.SoftMax != nil {
			l.fault(place, "only numbers have a min, max or soft_max")
		}
		return
	}
	limits := []struct {
		low, high         *int64
		lowName, highName string
	}{{q.Min, q.Max, "min", "max"}, {q.Min, q.SoftMax, "min", "soft_max"}, {q.SoftMax, q.Max, "soft_max", "max"}}
	for _, p := range limits {
		if p.low != nil && p.high != nil && *p.low > *p.high {
			l.fault(place, "%s %d is above %s %d", p.lowName, *p.low, p.highName, *p.high)
		}
	}
	if *q.Min < 0 || *q.Max > highest {
		l.fault(place, "min and max must lie in 0 to %d", int64(highest))
	}
}

func (l *loader) checkChoices(place string, q Question) {
	if (q.Type == Choose) != (len(q.Choices) > 0) {
		l.fault(place, "a question of type choice, and no other, has choices")
	}
	seen := map[string]bool{}
	for i, c := range q.Choices {
		at := at(place+".choices", i, c.Key)
		l.unique(at, "key", c.Key, seen)
		l.text(at, "label", c.Label)
		if c.Weekday != nil && (*c.Weekday < 0 || *c.Weekday > 6) {
			l.fault(at, "weekday %d must be 0 (Sunday) to 6", *c.Weekday)
		}
		if c.Month < 0 || c.Month > 12 {
			l.fault(at, "month %d must be 1 to 12", c.Month)
		}
	}
}

// checkRelevance refuses a reference to a choice that no earlier question offers.
func (l *loader) checkRelevance(place string, q Question, before []Question) {
	if q.Relevant == nil {
		return
	}
	earlier, ok := Form{Questions: before}.Question(q.Relevant.Key)
	if !ok {
		l.fault(place, "relevant: there is no earlier question %q", q.Relevant.Key)
		return
	}
	for _, key := range q.Relevant.In {
		_, ok := earlier.Choice(key)
		if earlier.Type == YesNo {
			ok = key == "yes" || key == "no"
		}
		if !ok {
			l.fault(place, "relevant: question %q has no choice %q", earlier.Key, key)
		}
	}
}
