package rollup_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/rollup"
)

func TestOf(t *testing.T) {
	t.Parallel()
	talk := form.Submission{
		Form: "tuyen_truyen", Kind: form.Event, N: 2,
		Values:  map[string]form.Value{"luot_nguoi": {N: 85, Hedge: form.More}, "bai": {N: 0}},
		Choices: map[string]string{"topic": "atgt"},
	}
	gone := talk
	gone.Gone = true
	tests := []struct {
		name string
		give form.Submission
		want rollup.Row
	}{
		{"event with a choice and a hedge", talk, rollup.Row{
			{"_.reports", 1},
			{"tuyen_truyen.luot_nguoi", 85},
			{"tuyen_truyen.luot_nguoi~more", 1},
			{"tuyen_truyen.n", 2},
			{"tuyen_truyen.topic=atgt.luot_nguoi", 85},
			{"tuyen_truyen.topic=atgt.n", 2},
		}},
		{"count has no n", form.Submission{
			Form: "nguon_tin", Kind: form.Count, N: 9,
			Values:  map[string]form.Value{"nguon_tin": {N: 3}},
			Choices: map[string]string{"field": "antt"},
		}, rollup.Row{
			{"_.reports", 1},
			{"nguon_tin.field=antt.nguon_tin", 3},
			{"nguon_tin.nguon_tin", 3},
		}},
		{"two choices do not multiply", form.Submission{
			Form: "f", Kind: form.Event, N: 1, Choices: map[string]string{"a": "x", "b": "y"},
		}, rollup.Row{{"_.reports", 1}, {"f.a=x.n", 1}, {"f.b=y.n", 1}, {"f.n", 1}}},
		{"zero", form.Submission{Kind: form.Zero}, rollup.Row{{"_.zeros", 1}}},
		{"stock", form.Submission{Kind: form.Stock, Form: "to_annd", Values: map[string]form.Value{"so_luong": {N: 5}}}, nil},
		{"withdrawn", gone, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, rollup.Of(tt.give)); diff != "" {
				t.Errorf("Of (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDeclared(t *testing.T) {
	t.Parallel()
	declare := func(n, members int64) form.Submission {
		return form.Submission{Form: "to_annd", Kind: form.Stock, Values: map[string]form.Value{
			form.StockCount: {N: n, Hedge: form.About}, form.StockMembers: {N: members},
		}}
	}
	got := rollup.Declared(declare(7, 30)).Sub(rollup.Declared(declare(5, 30)))
	if diff := cmp.Diff(rollup.Row{{"to_annd.so_luong", 2}}, got); diff != "" {
		t.Errorf("difference of two declarations (-want +got):\n%s", diff)
	}
	if got := rollup.Declared(form.Submission{Form: "hien_mau", Kind: form.Event, Values: map[string]form.Value{"x": {N: 1}}}); got != nil {
		t.Errorf("got %v declared by an event, want nothing", got)
	}
}
