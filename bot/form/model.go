package form

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// ModelState is how far a model (mô hình) has come.
type ModelState string

// The states of a model, in the order in which it goes through them; it may leave some out.
const (
	Proposed   ModelState = "de_xuat"
	Pilot      ModelState = "thi_diem"
	Recognised ModelState = "cong_nhan"
	Replicated ModelState = "nhan_rong"
	Stopped    ModelState = "dung"
)

// ModelStates are all states in their order.
var ModelStates = []ModelState{Proposed, Pilot, Recognised, Replicated, Stopped}

// Active tells whether a model in this state runs.
func (s ModelState) Active() bool { return s == Pilot || s == Recognised || s == Replicated }

func (s ModelState) rank() int { return slices.Index(ModelStates, s) }

// Stage is one step in a model's life. Being replicated happens again and again, once for each unit that takes it over.
type Stage struct {
	State ModelState  `cbor:"1,keyasint"`
	On    period.Date `cbor:"2,keyasint"`
	Unit  orgunit.ID  `cbor:"3,keyasint,omitempty"` // with Replicated: who took it over
	Sub   uint64      `cbor:"4,keyasint,omitempty"` // the submission that told of it, if one did
}

// Point is in how many places of a unit (villages, schools …) a model runs.
type Point struct {
	Unit orgunit.ID `cbor:"1,keyasint"`
	N    int64      `cbor:"2,keyasint"`
}

// Model is one entry of the registry of models, with its life so far. A change is a new version.
type Model struct {
	ID      uint64        `cbor:"1,keyasint"` // number given by the store, from 1; the same in all versions
	Version int           `cbor:"2,keyasint"` // from 1
	Name    string        `cbor:"3,keyasint"`
	Aliases []string      `cbor:"4,keyasint,omitempty"` // other names that it is known by
	Level   orgunit.Level `cbor:"5,keyasint"`           // that recognises it: Province, District or Commune
	Owner   orgunit.ID    `cbor:"6,keyasint"`           // as it was when the model was entered; see OwnerOn
	Field   string        `cbor:"7,keyasint,omitempty"`
	Stages  []Stage       `cbor:"8,keyasint"` // by day, at least one
	Points  []Point       `cbor:"9,keyasint,omitempty"`
	By      uint64        `cbor:"10,keyasint,omitempty"` // who made this version; 0: the command line
	Reason  string        `cbor:"11,keyasint,omitempty"` // why there is a new version
	Gone    bool          `cbor:"12,keyasint,omitempty"` // entered by mistake: it counts nowhere
	At      time.Time     `cbor:"13,keyasint"`           // when this version was confirmed
}

// maxModelName is how many bytes a name may have.
const maxModelName = 300

// Check says what is wrong with a model, for whoever made it.
func (m Model) Check() error {
	switch {
	case m.Name == "" || len(m.Name) > maxModelName:
		return fmt.Errorf("a model needs a name of at most %d bytes", maxModelName)
	case m.Level != orgunit.Province && m.Level != orgunit.District && m.Level != orgunit.Commune:
		return fmt.Errorf("%q is no level of a model", m.Level)
	case m.Owner == "":
		return errors.New("a model needs an owner")
	case len(m.Stages) == 0:
		return errors.New("a model needs a state")
	}
	for i, s := range m.Stages {
		if s.State.rank() < 0 {
			return fmt.Errorf("%q is no state of a model", s.State)
		}
		if i > 0 && !follows(m.Stages[i-1], s) {
			return fmt.Errorf("%s of %v cannot follow %s of %v", s.State, s.On, m.Stages[i-1].State, m.Stages[i-1].On)
		}
	}
	return nil
}

// follows tells whether a stage may come after another one: later in the life, or replicated once more.
func follows(before, s Stage) bool {
	return before.On <= s.On && (before.State.rank() < s.State.rank() || s.State == Replicated && before.State == Replicated)
}

// StageOn is the stage that a model was in at the end of a day; false before its first one.
func (m Model) StageOn(day period.Date) (Stage, bool) {
	for _, s := range slices.Backward(m.Stages) {
		if s.On <= day {
			return s, true
		}
	}
	return Stage{}, false
}

// ActiveOn tells whether a model runs on a day.
func (m Model) ActiveOn(day period.Date) bool {
	s, ok := m.StageOn(day)
	return ok && s.State.Active() && !m.Gone
}

// ReplicatedIn tells whether a model was taken over by somebody within a range of days.
func (m Model) ReplicatedIn(days period.Range) bool {
	return !m.Gone && slices.ContainsFunc(m.Stages, func(s Stage) bool { return s.State == Replicated && days.Contains(s.On) })
}

// OwnerOn is whose a model is on a day: of whoever took its owner over, or, when nobody did, of the unit above.
func (m Model) OwnerOn(tree *orgunit.Tree, day period.Date) orgunit.ID {
	owner := m.Owner
	for {
		if s, ok := tree.Successor(owner); ok && s.On <= day {
			owner = s.New
			continue
		}
		u, ok := tree.Unit(owner)
		if !ok || u.To == nil || day <= *u.To {
			return owner
		}
		above, ok := tree.Parent(owner, *u.To)
		if !ok {
			return owner
		}
		owner = above
	}
}
