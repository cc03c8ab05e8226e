package form

import (
	"maps"
	"slices"

	"danvanbot/bot/i18n"
)

// Orphan makes up a form for a submission whose own form the catalogue no longer has: its keys stand for labels.
func Orphan(s Submission) Form {
	f := Form{ID: s.Form, Kind: s.Kind, Label: i18n.Text{i18n.VI: s.Form}, Questions: []Question{
		{Key: KeyUnit, Type: Unit, Label: i18n.Text{i18n.VI: "Đơn vị", i18n.EN: "Unit"}},
		{Key: KeyDays, Type: Days, Label: i18n.Text{i18n.VI: "Ngày", i18n.EN: "Date"}},
	}}
	add := func(t Type, keys []string) {
		for _, key := range keys {
			f.Questions = append(f.Questions, Question{Key: key, Type: t, Label: i18n.Text{i18n.VI: key}})
		}
	}
	add(Integer, slices.Sorted(maps.Keys(s.Values)))
	add(Choose, slices.Sorted(maps.Keys(s.Choices)))
	add(Words, slices.Sorted(maps.Keys(s.Texts)))
	return f
}
