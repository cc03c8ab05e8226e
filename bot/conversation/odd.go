package conversation

import (
	"strconv"
	"strings"

	"danvanbot/bot/period"
)

// ReturnOdd sends a report back for what is odd about it. It fits into a button, which works as long as that is odd.
type ReturnOdd struct {
	Sub    uint64
	Kind   string // of the oddity
	Key    string // the question in doubt; empty: the whole report
	Period period.Period
}

func (ReturnOdd) act() {}

const oddPrefix = "x|"

// Data is the button's data; false where it would be longer than a platform takes.
func (r ReturnOdd) Data() (string, bool) {
	data := oddPrefix + strings.Join([]string{strconv.FormatUint(r.Sub, 10), r.Kind, r.Key, r.Period.Code(), r.Period.Calendar.ID}, "|")
	return data, len(data) <= maxData
}

// ParseOdd reads what Data wrote. Buttons are untrusted: whether there is something odd, and whether the person may send
// the report back, is looked at when it is pressed.
func ParseOdd(data string) (ReturnOdd, bool) {
	rest, ok := strings.CutPrefix(data, oddPrefix)
	parts := strings.Split(rest, "|")
	if !ok || len(parts) != 5 {
		return ReturnOdd{}, false
	}
	id, err := strconv.ParseUint(parts[0], 10, 64)
	p, known := parsePeriod(parts[3], parts[4])
	return ReturnOdd{Sub: id, Kind: parts[1], Key: parts[2], Period: p}, err == nil && known && p.Range.Days() <= maxSpan
}

// ReturnData is the button that asks what of a report is sent back, and why.
func ReturnData(id uint64) string { return verbData(verbReturn, id) }

// returnOdd sends a report back in one tap.
func (t *turn) returnOdd(r ReturnOdd) {
	s, ok := t.found(strconv.FormatUint(r.Sub, 10))
	if ok && t.mayReturn(s) {
		t.act(r)
	}
}
