package life_test

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
)

// compare lays the file beside the model.
func (l *life) compare() {
	l.t.Helper()
	err := l.db.View(context.Background(), func(tx *storage.ReadTx) error {
		if err := l.compareReports(tx); err != nil {
			return err
		}
		for _, p := range l.people {
			if err := l.compareChat(tx, p); err != nil {
				return err
			}
		}
		for range 6 {
			if err := l.compareTotal(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		l.t.Error(err)
	}
}

// unfollowed are the fields of a submission about which the model says nothing.
var unfollowed = cmpopts.IgnoreFields(form.Submission{}, "SentAt", "Source", "Reason", "By")

func (l *life) compareReports(tx *storage.ReadTx) error {
	l.t.Helper()
	got, err := tx.Submissions(0, 1_000_000)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(l.m.reports, got, unfollowed, cmpopts.EquateEmpty()); diff != "" {
		l.t.Errorf("the reports (-want +got):\n%s", diff)
	}
	open, err := tx.Returns(0)
	var backs, want []sentBack
	for _, r := range open {
		backs = append(backs, sentBack{sub: r.Sub, key: r.Key})
	}
	for _, r := range l.m.returns {
		want = append(want, sentBack{sub: r.sub, key: r.key})
	}
	slices.SortFunc(want, func(a, b sentBack) int { return int(a.sub) - int(b.sub) })
	if diff := cmp.Diff(want, backs, cmp.AllowUnexported(sentBack{}), cmpopts.EquateEmpty()); diff != "" {
		l.t.Errorf("what was sent back (-want +got):\n%s", diff)
	}
	return err
}

// open is what a chat remembers, as far as the model says it.
type open struct {
	Ask, Form, At, Unit, Day string
	Sub, Of                  uint64
	Answers                  map[string]int64
	Ret                      bool
}

func (l *life) compareChat(tx *storage.ReadTx, p *person) error {
	l.t.Helper()
	state, err := tx.State(p.key)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(p.open(), openIn(state)); diff != "" {
		l.t.Errorf("what is open for %s (-want +got):\n%s", p.key.Chat, diff)
	}
	return nil
}

// open is what must be open.
func (p *person) open() (o open) {
	if p.ask != nil {
		o.Ask = p.ask.what
	}
	if d := p.draft; d != nil {
		o.Form, o.At, o.Unit, o.Sub, o.Of, o.Ret = d.form, d.at, string(d.unit), d.sub, d.of, d.ret != nil
		if d.day != 0 {
			o.Day = d.day.String()
		}
		o.Answers = maps.Clone(d.values)
	}
	return o
}

// openIn is what a state says is open.
func openIn(s conversation.State) (o open) {
	if s.Ask != nil {
		o.Ask = s.Ask.What
	}
	d := s.Draft
	if d == nil {
		return o
	}
	o.Form, o.At, o.Sub, o.Of, o.Ret = d.Form, d.At, d.Sub, uint64(d.Of), d.Ret != 0
	o.Answers = map[string]int64{}
	for key, a := range d.Answers.All() {
		switch {
		case key == form.KeyUnit:
			o.Unit = string(a.Unit)
		case key == form.KeyDays && a.Days != nil:
			o.Day = a.Days.To.String()
		case !a.Skipped && (key == units || key == force || key == listeners):
			o.Answers[key] = a.N
		}
	}
	return o
}

// compareTotal adds up a random total by hand.
func (l *life) compareTotal(tx *storage.ReadTx) error {
	l.t.Helper()
	unit := append([]orgunit.ID{province}, l.m.order...)[l.IntN(1+len(l.m.order))]
	view, days := rollup.View(l.IntN(2)), l.someDays()
	row, err := tx.Sum(unit, view, days)
	got := map[rollup.Measure]int64{}
	for _, a := range row {
		if !isStock(a.Measure) {
			got[a.Measure] = a.By
		}
	}
	if diff := cmp.Diff(l.m.total(unit, view, days), got); diff != "" {
		l.t.Errorf("the total of %s, view %v, %v (-want +got):\n%s", unit, view, days, diff)
	}
	return err
}

// isStock tells whether a measure is of a form that declares how many there are.
func isStock(m rollup.Measure) bool {
	id, _, _ := strings.Cut(string(m), ".")
	f, ok := form.Default().Form(id)
	return ok && f.Kind == form.Stock
}

// check lets the file check itself.
func (l *life) check() {
	l.t.Helper()
	found, err := l.db.Check(context.Background(), nil)
	if err != nil {
		l.t.Error(err)
	}
	for _, d := range found {
		l.t.Errorf("check: %s", d)
	}
}
