package export

import (
	"bytes"
	_ "embed" // the built-in template
	"encoding/json"
	"errors"
	"fmt"
	"sync"
)

// Template is everything in a written report that an office may want otherwise: letterhead, outline, sentences. It is a
// file of texts rather than a DOCX with placeholders, for a text can be checked when it is loaded and compared with its
// former version, tables grow by the figures that there are, and the form itself is fixed by Decree 30/2020.
type Template struct {
	Letterhead string            `json:"letterhead"` // "state", or "party" for a report of the party committee
	Superior   string            `json:"superior"`   // first line of the heading; empty: the unit above
	Issuer     string            `json:"issuer"`     // second line of the heading; empty: the unit
	Symbol     string            `json:"symbol"`     // behind the number, "BC-CAT"; empty: made from the unit's name
	Place      string            `json:"place"`      // before the date; empty: the unit's name
	To         string            `json:"to"`         // whom it goes to; empty: the unit above
	Top        string            `json:"top"`        // whom the topmost unit answers to
	Recipients []string          `json:"recipients"` // below "Như trên"
	Archive    string            `json:"archive"`    // the last recipient
	Signer     []string          `json:"signer"`     // lines above the signature; empty: the head of the unit
	More       map[string]string `json:"more"`       // the word for "more than" with a form's figures; default "hơn"
	Periodic   Outline           `json:"periodic"`   // up to a year
	Review     Outline           `json:"review"`     // of a year and more
	Faces      []Face            `json:"faces"`      // the sides of the work, in order
	Sentences  map[string]string `json:"sentences"`  // by form; "{key}" is a figure, "[…]" is left out without its figure
}

// Outline is the order of a report. Texts may hold {issuer} and {period}.
type Outline struct {
	Subject string  `json:"subject"` // what the report is about, before the period
	Opening string  `json:"opening"`
	Before  []Blank `json:"before"` // parts before the results
	Results string  `json:"results"`
	Parts   []Blank `json:"parts"` // parts behind the results
	Closing string  `json:"closing"`
}

// Blank is a part that people write: dotted lines below each of its headings.
type Blank struct {
	Heading string   `json:"heading"`
	Blanks  []string `json:"blanks"` // headings; "" is lines alone
}

// Face is one side of the work.
type Face struct {
	Heading string   `json:"heading"`
	Forms   []string `json:"forms"`
	Stocks  bool     `json:"stocks"` // tells all stocks
	Models  bool     `json:"models"` // tells the registry of models
}

//go:embed template.json
var builtIn []byte

// DefaultTemplate is the template that is built in.
func DefaultTemplate() Template { return defaultTemplate() }

// The file is part of the binary, and the tests load it.
var defaultTemplate = sync.OnceValue(func() Template {
	t, err := LoadTemplate(nil)
	if err != nil {
		panic(err)
	}
	return t
})

// LoadTemplate reads a template; what it leaves out is as in the built-in one. Unknown keys and broken sentences are errors.
func LoadTemplate(data []byte) (Template, error) {
	var t Template
	for _, file := range [][]byte{builtIn, data} {
		if len(file) == 0 {
			continue
		}
		dec := json.NewDecoder(bytes.NewReader(file))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&t); err != nil {
			return t, fmt.Errorf("template: %w", err)
		}
	}
	return t, t.check()
}

func (t Template) check() error {
	if t.Letterhead != "state" && t.Letterhead != "party" {
		return fmt.Errorf("template: letterhead must be state or party, not %q", t.Letterhead)
	}
	for form, s := range t.Sentences {
		if err := checkSentence(s); err != nil {
			return fmt.Errorf("template: sentence of %s: %w", form, err)
		}
	}
	return nil
}

// checkSentence tells whether brackets and braces are closed and not nested.
func checkSentence(s string) error {
	inPart, inFigure := false, false
	for _, r := range s {
		switch r {
		case '[', ']':
			if inFigure || inPart != (r == ']') {
				return errors.New("a [ or ] has no partner")
			}
			inPart = !inPart
		case '{', '}':
			if inFigure != (r == '}') {
				return errors.New("a { or } has no partner")
			}
			inFigure = !inFigure
		}
	}
	if inPart || inFigure {
		return errors.New("a bracket is not closed")
	}
	return nil
}
