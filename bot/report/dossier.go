package report

import (
	"time"

	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// Dossier is everything that a document tells of a unit and a period: the summary, and its figures broken down until
// the reports they come from. It is plain data, so the same Dossier makes the same document, byte for byte.
type Dossier struct {
	Summary  Summary           `json:"summary"`
	LastYear map[string]int64  `json:"last_year"` // the same period a year earlier, by measure: "tuyen_truyen.n"
	YearTo   map[string]int64  `json:"year_to"`   // from the begin of the period's year to its end, by measure
	Targets  []Target          `json:"targets,omitempty"`
	Units    []SubUnit         `json:"units,omitempty"`  // the units that make up the whole, in Vietnamese order
	Months   []MonthFigures    `json:"months,omitempty"` // the reporting months of the period, oldest first
	Parts    []Breakdown       `json:"parts,omitempty"`  // by topic, programme, beneficiary …
	Models   []ModelLine       `json:"models,omitempty"` // the registry's models of the unit's subtree
	Sources  []SourceLine      `json:"sources,omitempty"`
	Late     []SourceLine      `json:"late,omitempty"` // bổ sung sau kỳ: changes to frozen periods since they were frozen
	Notes    map[string]string `json:"notes,omitempty"`
	Made     Made              `json:"made"`
}

// Made says of which state of knowledge a Dossier is.
type Made struct {
	Journal uint64    `json:"journal"` // number of the last journal entry that it knows
	At      time.Time `json:"at"`      // when it was asked for
	Tree    string    `json:"tree"`    // hash of the units in force
	Frozen  string    `json:"frozen,omitempty"`
}

// Target is a goal for one measure of a unit in a year.
type Target struct {
	Form       string    `json:"form"`
	Key        string    `json:"key"`
	Icon       string    `json:"icon,omitempty"`
	Label      i18n.Text `json:"label"`
	Noun       i18n.Text `json:"noun,omitempty"`
	Money      bool      `json:"money,omitempty"`
	Year       int       `json:"year"`
	Calendar   string    `json:"calendar"`              // id of the calendar whose year it is
	Goal       int64     `json:"goal"`                  // the unit's own; 0: it was set none
	Below      int64     `json:"below,omitempty"`       // what the units right below were set together
	BelowUnits int       `json:"below_units,omitempty"` // how many of them
	Done       int64     `json:"done"`                  // from the begin of the reporting year to the period's end; of a stock at its end
	Hedge      string    `json:"hedge,omitempty"`       // of Done
}

// MonthFigures are the figures of one reporting month, and of the same month a year earlier.
type MonthFigures struct {
	Period   Period           `json:"period"`
	Figures  map[string]int64 `json:"figures"`   // by measure, "tuyen_truyen.n"
	LastYear map[string]int64 `json:"last_year"` //
}

// Breakdown is one form's figures by the choices of one question.
type Breakdown struct {
	Form     string        `json:"form"`
	Question string        `json:"question"`
	Label    i18n.Text     `json:"label"`
	Choices  []ChoiceLines `json:"choices"`
}

// ChoiceLines are the figures that were reported with one choice. Not every report names one: the rest has Key "".
type ChoiceLines struct {
	Key     string    `json:"key"`
	Label   i18n.Text `json:"label"`
	Figures []Figure  `json:"figures"`
}

// ModelLine is one model of the registry as of the dossier's day.
type ModelLine struct {
	ID         uint64      `json:"id"`
	Name       string      `json:"name"`
	Level      string      `json:"level"` // province, district, commune
	Owner      string      `json:"owner"`
	Field      string      `json:"field,omitempty"`
	State      string      `json:"state"` // de_xuat, thi_diem, cong_nhan, nhan_rong, dung
	Since      period.Date `json:"since"`
	Points     int64       `json:"points,omitempty"`     // in how many places it runs
	Replicated bool        `json:"replicated,omitempty"` // somebody took it over within the period
}

// SourceLine is one submission behind the figures.
type SourceLine struct {
	ID       uint64           `json:"id"`
	Code     string           `json:"code"`
	Version  int              `json:"version"`
	Days     period.Range     `json:"days"`
	Unit     orgunit.ID       `json:"unit"`
	Name     string           `json:"name"` // of the unit on the day
	Reporter string           `json:"reporter,omitempty"`
	Form     string           `json:"form"`
	Label    i18n.Text        `json:"label"`
	Values   map[string]int64 `json:"values"` // by measure
	Sum      bool             `json:"sum,omitempty"`
}
