package conversation

import (
	"slices"
	"time"

	"danvanbot/bot/orgunit"
)

// Announcement is what somebody wrote to the people of a unit's subtree, or of a group of units.
type Announcement struct {
	Entry     uint64     `cbor:"-"` // of the journal, which names the announcement
	By        uint64     `cbor:"1,keyasint"`
	Unit      orgunit.ID `cbor:"2,keyasint"`
	Text      string     `cbor:"3,keyasint"` // as typed
	At        time.Time  `cbor:"4,keyasint"`
	Receivers int        `cbor:"5,keyasint"`
	Reminded  time.Time  `cbor:"6,keyasint,omitempty"` // when those were reminded last who had not acknowledged
}

// Delivery is how far an announcement has come with one receiver.
type Delivery uint8

// The stages of a delivery. The numbers are in the file.
const (
	Waiting      Delivery = iota + 1 // it is yet to be sent
	Delivered                        // the platform has taken it
	Unreachable                      // the platform refused it
	Acknowledged                     // the receiver said so
)

// Receiver is one person to whom an announcement goes.
type Receiver struct {
	Person   uint64
	Delivery Delivery
}

// Notices reads announcements. As with Reports, a fault of the store is the caller's to notice.
type Notices interface {
	// Audience is how many people an announcement of the person who writes would go to.
	Audience(unit orgunit.ID) int
	// Unread is the newest announcement to a person that is not acknowledged; 0: there is none.
	Unread(person uint64) uint64
}

// Receives tells whether a person is among those to whom another one's announcement to a unit or group goes.
func (p Person) Receives(tree *orgunit.Tree, unit orgunit.ID, by uint64) bool {
	if !p.Active() || p.ID == by || len(p.Chats) == 0 {
		return false
	}
	return slices.ContainsFunc(members(tree, unit), func(u orgunit.ID) bool {
		return tree.Within(tree.Now(p.Unit), tree.Now(u), orgunit.Latest)
	})
}

// members are the units of a group, or the unit itself.
func members(tree *orgunit.Tree, unit orgunit.ID) []orgunit.ID {
	if g, ok := tree.Group(unit); ok {
		return g.Members
	}
	return []orgunit.ID{unit}
}

// MayAnnounce tells whether a person may write to everybody of a unit or group: commanders to what they see, heads to
// the own unit.
func (p Person) MayAnnounce(tree *orgunit.Tree, unit orgunit.ID) bool {
	if !p.Role.AtLeast(Commander) {
		return p.Active() && p.Role == Head && unit == p.Unit
	}
	return p.seesAll(tree, unit)
}

// MayFollow tells whether a person may see how far an announcement has come: who wrote it, and those who may write such.
func (p Person) MayFollow(tree *orgunit.Tree, a Announcement) bool {
	return p.Active() && p.Role.AtLeast(Head) && (a.By == p.ID || p.MayAnnounce(tree, a.Unit))
}

func (p Person) seesAll(tree *orgunit.Tree, unit orgunit.ID) bool {
	return !slices.ContainsFunc(members(tree, unit), func(u orgunit.ID) bool { return !p.Sees(tree, u) })
}

// Announce sends an announcement.
type Announce struct{ Announcement Announcement }

// ListAnnouncements answers with the last announcements and how far each has come.
type ListAnnouncements struct{}

// ShowAnnouncement answers with how far one has come, unit by unit.
type ShowAnnouncement struct{ Entry uint64 }

// Nudge sends an announcement again to those who have not acknowledged it.
type Nudge struct{ Entry uint64 }

// Acknowledge notes that the person who writes has read an announcement; with Edit the message says so.
type Acknowledge struct {
	Entry uint64
	Edit  string
}

// ShowNotice answers with the newest announcement that went to the person who writes.
type ShowNotice struct{}

func (Announce) act()          {}
func (ListAnnouncements) act() {}
func (ShowAnnouncement) act()  {}
func (Nudge) act()             {}
func (Acknowledge) act()       {}
func (ShowNotice) act()        {}
