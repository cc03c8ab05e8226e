package conversation

import (
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// Env is what Step may look at. It does not change during a step.
type Env struct {
	Forms    *form.Catalogue
	Tree     *orgunit.Tree
	Texts    *i18n.Catalogue
	Words    *viet.Vocabulary
	Calendar period.Calendar
	Zone     *time.Location
	Lang     i18n.Lang // of people who chose none
	Person   *Person   // who writes; nil for a stranger
	Reports  Reports
	Registry Registry // nil: there is none
	Duties   Duties   // nil: the usual plan, and no subscriptions
	Returned Returned // nil: nothing is ever sent back
	Notices  Notices
}

// Reports reads what was submitted. A fault of the store is the caller's to notice; here it looks like "not found".
type Reports interface {
	Submission(id uint64) (form.Submission, bool)
	Recent(reporter uint64, limit int) []form.Submission
	// Within are the submissions of a unit whose day lies in a range, at most limit, without withdrawn ones.
	Within(unit orgunit.ID, days period.Range, limit int) []form.Submission
	// Alike is a report of somebody else that may be of the same event: of the same unit, form and days, not withdrawn,
	// and part of no joint event.
	Alike(s form.Submission) (form.Submission, bool)
}

// Outcome is what a step leads to. What the Acts answer is sent first, then the Replies.
type Outcome struct {
	State   State
	Replies []chat.Reply
	Acts    []Act
}

// Act is something to be done in the same transaction: one of the types of this file.
type Act interface{ act() }

// Submit stores a submission: a new one, or (with an ID) the next version.
type Submit struct {
	Submission form.Submission
	Via        string // the group to be told, see Update.Via; empty: none
}

// Redeem lets the stranger in who sent an invitation's code.
type Redeem struct{ Code string }

// Invite makes an invitation.
type Invite struct {
	Role Role
	Unit orgunit.ID
}

// ListInvitations shows the open invitations.
type ListInvitations struct{}

// Revoke makes an invitation useless.
type Revoke struct{ Code string }

// Summarise answers with a summary.
type Summarise struct {
	Query  Query
	Sought int64  // with Figures: the number whose origin is asked for; 0: none
	Noun   string // as typed behind the number
}

// Change stores the person who writes, changed.
type Change struct{ Person Person }

// ShowUnits answers with what a reorganisation would change.
type ShowUnits struct{ Operations []orgunit.Operation }

// Reorganise carries a reorganisation out.
type Reorganise struct{ Operations []orgunit.Operation }

// Reorganised says what a reorganisation moved besides figures.
type Reorganised struct {
	People      int
	Invitations int
	Targets     int
}

// Erase forgets the name and the chats of the person who writes.
type Erase struct{}

func (Submit) act()          {}
func (Redeem) act()          {}
func (Invite) act()          {}
func (ListInvitations) act() {}
func (Revoke) act()          {}
func (Summarise) act()       {}
func (Change) act()          {}
func (ShowUnits) act()       {}
func (Reorganise) act()      {}
func (Erase) act()           {}
