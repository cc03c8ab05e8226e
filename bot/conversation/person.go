package conversation

import (
	"slices"
	"strconv"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
)

// Role is what a person may do.
type Role string

// The roles, each allowed what the one before is.
const (
	Officer   Role = "officer"   // reports for one unit; sees, corrects and withdraws own reports
	Head      Role = "head"      // the same for the whole unit
	Commander Role = "commander" // summaries of the unit's subtree
	Admin     Role = "admin"     // people, invitations, units
)

// Person is somebody who was invited. Nothing else is kept about anybody.
type Person struct {
	ID      uint64     `cbor:"1,keyasint"`
	Name    string     `cbor:"2,keyasint"` // as the messenger shows it
	Role    Role       `cbor:"3,keyasint"`
	Unit    orgunit.ID `cbor:"4,keyasint"`
	Lang    i18n.Lang  `cbor:"5,keyasint,omitempty"`
	Chats   []chat.Key `cbor:"6,keyasint"` // private chats, the latest used first
	Since   time.Time  `cbor:"7,keyasint"`
	Invited uint64     `cbor:"8,keyasint,omitempty"` // by whom; 0: from the command line
	Gone    bool       `cbor:"9,keyasint,omitempty"` // erased: name and chats are empty

	Suspended bool     `cbor:"10,keyasint,omitempty"` // sees nothing and does nothing until resumed
	For       []uint64 `cbor:"11,keyasint,omitempty"` // whose duties were handed over to this person
}

// Invitation lets one person in. It is bound to a role and a unit, works once, and expires.
type Invitation struct {
	Code    string     `cbor:"1,keyasint"`
	Role    Role       `cbor:"2,keyasint"`
	Unit    orgunit.ID `cbor:"3,keyasint"`
	By      uint64     `cbor:"4,keyasint,omitempty"` // who made it; 0: the command line
	Made    time.Time  `cbor:"5,keyasint"`
	Expires time.Time  `cbor:"6,keyasint"`
	UsedBy  uint64     `cbor:"7,keyasint,omitempty"` // the person who came in by it
	Revoked bool       `cbor:"8,keyasint,omitempty"`
}

// rank orders the roles.
func (r Role) rank() int { return slices.Index([]Role{Officer, Head, Commander, Admin}, r) }

// AtLeast tells whether a role may do what another may.
func (r Role) AtLeast(other Role) bool { return r.rank() >= other.rank() && r.rank() >= 0 }

// Valid tells whether the role is one of those known.
func (r Role) Valid() bool { return r.rank() >= 0 }

// Language is the language that a person chose, or another one; a stranger, nil, chose none.
func (p *Person) Language(otherwise i18n.Lang) i18n.Lang {
	if p == nil || p.Lang == "" {
		return otherwise
	}
	return p.Lang
}

// Called is how a person is named to others: by the number where the messenger shows no name, as the web chat.
func (p Person) Called(texts *i18n.Catalogue, l i18n.Lang) string {
	if p.Name != "" {
		return p.Name
	}
	return texts.T(l, "people.number", "id", strconv.FormatUint(p.ID, 10))
}

// Active tells whether a person may use the bot and is written to.
func (p Person) Active() bool { return !p.Gone && !p.Suspended }

// Answers tells whether a person answers for what somebody reported: the reporter, or who took the duties over.
func (p Person) Answers(reporter uint64) bool {
	return p.ID == reporter || slices.Contains(p.For, reporter)
}

// Sees tells whether a person may see what belongs to a unit: the own unit's subtree, as it is now.
func (p Person) Sees(tree *orgunit.Tree, unit orgunit.ID) bool {
	return p.Active() && tree.Within(tree.Now(unit), tree.Now(p.Unit), orgunit.Latest)
}

// SeesSmall tells whether a person may see small cells of a unit: those of the unit itself, and its commanders.
func (p Person) SeesSmall(tree *orgunit.Tree, unit orgunit.ID) bool {
	return p.Sees(tree, unit) && (p.Role.AtLeast(Commander) || tree.Now(unit) == tree.Now(p.Unit))
}

// SeesAll tells the same of a unit or of every member of a group.
func (p Person) SeesAll(tree *orgunit.Tree, id orgunit.ID) bool {
	group, ok := tree.Group(id)
	if !ok {
		return p.Sees(tree, id)
	}
	return !slices.ContainsFunc(group.Members, func(m orgunit.ID) bool { return !p.Sees(tree, m) })
}

// MayRead tells whether a person may see a submission: officers those that they answer for, the others those of their subtree.
func (p Person) MayRead(tree *orgunit.Tree, s form.Submission) bool {
	return p.Active() && (p.Answers(s.Reporter) || p.Role.AtLeast(Head) && p.Sees(tree, s.Unit))
}

// MayMend tells whether a person may correct or withdraw a submission: who answers for it, or the head of the unit. Those
// above see it and can only ask for a correction.
func (p Person) MayMend(tree *orgunit.Tree, s form.Submission) bool {
	return p.Active() && (p.Answers(s.Reporter) || p.Role == Head && p.Sees(tree, s.Unit))
}

// MayReturn tells whether a person may send a report back: those who lead its unit or a unit above. Who reported it
// corrects it instead.
func (p Person) MayReturn(tree *orgunit.Tree, s form.Submission) bool {
	return p.Role.AtLeast(Head) && p.Sees(tree, s.Unit) && !p.Answers(s.Reporter)
}
