package conversation_test

import (
	"errors"
	"testing"

	"danvanbot/bot/conversation"
	"danvanbot/bot/period"
)

// set are settings by their keys.
type set map[string]string

func (s set) Setting(key string) (conversation.Setting, bool, error) {
	value, ok := s[key]
	return conversation.Setting{Key: key, Value: []byte(value)}, ok, nil
}

func TestRulesIn(t *testing.T) {
	t.Parallel()
	standard := conversation.Rules{Calendar: period.ND09, InviteDays: 7, KeepDays: 30}
	for name, c := range map[string]struct {
		set  set
		want conversation.Rules
		err  error
	}{
		"nothing is set":       {set{}, standard, nil},
		"all is set":           {set{"calendar": `"duong_lich"`, "invite_days": "14", "retention_days": "90"}, conversation.Rules{Calendar: period.Plain, InviteDays: 14, KeepDays: 90}, nil},
		"something else":       {set{"plan": `{}`}, standard, nil},
		"no such calendar":     {set{"calendar": `"am_lich"`}, standard, conversation.ErrSetting},
		"no text":              {set{"calendar": `7`}, standard, conversation.ErrSetting},
		"no day":               {set{"invite_days": "0"}, standard, conversation.ErrSetting},
		"too many days":        {set{"retention_days": "3651"}, standard, conversation.ErrSetting},
		"not a whole number":   {set{"retention_days": "1.5"}, standard, conversation.ErrSetting},
		"back to the standard": {set{"invite_days": ""}, standard, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := conversation.RulesIn(c.set, standard)
			if got != c.want || !errors.Is(err, c.err) {
				t.Errorf("got %+v and error %v, want %+v and %v", got, err, c.want, c.err)
			}
		})
	}
}
