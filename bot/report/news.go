package report

import (
	"cmp"
	"fmt"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/rollup"
)

// NewsSource reads what changed. A read transaction of the store is one.
type NewsSource interface {
	Source
	// Head is the number of the last journal entry.
	Head() (uint64, error)
	// Since calls yield for every version that was journaled after a number, oldest first.
	Since(after uint64, yield func(number uint64, s form.Submission) error) error
	// Versions are all versions of a submission, oldest first.
	Versions(id uint64) ([]form.Submission, error)
}

// NewsQuery asks what changed since something was told.
type NewsQuery struct {
	Query

	Since         rollup.Told
	Offset, Limit int                        // of the reports that are listed
	Most          int                        // so many journal entries are read at most; with more the figures alone are compared
	May           func(form.Submission) bool // which submissions whoever asks may read; nil: all
}

// News is what became of figures since somebody was told them.
type News struct {
	Summary Summary     `json:"summary"` // as it is now
	Since   rollup.Told `json:"-"`
	Changes []Change    `json:"changes"`
	Heard   int         `json:"heard"` // of how many communes something had been heard

	Came      int          `json:"came"`      // reports that count and did not
	Corrected int          `json:"corrected"` // that count as before, in another version
	Withdrawn int          `json:"withdrawn"` // that counted and do no longer
	Reports   []NewsReport `json:"reports"`   // the newest first
	Offset    int          `json:"offset"`    // of the first of Reports
	Total     int          `json:"total"`     // of Reports, those not listed here included
	Others    int          `json:"others"`    // further ones that whoever asks is not shown
	TooMany   bool         `json:"too_many"`  // too much was journaled since: reports are not looked for
}

// Change is a figure that is another than before.
type Change struct {
	Form   string    `json:"form"`
	Icon   string    `json:"icon,omitempty"`
	Label  i18n.Text `json:"label"`
	Figure Figure    `json:"figure"` // Before is what was told; Alone: nothing was
}

// What became of a report, as values of NewsReport.Kind.
const (
	NewsCame      = "came"
	NewsCorrected = "corrected"
	NewsWithdrawn = "withdrawn"
)

// NewsReport is a report that came, was corrected, or was withdrawn. A declaration that nothing happened has no Label.
type NewsReport struct {
	SourceLine

	Kind   string `json:"kind"`
	Icon   string `json:"icon,omitempty"`
	Figure Figure `json:"figure"` // the first of its form, with Before as it was; Key "" if it has none
}

// Empty tells whether nothing changed.
func (n News) Empty() bool {
	return len(n.Changes) == 0 && n.Came+n.Corrected+n.Withdrawn == 0 && n.Heard == n.Summary.Complete.Reported
}

// Next is the offset of the page after, if there is one.
func (n News) Next() (offset int, ok bool) {
	offset = n.Offset + len(n.Reports)
	return offset, offset > n.Offset && offset < n.Total
}

// ToldBy is what a summary tells. The caller adds its number and time.
func ToldBy(s Summary) rollup.Told {
	t := rollup.Told{Figures: map[rollup.Measure]int64{}, Heard: s.Complete.Reported}
	for _, l := range append(append([]Line{}, s.Lines...), s.Stocks...) {
		for _, f := range l.Figures {
			switch m := rollup.MeasureOf(l.Form, f.Key); {
			case f.Hidden != "":
				t.Hidden = append(t.Hidden, m)
			case f.N != 0:
				t.Figures[m] = f.N
			}
		}
	}
	return t
}

// NewsSince tells what changed since something was told of the same unit, period and view. An error is the source's.
func NewsSince(src NewsSource, tree *orgunit.Tree, forms *form.Catalogue, q NewsQuery) (News, error) {
	n := News{Since: q.Since, Heard: q.Since.Heard, Offset: q.Offset}
	var err error
	if n.Summary, err = Build(src, tree, forms, q.Query); err != nil {
		return n, err
	}
	n.Changes = changes(forms, q.Since, n.Summary)
	head, err := src.Head()
	if err != nil {
		return n, fmt.Errorf("reading the journal's head: %w", err)
	}
	if head < q.Since.Number || head-q.Since.Number > uint64(max(q.Most, 0)) {
		n.TooMany = true
		return n, nil
	}
	return n, n.addReports(src, scopeOf(tree, q.Query), forms, q)
}

