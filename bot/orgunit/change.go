package orgunit

import "danvanbot/bot/period"

// Changes say what operations do, in their order: what a dry run shows.
type Changes struct {
	Begin  []Begun
	End    []Ended
	Rename []Renamed
	Move   []Moved
	Groups []ID
	People map[ID]ID // whose people, invitations and drafts go to which other unit
}

// Begun is a unit that is new.
type Begun struct {
	ID   ID
	Name string
	On   period.Date
}

// Ended is a unit that ends.
type Ended struct {
	ID   ID
	Name string
	On   period.Date // the first day without it
	Into ID          // who takes it over, with its whole past; empty: nobody
}

// Renamed is a unit that goes on under another name, or with another code.
type Renamed struct {
	ID       ID
	Old, New string
	On       period.Date
}

// Moved is a unit that answers to another one.
type Moved struct {
	ID       ID
	Name     string
	From, To ID // empty: nobody
	On       period.Date
}

// Empty tells whether nothing changes.
func (c Changes) Empty() bool {
	return len(c.Begin)+len(c.End)+len(c.Rename)+len(c.Move)+len(c.Groups) == 0
}
