package conversation

import (
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// EngineVersion is written into every stored State. Raise it when a State of the version before must be mapped.
const EngineVersion = 1

// State is what a chat remembers between two updates: plain data, versioned, small. The zero State is a new chat.
type State struct {
	V     int      `cbor:"1,keyasint,omitempty"`  // EngineVersion that wrote it
	Seq   int      `cbor:"2,keyasint,omitempty"`  // number of the open prompt; buttons of older prompts carry older numbers
	Opts  []string `cbor:"3,keyasint,omitempty"`  // data of the buttons offered last, so that their numbers can be typed
	Draft *Draft   `cbor:"4,keyasint,omitempty"`  // the report that is being made
	Next  []Draft  `cbor:"5,keyasint,omitempty"`  // further reports of the same message, opened one after the other
	Shown string   `cbor:"6,keyasint,omitempty"`  // the query that was answered last, as a button's data
	Ask   *Ask     `cbor:"7,keyasint,omitempty"`  // a question outside of a draft; it is answered first
	Via   string   `cbor:"8,keyasint,omitempty"`  // the group in which what is open was begun
	Album string   `cbor:"9,keyasint,omitempty"`  // of the photos that are being taken
	Deaf  string   `cbor:"10,keyasint,omitempty"` // an album of which nothing more is taken
}

// Draft is a report that is being made.
type Draft struct {
	Form    string       `cbor:"1,keyasint,omitempty"`  // empty: the form is being chosen
	Version int          `cbor:"2,keyasint,omitempty"`  // of the catalogue
	Answers Answers      `cbor:"3,keyasint,omitzero"`   // by question key; keys that the form no longer asks are kept
	At      string       `cbor:"4,keyasint,omitempty"`  // what is being asked: a question's key, or one of the at… words
	Back    []string     `cbor:"5,keyasint,omitempty"`  // what was asked before, for "quay lại"
	Past    int          `cbor:"6,keyasint,omitempty"`  // how many of the form's questions, from the first, need no asking any more
	Edit    bool         `cbor:"7,keyasint,omitempty"`  // the open question came from the card and returns to it
	Brief   bool         `cbor:"8,keyasint,omitempty"`  // made of a sentence: only what is needed is asked
	Must    []string     `cbor:"9,keyasint,omitempty"`  // what a sentence left in doubt and is asked anyway
	Units   []orgunit.ID `cbor:"10,keyasint,omitempty"` // the units that a sentence can mean
	Unread  []string     `cbor:"11,keyasint,omitempty"` // numbers of a sentence that have no place in the form
	Source  string       `cbor:"12,keyasint,omitempty"` // id of the message that it was read from
	Sub     uint64       `cbor:"13,keyasint,omitempty"` // the submission that this corrects
	Of      int          `cbor:"14,keyasint,omitempty"` // the version of it that was corrected
	Reason  string       `cbor:"15,keyasint,omitempty"` // why it is corrected
	Ret     uint64       `cbor:"16,keyasint,omitempty"` // the return that this correction answers
}

// Answer is one accepted value; which field counts follows from the question's type.
type Answer struct {
	N       int64         `cbor:"1,keyasint,omitempty"`
	Hedge   form.Hedge    `cbor:"2,keyasint,omitempty"`
	Text    string        `cbor:"3,keyasint,omitempty"` // text, or the key of a choice
	Unit    orgunit.ID    `cbor:"4,keyasint,omitempty"`
	Days    *period.Range `cbor:"5,keyasint,omitempty"`
	Photos  []string      `cbor:"6,keyasint,omitempty"`
	Skipped bool          `cbor:"7,keyasint,omitempty"`
	Assumed bool          `cbor:"8,keyasint,omitempty"` // filled in or computed by the bot, not said by the person
	Sure    bool          `cbor:"9,keyasint,omitempty"` // confirmed although it looked odd
}

// Ask is a question outside of a draft, with what its answer is for.
type Ask struct {
	What string `cbor:"1,keyasint"`
	Arg  string `cbor:"2,keyasint,omitempty"`
}

func (d Draft) clone() *Draft {
	d.Answers, d.Back = d.Answers.clone(), slices.Clone(d.Back)
	return &d
}

// put sets an answer. A choice can make other questions relevant, also such as were passed.
func (d *Draft) put(key string, a Answer) {
	d.Answers.Put(key, a)
	if a.Text != "" {
		d.Past = 0
	}
}

// drop takes an answer back, so that its question is asked again.
func (d *Draft) drop(key string) {
	d.Answers.Drop(key)
	d.Past = 0
}

// clone copies a State, so that a step never changes the one it was given.
func (s State) clone() State {
	s.Opts, s.Next = slices.Clone(s.Opts), slices.Clone(s.Next)
	if s.Draft != nil {
		s.Draft = s.Draft.clone()
	}
	if s.Ask != nil {
		a := *s.Ask
		s.Ask = &a
	}
	return s
}

// TakeOver puts what is open in somebody else's chat behind what is open in a person's. Units that the person does not see
// are asked anew.
func TakeOver(mine, theirs State, sees func(orgunit.ID) bool) State {
	mine, theirs = mine.clone(), theirs.clone()
	for _, d := range append([]Draft{*theirs.Draft}, theirs.Next...) {
		if d.Form == "" {
			continue // nothing was said yet
		}
		d := d.clone()
		if u := d.Answers.Of(form.KeyUnit).Unit; u != "" && !sees(u) {
			d.drop(form.KeyUnit)
		}
		if mine.Draft == nil {
			mine.Draft = d
			continue
		}
		if len(mine.Next) < maxReports {
			mine.Next = append(mine.Next, *d)
		}
	}
	mine.V = EngineVersion
	return mine
}
