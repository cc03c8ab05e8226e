package conversation

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
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
	// The keys of Limits.
	SettingTelegram      = "telegram_second"
	SettingTelegramChat  = "telegram_chat"
	SettingTelegramGroup = "telegram_group"
	SettingZalo          = "zalo_second"
	SettingZaloChat      = "zalo_chat"
	SettingBulk          = "bulk_percent"
	SettingTries         = "code_tries"
	SettingWrong         = "wrong_codes"
)

// Rules are what an administrator sets for everybody besides the plan of what is due.
type Rules struct {
	Calendar   period.Calendar // of who names none
	InviteDays int             // how long an invitation works, 1 to MostInviteDays
	KeepDays   int             // how long letters that cannot be sent, failed updates, announcements and expired invitations are kept, 1 to MostKeepDays
	Limits
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
	one, known := ruleOf(s.Key)
	if len(s.Value) == 0 || !known {
		return r, nil
	}
	if one.number == nil {
		var id string
		err := json.Unmarshal(s.Value, &id)
		c, known := period.CalendarByID(id)
		if err != nil || !known {
			return r, fmt.Errorf("%w: there is no calendar %s", ErrSetting, s.Value)
		}
		r.Calendar = c
		return r, nil
	}
	var n int
	if err := json.Unmarshal(s.Value, &n); err != nil || n < one.least || n > one.most {
		return r, fmt.Errorf("%w: %s is %d to %d, not %s", ErrSetting, s.Key, one.least, one.most, s.Value)
	}
	*one.number(&r) = n
	return r, nil
}

// NewSetting is a setting with a key of SettingKeys and a value as it is typed: a whole number, a calendar's id, or
// ValueStandard. It fails with ErrSetting.
func NewSetting(key, value string) (Setting, error) {
	r, known := ruleOf(key)
	s := Setting{Key: key}
	switch {
	case key == SettingPlan:
		return planSetting(value)
	case !known:
		return s, fmt.Errorf("%w: there is none called %q", ErrSetting, key)
	case value == ValueStandard:
		return s, nil
	case r.number == nil:
		s.Value, _ = json.Marshal(value) // a text always can be
	default:
		s.Value = []byte(value)
	}
	_, err := Rules{}.With(s)
	return s, err
}

// SettingKey is something that can be set besides the plan, and what it can be.
type SettingKey struct{ Key, Values string }

// SettingKeys are all of them, in the order in which they are shown.
func SettingKeys() []SettingKey {
	var all []SettingKey
	for _, r := range ruleList {
		values := fmt.Sprintf("%d-%d", r.least, r.most)
		if r.number == nil {
			values = ""
			for _, c := range period.Calendars {
				values = strings.TrimSpace(values + " " + c.ID)
			}
		}
		all = append(all, SettingKey{r.key, values})
	}
	return all
}

// Value is a rule's value as NewSetting takes it.
func (r Rules) Value(key string) string {
	one, known := ruleOf(key)
	switch {
	case !known:
		return ""
	case one.number == nil:
		return r.Calendar.ID
	default:
		return itoa(*one.number(&r))
	}
}

// Settings reads what is set.
type Settings interface {
	Setting(key string) (Setting, bool, error)
}

// RulesIn are the rules in force: what is set, and the standard for what is not.
func RulesIn(tx Settings, standard Rules) (Rules, error) {
	for _, r := range ruleList {
		s, ok, err := tx.Setting(r.key)
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
