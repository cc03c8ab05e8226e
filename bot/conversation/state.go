package conversation

import (
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// EngineVersion is written into every stored State. Raise it when a State of the version before must be mapped.
const EngineVersion = 1

// State is what a chat remembers between two updates: plain data, versioned, small. The zero State is a new chat.
type State struct {
	V     int    `json:"v,omitempty"`     // EngineVersion that wrote it
	Seq   int    `json:"seq,omitempty"`   // number of the open prompt; buttons of older prompts carry older numbers
	Draft *Draft `json:"draft,omitempty"` // the report that is being made
	Ask   *Ask   `json:"ask,omitempty"`   // a question outside of a draft
}

// Draft is a report that is being made.
type Draft struct {
	Form    string             `json:"form,omitempty"`    // empty: the form is being chosen
	Version int                `json:"version,omitempty"` // of the catalogue
	Answers map[string]Answer  `json:"answers,omitempty"`
	At      string             `json:"at,omitempty"`     // key of the open question; empty: the card is open
	Back    []string           `json:"back,omitempty"`   // keys of the questions answered, for "quay lại"
	Edit    bool               `json:"edit,omitempty"`   // the open question came from the card
	Soft    string             `json:"soft,omitempty"`   // key of an answer that waits for "Đồng chí xác nhận?"
	Sub     uint64             `json:"sub,omitempty"`    // the submission that this corrects
	Reason  string             `json:"reason,omitempty"` // why it is corrected
	Begun   int64              `json:"begun,omitempty"`  // unix seconds
}

// Answer is one accepted value; which field counts follows from the question's type.
type Answer struct {
	N       int64         `json:"n,omitempty"`
	Hedge   form.Hedge    `json:"h,omitempty"`
	Text    string        `json:"t,omitempty"` // text, or the key of a choice
	Unit    orgunit.ID    `json:"u,omitempty"`
	Days    *period.Range `json:"d,omitempty"`
	Photos  []string      `json:"p,omitempty"`
	Skipped bool          `json:"s,omitempty"`
	Sure    bool          `json:"ok,omitempty"` // confirmed although beyond a soft limit
}

// Ask is a question outside of a draft, with what its answer will do.
type Ask struct {
	What string `json:"what"`
	Arg  string `json:"arg,omitempty"`
}
