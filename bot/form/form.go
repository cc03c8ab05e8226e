package form

import (
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// Type is what a question takes as an answer.
type Type string

// The types of questions.
const (
	Integer Type = "integer" // a whole number with a unit noun
	Money   Type = "money"   // đồng
	Days    Type = "days"    // a day or a range of days
	Choose  Type = "choice"  // one of Choices
	Words   Type = "text"    // free text, filtered
	Unit    Type = "unit"    // an org unit
	Photos  Type = "photos"  // references to photos
	YesNo   Type = "yesno"   // stored as a choice "yes" or "no"
)

// The keys of the questions that every form shares.
const (
	KeyUnit   = "unit"
	KeyDays   = "date"
	KeyN      = "n"
	KeyPlace  = "place"
	KeyNote   = "note"
	KeyPhotos = "photos"
)

// Choice is one possible answer.
type Choice struct {
	Key     string    `json:"key"`
	Label   i18n.Text `json:"label"`
	Words   []string  `json:"words,omitempty"`   // how it is recognised in a sentence
	Weekday *int      `json:"weekday,omitempty"` // the weekday (0 Sunday … 6 Saturday) it should fall on: asked when not
	Month   int       `json:"month,omitempty"`   // the month (1..12) it should fall in: asked when not
}

// Relevance makes a question depend on an earlier choice.
type Relevance struct {
	Key string   `json:"key"`
	In  []string `json:"in"`
}

// Question is one prompt of a form.
type Question struct {
	Key      string     `json:"key"`
	Type     Type       `json:"type,omitempty"`
	Label    i18n.Text  `json:"label,omitempty"`    // on the card: "Người dự"
	Ask      i18n.Text  `json:"ask,omitempty"`      // the question: "Bao nhiêu người dự?"
	Noun     i18n.Text  `json:"noun,omitempty"`     // after the number in a summary: "lượt người"
	Example  string     `json:"example,omitempty"`  // shown with a refused answer
	Words    []string   `json:"words,omitempty"`    // unit nouns by which a sentence names this measure
	Required bool       `json:"required,omitempty"` // cannot be skipped
	Detail   bool       `json:"detail,omitempty"`   // offered behind "thêm chi tiết" only
	Min      *int64     `json:"min,omitempty"`
	Max      *int64     `json:"max,omitempty"`
	SoftMax  *int64     `json:"soft_max,omitempty"` // above it: "Đồng chí xác nhận?"
	Choices  []Choice   `json:"choices,omitempty"`
	Relevant *Relevance `json:"relevant,omitempty"`
}

// Form is one kind of work that can be reported, or one stock that can be declared.
type Form struct {
	ID         string        `json:"id"`
	Kind       Kind          `json:"kind"` // "event", "count" or "stock" in JSON
	Icon       string        `json:"icon,omitempty"`
	Label      i18n.Text     `json:"label"`           // "Tuyên truyền pháp luật"
	Short      i18n.Text     `json:"short,omitempty"` // on a button; default: Label
	Noun       i18n.Text     `json:"noun,omitempty"`  // what N counts: "buổi"
	Words      []string      `json:"words,omitempty"` // how a sentence names it
	Common     bool          `json:"common,omitempty"`
	Restricted bool          `json:"restricted,omitempty"` // a count and nothing else: no text, no photos
	Level      orgunit.Level `json:"level,omitempty"`      // only units of this level may declare it
	From       *period.Date  `json:"from,omitempty"`       // first day of validity
	To         *period.Date  `json:"to,omitempty"`         // last day of validity
	Questions  []Question    `json:"questions"`

	order *order
}

// Catalogue is all that can be reported. It is immutable.
type Catalogue struct {
	Version int        `json:"version"`
	Shared  []Question `json:"shared"` // questions that forms name by key alone
	Forms   []Form     `json:"forms"`

	text []byte
}

// JSON is the text that the catalogue was loaded from.
func (c *Catalogue) JSON() []byte { return c.text }
