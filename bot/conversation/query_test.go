package conversation_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// TestQueryData writes queries as buttons, also those that are long, and reads them back.
func TestQueryData(t *testing.T) {
	t.Parallel()
	tree := orgunit.Sample()
	span := period.NewSpan(period.Plain, period.Range{From: period.NewDate(2010, 6, 17), To: period.NewDate(2020, 2, 7)})
	for _, q := range []conversation.Query{
		{Page: conversation.Totals, Unit: "q-bo-y", Period: period.New(period.ND09, period.Month, 2026, 10)},
		{Page: conversation.Where, Unit: "kv-sa-thay", Period: span, AsWas: true, LastYear: true, Measure: "phat_dong_dia_ban.luot_nguoi", Offset: 120},
		{
			Page: conversation.Listed, Unit: "q-bo-y", Also: []orgunit.ID{"q-sa-thay", "q-dak-to", "k-608-tran-hung-dao", "k-614-dak-to-lung", "kv-dak-to"},
			Period: span, AsWas: true, LastYear: true, Measure: "phat_dong_truong.luot_nguoi", Offset: 999,
		},
	} {
		data := q.Data()
		if len(data) > 62 {
			t.Errorf("got %d bytes, want room for the mark of a file: %s", len(data), data)
		}
		got, parsed := conversation.ParseQuery(data)
		got, known := got.SpellOut(tree, form.Default())
		if !parsed || !known {
			t.Fatalf("%s is not read back", data)
		}
		if len(got.Also) == 0 {
			got.Also = nil
		}
		if diff := cmp.Diff(q, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", data, diff)
		}
	}
	for _, data := range []string{"s|tn|~abc|2026-10|0|", "s|wn|q-bo-y|2026-10|nd09||~zzzzz", "s|tn|~zzzzz|~zz.1|1|"} {
		if q, ok := conversation.ParseQuery(data); ok {
			if _, ok = q.SpellOut(tree, form.Default()); ok {
				t.Errorf("%s stands for something", data)
			}
		}
	}
}

// FuzzQueryData: whatever a button's data is, it is read or refused, and what is read fits into a button again.
func FuzzQueryData(f *testing.F) {
	f.Add("s|tn|q-bo-y|2026-10|nd09|")
	f.Add("f|wtwy|~abcdeABCDE|~a.b|1|9|~12345")
	f.Add("s|on|" + string(province()) + "|0001-01-01..9999-12-31|duong_lich|1|tuyen_truyen.n")
	tree := sample().Tree
	f.Fuzz(func(t *testing.T, data string) {
		q, ok := conversation.ParseQuery(data)
		if !ok {
			_, q, ok = conversation.ParseFile(data)
		}
		if !ok {
			return
		}
		spelled, ok := q.SpellOut(tree, form.Default())
		if !ok || !known(tree, spelled) {
			return
		}
		if again := spelled.Data(); len(again) > 64 {
			t.Fatalf("%q gives %q, which no button takes", data, again)
		}
	})
}

// known tells whether a query names units of ours, as the engine sees to before it offers a button.
func known(tree *orgunit.Tree, q conversation.Query) bool {
	for _, u := range append([]orgunit.ID{q.Unit}, q.Also...) {
		if _, ok := tree.Unit(u); !ok {
			return false
		}
	}
	return true
}
