package conversation

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/duty"
	"danvanbot/bot/period"
)

// Setting is something that an administrator changes in the chat, as JSON.
type Setting struct {
	Key   string `cbor:"1,keyasint"`
	Value []byte `cbor:"2,keyasint,omitempty"` // empty: as it is without
	By    uint64 `cbor:"3,keyasint,omitempty"`
}

// The keys of settings.
const (
	SettingPlan     = "plan"     // the plan of what is due, a duty.Plan
	SettingCalendar = "calendar" // the calendar of who names none, its ID
	SettingInvite   = "invite_days"
	SettingKeep     = "retention_days"
)

// Rules are what an administrator sets for everybody besides the plan of what is due.
type Rules struct {
	Calendar   period.Calendar // of who names none
	InviteDays int             // how long an invitation works, 1 to MostInviteDays
	KeepDays   int             // how long letters that cannot be sent, failed updates and announcements are kept, 1 to MostKeepDays
}

// The limits of Rules.
const (
	MostInviteDays = 90
	MostKeepDays   = 3650
)

// ErrSetting is returned for a setting that says nothing sensible.
var ErrSetting = errors.New("the setting is not valid")

// With are the rules with a setting; one of something else, or that sets nothing, changes none.
func (r Rules) With(s Setting) (Rules, error) {
	if len(s.Value) == 0 {
		return r, nil
	}
	switch s.Key {
	case SettingCalendar:
		var id string
		err := json.Unmarshal(s.Value, &id)
		c, known := period.CalendarByID(id)
		if err != nil || !known {
			return r, fmt.Errorf("%w: there is no calendar %s", ErrSetting, s.Value)
		}
		r.Calendar = c
	case SettingInvite:
		return r, days(s, MostInviteDays, &r.InviteDays)
	case SettingKeep:
		return r, days(s, MostKeepDays, &r.KeepDays)
	}
	return r, nil
}

// days reads a number of days.
func days(s Setting, most int, into *int) error {
	var n int
	if err := json.Unmarshal(s.Value, &n); err != nil || n < 1 || n > most {
		return fmt.Errorf("%w: %s is not 1 to %d days", ErrSetting, s.Value, most)
	}
	*into = n
	return nil
}

// Settings reads what is set.
type Settings interface {
	Setting(key string) (Setting, bool, error)
}

// RulesIn are the rules in force: what is set, and the standard for what is not.
func RulesIn(tx Settings, standard Rules) (Rules, error) {
	for _, key := range []string{SettingCalendar, SettingInvite, SettingKeep} {
		s, ok, err := tx.Setting(key)
		if err == nil && ok {
			standard, err = standard.With(s)
		}
		if err != nil {
			return standard, err
		}
	}
	return standard, nil
}

// Subscription is a summary that comes to a person by itself, again and again.
type Subscription struct {
	ID     uint64      `cbor:"1,keyasint,omitempty"` // the number of the journal entry that began it
	Person uint64      `cbor:"2,keyasint"`
	Rhythm duty.Rhythm `cbor:"3,keyasint"`
	Format chat.Format `cbor:"4,keyasint,omitempty"` // empty: a text
	Query  string      `cbor:"5,keyasint"`           // the units, as a button asks for them; the period is that of the rhythm
	At     time.Time   `cbor:"6,keyasint"`           // from when on
	Gone   bool        `cbor:"7,keyasint,omitempty"`
}
