package viet

import (
	_ "embed" // the vocabulary is part of the program
	"encoding/json"
)

//go:embed vocabulary.json
var defaultWords []byte

// Entries is a vocabulary as data. Phrases are separated by '|'.
type Entries struct {
	Nouns    []NounWords    `json:"nouns"`
	Measures []MeasureNouns `json:"measures"`
	Verbs    []VerbWords    `json:"verbs"`
	Forms    []FormWords    `json:"forms"`
	Choices  []ChoiceWords  `json:"choices"`
	Events   []string       `json:"events"` // the nouns that count events: buoi, dot
	Models   []string       `json:"models"` // names of models, as they are to be written
}

// NounWords names what numbers count: "nguoi" by "người|ng|học sinh".
type NounWords struct {
	Key   string `json:"key"`
	Words string `json:"words"`
}

// MeasureNouns tells which nouns a measure is counted in, and how many of the measure one of them is: km → 1000 met_duong.
type MeasureNouns struct {
	Key  string           `json:"key"`
	From map[string]int64 `json:"from"`
}

// VerbWords are phrases before a number that make its noun another: "trả lời 15 ý kiến".
type VerbWords struct {
	Noun  string `json:"noun"`
	To    string `json:"to"`
	Words string `json:"words"`
}

// Weighted are phrases that speak for a form.
type Weighted struct {
	Words  string  `json:"words"`
	Weight float64 `json:"weight"`
}

// FormWords tells how a form is recognised. Entries of the same ID are joined; those without one are phrases that speak
// for no form, such as "tại nhà văn hóa" beside "tại nhà".
type FormWords struct {
	ID       string             `json:"id"`
	Event    bool               `json:"event"`          // has a number of events
	Measures []string           `json:"measures"`       // the first is the main one
	Words    []Weighted         `json:"words"`          //
	With     []Weighted         `json:"with,omitempty"` // counts only beside one of Words
	Weak     []Weighted         `json:"weak,omitempty"` // counts only beside one of Words, Objects or Signs: giúp, sửa
	Objects  string             `json:"objects,omitempty"`
	Signs    map[string]float64 `json:"signs,omitempty"` // nouns behind a number that speak for it
}

// ChoiceWords tells how a choice of a form is recognised.
type ChoiceWords struct {
	Form     string `json:"form"`
	Question string `json:"question"`
	Key      string `json:"key"`
	Words    string `json:"words"`
}

// DefaultEntries is the project's own vocabulary.
func DefaultEntries() Entries {
	var e Entries
	if err := json.Unmarshal(defaultWords, &e); err != nil {
		panic("viet: vocabulary.json: " + err.Error())
	}
	return e
}

// and joins more entries to e.
func (e Entries) and(more Entries) Entries {
	e.Nouns = append(e.Nouns, more.Nouns...)
	e.Measures = append(e.Measures, more.Measures...)
	e.Verbs = append(e.Verbs, more.Verbs...)
	e.Forms = append(e.Forms, more.Forms...)
	e.Choices = append(e.Choices, more.Choices...)
	e.Events = append(e.Events, more.Events...)
	e.Models = append(e.Models, more.Models...)
	return e
}