// changes are the figures that differ from what was told, in the summary's order; those that are gone come last.
func changes(forms *form.Catalogue, told rollup.Told, s Summary) []Change {
	list := []Change{}
	seen := map[rollup.Measure]bool{}
	for _, l := range append(append([]Line{}, s.Lines...), s.Stocks...) {
		for _, f := range l.Figures {
			m := rollup.MeasureOf(l.Form, f.Key)
			seen[m] = true
			hidden := slices.Contains(told.Hidden, m)
			if hidden == (f.Hidden != "") && told.Figures[m] == f.N {
				continue
			}
			f.Before, f.Alone = told.Figures[m], hidden
			list = append(list, Change{l.Form, l.Icon, l.Short, f})
		}
	}
	for _, f := range forms.Forms {
		for key := range keysOf(f) {
			m := rollup.MeasureOf(f.ID, key)
			if hidden := slices.Contains(told.Hidden, m); !seen[m] && (hidden || told.Figures[m] != 0) {
				list = append(list, Change{f.ID, f.Icon, shortOf(f), figureOf(f, key, Figure{Before: told.Figures[m], Alone: hidden})})
			}
		}
	}
	return list
}

// version is a submission that has new versions: what it was, and what it is. One that was not is Gone.
type version struct {
	number        uint64 // of the newest
	before, after form.Submission
}

// addReports finds the reports that came, were corrected and were withdrawn.
func (n *News) addReports(src NewsSource, s scope, forms *form.Catalogue, q NewsQuery) error {
	list, err := versionsSince(src, q.Since.Number)
	if err != nil {
		return err
	}
	for _, v := range list {
		kind := n.count(s.holds(v.before), s.holds(v.after))
		if kind == "" {
			continue
		}
		shown := v.after
		if kind == NewsWithdrawn {
			shown = v.before
		}
		switch {
		case restricted(forms, shown.Form) && !s.open(shown.Unit), q.May != nil && !q.May(shown):
			n.Others++
		default:
			if n.Total >= q.Offset && len(n.Reports) < q.Limit {
				n.Reports = append(n.Reports, s.newsReport(forms, v, shown, kind))
			}
			n.Total++
		}
	}
	return nil
}

// count counts a report by whether it did and does count for the figures.
func (n *News) count(did, does bool) (kind string) {
	switch {
	case does && !did:
		n.Came++
		return NewsCame
	case does:
		n.Corrected++
		return NewsCorrected
	case did:
		n.Withdrawn++
		return NewsWithdrawn
	default:
		return ""
	}
}

// versionsSince are the submissions that have versions after a number, the newest first.
func versionsSince(src NewsSource, number uint64) ([]version, error) {
	byID, first := map[uint64]*version{}, map[uint64]int{}
	err := src.Since(number, func(n uint64, s form.Submission) error {
		v, known := byID[s.ID]
		if !known {
			v = &version{before: form.Submission{Gone: true}}
			byID[s.ID], first[s.ID] = v, s.Version
		}
		v.number, v.after = n, s
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading what was journaled after %d: %w", number, err)
	}
	list := make([]version, 0, len(byID))
	for id, v := range byID {
		if first[id] > 1 {
			all, err := src.Versions(id)
			if err != nil {
				return nil, fmt.Errorf("reading the versions of submission %d: %w", id, err)
			}
			v.before = all[min(first[id], len(all))-2]
		}
		list = append(list, *v)
	}
	slices.SortFunc(list, func(a, b version) int { return cmp.Compare(b.number, a.number) })
	return list, nil
}

// holds tells whether a version counts for the figures of the scope: what happened in the known days of the period, stocks up to
// its end, and declarations that nothing happened for a period that ends in it.
func (s scope) holds(v form.Submission) bool {
	day := v.Day()
	var in bool
	switch {
	case v.Gone:
	case v.Kind == form.Stock:
		in = day <= s.asOf
	case v.Kind == form.Zero:
		in = s.days.Contains(day)
	default:
		in = s.known().Contains(day) && (!v.Sum || v.Days.From >= s.days.From)
	}
	return in && s.times(v.Unit, day) != 0
}

// newsReport tells one report with its first figure.
func (s scope) newsReport(forms *form.Catalogue, v version, shown form.Submission, kind string) NewsReport {
	r := NewsReport{Kind: kind, SourceLine: s.sourceLine(forms, behind{Submission: shown, times: 1}, nil)}
	f, known := forms.Form(shown.Form)
	if known {
		r.Icon, r.Label = f.Icon, shortOf(f)
	} else if shown.Kind == form.Zero {
		r.Label = nil
	}
	was, is := saidBy(v.before), saidBy(v.after)
	for key := range keysOf(f) {
		m := rollup.MeasureOf(f.ID, key)
		if was.Get(m) != 0 && v.before.Form == f.ID || is.Get(m) != 0 {
			r.Figure = figureOf(f, key, Figure{N: is.Get(m), Before: was.Get(m)})
			break
		}
	}
	return r
}

// saidBy are the figures of a version, of whatever kind.
func saidBy(v form.Submission) rollup.Row { return rollup.Of(v).Add(rollup.Declared(v)) }
