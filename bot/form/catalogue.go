package form

import (
	_ "embed"
	"fmt"
	"sync"

	"danvanbot/bot/period"
)

//go:embed catalogue.json
var embedded []byte

// Default is the embedded catalogue: what the ten years' review of the province counts.
func Default() *Catalogue { return builtIn() }

var builtIn = sync.OnceValue(func() *Catalogue {
	c, err := Load(embedded)
	if err != nil {
		panic(fmt.Sprintf("the embedded catalogue is broken: %v", err)) // a test loads it
	}
	return c
})

// Form finds a form by its id.
func (c *Catalogue) Form(id string) (Form, bool) {
	for i := range c.Forms {
		if c.Forms[i].ID == id {
			return c.Forms[i], true
		}
	}
	return Form{}, false
}

// On lists the forms that are valid on a day, in the catalogue's order.
func (c *Catalogue) On(day period.Date) []Form {
	var valid []Form
	for _, f := range c.Forms {
		if f.ValidOn(day) {
			valid = append(valid, f)
		}
	}
	return valid
}

// ValidOn tells whether the form may be reported for a day.
func (f Form) ValidOn(day period.Date) bool {
	return (f.From == nil || *f.From <= day) && (f.To == nil || day <= *f.To)
}

// ValidIn tells whether the form may be reported for some day of a range.
func (f Form) ValidIn(days period.Range) bool {
	return (f.From == nil || *f.From <= days.To) && (f.To == nil || days.From <= *f.To)
}

// Measures lists the questions whose answers are summed, without the number of events. It must not be changed.
func (f Form) Measures() []Question { return f.ordered().measures }
