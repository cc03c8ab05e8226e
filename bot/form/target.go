package form

import "danvanbot/bot/orgunit"

// Target (chỉ tiêu) is a goal that a unit was set for one measure in a year. Those of the units below are theirs alone.
type Target struct {
	Unit     orgunit.ID `cbor:"1,keyasint"`
	Form     string     `cbor:"2,keyasint"`
	Key      string     `cbor:"3,keyasint"` // the measure's question; KeyN: the number of events
	Year     int        `cbor:"4,keyasint"`
	Calendar string     `cbor:"5,keyasint"`           // id of the calendar whose year it is
	Goal     int64      `cbor:"6,keyasint,omitempty"` // 0: there is none any more
	By       uint64     `cbor:"7,keyasint,omitempty"` // who set it; 0: the command line
}
