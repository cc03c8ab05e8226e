package conversation_test

import (
	"errors"
	"strconv"
	"strings"
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
	limited := func(change func(*conversation.Limits)) conversation.Rules {
		r := standard
		change(&r.Limits)
		return r
	}
	for name, c := range map[string]struct {
		set  set
		want conversation.Rules
		err  error
	}{
		"nothing is set": {set{}, standard, nil},
		"all is set":     {set{"calendar": `"duong_lich"`, "invite_days": "14", "retention_days": "90"}, conversation.Rules{Calendar: period.Plain, InviteDays: 14, KeepDays: 90}, nil},
		"limits": {set{"telegram_second": "30", "zalo_chat": "2", "wrong_codes": "20"}, limited(func(l *conversation.Limits) {
			l.Telegram.PerSecond, l.Zalo.ChatSeconds, l.WrongCodes = 30, 2, 20
		}), nil},
		"faster than Telegram takes": {set{"telegram_second": "31"}, standard, conversation.ErrSetting},
		"faster than a group takes":  {set{"telegram_group": "2"}, standard, conversation.ErrSetting},
		"no share at all":            {set{"bulk_percent": "0"}, standard, conversation.ErrSetting},
		"something else":             {set{"plan": `{}`}, standard, nil},
		"no such calendar":           {set{"calendar": `"am_lich"`}, standard, conversation.ErrSetting},
		"no text":                    {set{"calendar": `7`}, standard, conversation.ErrSetting},
		"no day":                     {set{"invite_days": "0"}, standard, conversation.ErrSetting},
		"too many days":              {set{"retention_days": "3651"}, standard, conversation.ErrSetting},
		"not a whole number":         {set{"retention_days": "1.5"}, standard, conversation.ErrSetting},
		"back to the standard":       {set{"invite_days": ""}, standard, nil},
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

// TestNewSetting takes each key's ends, and nothing beyond them.
func TestNewSetting(t *testing.T) {
	t.Parallel()
	for _, k := range conversation.SettingKeys() {
		least, most, numbers := strings.Cut(k.Values, "-")
		if !numbers {
			continue
		}
		low, err := strconv.Atoi(least)
		high, err2 := strconv.Atoi(most)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		for value, want := range map[int]error{low - 1: conversation.ErrSetting, low: nil, high: nil, high + 1: conversation.ErrSetting} {
			s, err := conversation.NewSetting(k.Key, strconv.Itoa(value))
			if !errors.Is(err, want) {
				t.Errorf("%s %d: got error %v, want %v", k.Key, value, err, want)
			}
			if r, err := (conversation.Rules{}).With(s); want == nil && (err != nil || r.Value(k.Key) != strconv.Itoa(value)) {
				t.Errorf("%s %d: got %q and error %v", k.Key, value, r.Value(k.Key), err)
			}
		}
	}
	if _, err := conversation.NewSetting("weather", "1"); !errors.Is(err, conversation.ErrSetting) {
		t.Errorf("another key: got error %v, want ErrSetting", err)
	}
	if _, err := conversation.NewSetting(conversation.SettingPlan, `{"owed":[{"every":"day"}]}`); !errors.Is(err, conversation.ErrSetting) {
		t.Errorf("a plan that makes no sense: got error %v, want ErrSetting", err)
	}
}
