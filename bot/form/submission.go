package form

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// Kind says how a submission is summed.
type Kind uint8

// The kinds of forms and submissions.
const (
	Event Kind = iota + 1 // has a number of events N, default 1
	Count                 // has measures only
	Stock                 // declares how many there are as of a day; never added over time
	Zero                  // declares that nothing happened in a period
)

// Hedge is how sure a value is.
type Hedge uint8

// The hedges.
const (
	Exact Hedge = iota
	About       // khoảng
	More        // hơn, trên
	Less        // gần, dưới
)

// Value is a number that was reported; money is in đồng.
type Value struct {
	N     int64 `cbor:"1,keyasint" json:"n"`
	Hedge Hedge `cbor:"2,keyasint,omitempty" json:"h,omitempty"`
}

// The keys of the two values of a Stock.
const (
	StockCount   = "so_luong"
	StockMembers = "thanh_vien"
)

// Imported says from which row of which import a version came. A correction keeps it.
type Imported struct {
	Import  uint64 `cbor:"1,keyasint"` // journal number of the import
	Key     []byte `cbor:"2,keyasint"` // of the row: the same when the row is imported again
	Content []byte `cbor:"3,keyasint"` // hash of what the row said
}

// Submission is one finished form: what came in, for one unit and one day or range of days.
type Submission struct {
	ID       uint64            `cbor:"1,keyasint"`            // number given by the store, from 1; the same in all versions
	Version  int               `cbor:"2,keyasint"`            // from 1
	Form     string            `cbor:"3,keyasint"`            // the form's id
	Kind     Kind              `cbor:"4,keyasint"`            //
	Unit     orgunit.ID        `cbor:"5,keyasint"`            // the unit as it was on the event's day
	Days     period.Range      `cbor:"6,keyasint"`            // the event's days; of a Stock the day; of a Zero the period
	N        int64             `cbor:"7,keyasint,omitempty"`  // number of events, with Event
	Values   map[string]Value  `cbor:"8,keyasint,omitempty"`  // measures by question key
	Choices  map[string]string `cbor:"9,keyasint,omitempty"`  // topic, programme, beneficiary … by question key
	Texts    map[string]string `cbor:"10,keyasint,omitempty"` // place, partner, note by question key; filtered
	Photos   []string          `cbor:"11,keyasint,omitempty"` // the platform's references
	Reporter uint64            `cbor:"12,keyasint"`           // who reported: the person's number
	By       uint64            `cbor:"13,keyasint,omitempty"` // who made this version; 0: the reporter
	SentAt   time.Time         `cbor:"14,keyasint"`           // when this version was confirmed
	Reason   string            `cbor:"15,keyasint,omitempty"` // why there is a new version
	Gone     bool              `cbor:"16,keyasint,omitempty"` // withdrawn
	Joint    uint64            `cbor:"18,keyasint,omitempty"` // the submission of the same event that counts for this one, too
	Source   string            `cbor:"17,keyasint,omitempty"` // id of the message that it was read from, so that editing it corrects the report
	NHedge   Hedge             `cbor:"21,keyasint,omitempty"` // how sure N is
	Imported *Imported         `cbor:"19,keyasint,omitempty"` // nil: it was reported in a chat
	Sum      bool              `cbor:"20,keyasint,omitempty"` // the total of all Days, which belongs to no single one of them; Event or Count
}

// Day is the day that decides the period of a submission: the last of its days, when the work was done. It also decides
// by which units a Sum is added up, but a Sum lies in a period only when all its days do.
func (s Submission) Day() period.Date { return s.Days.To }

// Code is the short code on a receipt, such as BY-0142. The number alone names the submission; the initials of the
// unit are for the reader.
func (s Submission) Code(tree *orgunit.Tree) string {
	return fmt.Sprintf("%s-%04d", orgunit.Initials(tree.Name(s.Unit, s.Day())), s.ID)
}

// ParseCode reads the number of a code: BY-0142, by 142 and 142 all name submission 142.
func ParseCode(text string) (uint64, bool) {
	text = strings.TrimSpace(text)
	start := strings.LastIndexFunc(text, func(r rune) bool { return r < '0' || r > '9' }) + 1
	if start > 5 { // at most three letters and a separator
		return 0, false
	}
	id, err := strconv.ParseUint(text[start:], 10, 63)
	return id, err == nil && id > 0
}
