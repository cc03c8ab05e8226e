package report

import (
	"fmt"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Dossier is everything that a document tells of a unit and a period: the summary, and its figures broken down until
// the reports they come from. It is plain data, so the same Dossier makes the same document, byte for byte.
//
// A measure is named as in "tuyen_truyen.n"; one that is in no map is 0. What is not told (see Figure.Hidden) is in no
// map either, and is named in Hidden.
type Dossier struct {
	Summary  Summary           `json:"summary"`
	Above    string            `json:"above,omitempty"`   // whom the unit answers to: "Công an tỉnh Quảng Ngãi"; of the topmost and of groups ""
	LastYear map[string]int64  `json:"last_year"`         // the same period a year earlier; of stocks at its end
	YearTo   map[string]int64  `json:"year_to"`           // from the begin of the period's year to its end, or as far as it has gone; of stocks at its end
	Hidden   []string          `json:"hidden,omitempty"`  // measures that LastYear or YearTo do not tell
	Targets  []Target          `json:"targets,omitempty"` //
	Units    []SubUnit         `json:"units,omitempty"`   // the units that make up the whole, in Vietnamese order; together they are the whole
	Months   []MonthFigures    `json:"months,omitempty"`  // the reporting months of the period, oldest first; of one month: of its year up to it
	Across   []period.Range    `json:"across,omitempty"`  // days of imported sums that are in none of Months, in order
	Parts    []Breakdown       `json:"parts,omitempty"`   // by topic, programme, beneficiary …
	Models   []ModelLine       `json:"models,omitempty"`  // the registry's models of the unit's subtree
	Sources  []SourceLine      `json:"sources,omitempty"` // the submissions behind the figures, by unit, day and number
	More     bool              `json:"more,omitempty"`    // there are more sources than DossierQuery.Sources
	Late     []SourceLine      `json:"late,omitempty"`    // bổ sung sau kỳ: changes to frozen periods since they were frozen
	Notes    map[string]string `json:"notes,omitempty"`
	Made     Made              `json:"made"`
}

// Made says of which state of knowledge a Dossier is. BuildDossier fills in Tree alone, the caller the rest.
type Made struct {
	Journal uint64    `json:"journal"` // number of the last journal entry that it knows
	At      time.Time `json:"at"`      // when it was asked for
	Tree    string    `json:"tree"`    // hash of the units in force
	Frozen  string    `json:"frozen,omitempty"`
}

// Target is a goal for one measure of a unit in a year.
type Target struct {
	Form       string    `json:"form"`
	Key        string    `json:"key"`
	Icon       string    `json:"icon,omitempty"`
	Label      i18n.Text `json:"label"`
	Noun       i18n.Text `json:"noun,omitempty"`
	Money      bool      `json:"money,omitempty"`
	Year       int       `json:"year"`
	Calendar   string    `json:"calendar"`              // id of the calendar whose year it is
	Goal       int64     `json:"goal"`                  // the unit's own; 0: it was set none
	Below      int64     `json:"below,omitempty"`       // what the units right below were set together
	BelowUnits int       `json:"below_units,omitempty"` // how many of them
	Done       int64     `json:"done"`                  // from the begin of the reporting year to the period's end; of a stock at its end
	Hedge      string    `json:"hedge,omitempty"`       // of Done
}

// ModelLine is one model of the registry as of the dossier's day.
type ModelLine struct {
	ID         uint64      `json:"id"`
	Name       string      `json:"name"`
	Level      string      `json:"level"` // province, district, commune
	Owner      string      `json:"owner"`
	Field      string      `json:"field,omitempty"`
	State      string      `json:"state"` // de_xuat, thi_diem, cong_nhan, nhan_rong, dung
	Since      period.Date `json:"since"`
	Points     int64       `json:"points,omitempty"`     // in how many places it runs
	Replicated bool        `json:"replicated,omitempty"` // somebody took it over within the period
}

// DossierQuery asks for a Dossier.
type DossierQuery struct {
	Query

	Behind  Behind                       // reads targets, models and sources; nil: there are none
	Sources int                          // how many sources at most; 0: none, negative: all
	Who     func(form.Submission) string // names a reporter to whom asks; nil: nobody is named
}

// BuildDossier gathers a Dossier from cells alone. An error is the Source's.
func BuildDossier(src Source, tree *orgunit.Tree, forms *form.Catalogue, q DossierQuery) (Dossier, error) {
	s := scopeOf(tree, q.Query)
	d := Dossier{Made: Made{Tree: tree.Hash()}, Above: s.above()}
	var err error
	if d.Summary, err = Build(src, tree, forms, q.Query); err != nil {
		return d, err
	}
	if err := d.compare(src, s, forms, q.Period); err != nil {
		return d, err
	}
	if d.Months, err = s.months(src, forms, q.Period); err != nil {
		return d, err
	}
	if d.Across, err = s.across(src, d.Months); err != nil {
		return d, err
	}
	row, err := s.sum(src, s.known())
	if err != nil {
		return d, fmt.Errorf("summing %s over %v: %w", q.Unit, s.known(), err)
	}
	d.Parts = breakdowns(forms, row, s.wholeOpen())
	if d.Units, err = s.unitsWithStocks(src, forms); err != nil || q.Behind == nil {
		return d, err
	}
	return d, d.addBehind(s, forms, q)
}

// addBehind fills in what is not in cells: targets, models, and the sources.
func (d *Dossier) addBehind(s scope, forms *form.Catalogue, q DossierQuery) (err error) {
	if d.Targets, err = Targets(q.Behind, s.tree, forms, q.Query); err != nil {
		return err
	}
	registry, err := q.Behind.Models()
	if err != nil {
		return fmt.Errorf("reading the models: %w", err)
	}
	d.Models = Models(registry, s.tree, q.Query)
	if q.Sources == 0 {
		return nil
	}
	stocks := []string{}
	for _, f := range forms.On(s.asOf) {
		if f.Kind == form.Stock {
			stocks = append(stocks, f.ID)
		}
	}
	return s.each(q.Behind, stocks, func(b behind) error {
		switch {
		case restricted(forms, b.Form) && !s.open(b.Unit), len(s.figuresOf(b)) == 0:
			return nil
		case q.Sources > 0 && len(d.Sources) == q.Sources:
			d.More = true
			return errEnough
		}
		d.Sources = append(d.Sources, s.sourceLine(forms, b, q.Who))
		return nil
	})
}

// known are the days of the period that are known.
func (s scope) known() period.Range { return period.Range{From: s.days.From, To: s.asOf} }

// compare fills in the year before and the year so far.
func (d *Dossier) compare(src Source, s scope, forms *form.Catalogue, p period.Period) (err error) {
	year := period.Containing(p.Calendar, period.Year, p.Range.To)
	if d.LastYear, err = s.figures(src, forms, p.LastYear().Range); err != nil {
		return err
	}
	if d.YearTo, err = s.figures(src, forms, period.Range{From: year.Range.From, To: s.asOf}); err != nil {
		return err
	}
	if !s.wholeOpen() {
		d.Hidden = hideIn(forms, d.LastYear)
		for _, m := range hideIn(forms, d.YearTo) {
			d.Hidden = appendOnce(d.Hidden, m)
		}
	}
	return nil
}

// figures are all figures of a range of days by measure, stocks as of its last day.
func (s scope) figures(src Source, forms *form.Catalogue, days period.Range) (map[string]int64, error) {
	row, err := s.sum(src, days)
	if err != nil {
		return nil, fmt.Errorf("summing %s over %v: %w", s.id, days, err)
	}
	level, err := s.sum(src, period.Range{From: period.Dawn, To: days.To})
	if err != nil {
		return nil, fmt.Errorf("summing the stocks of %s: %w", s.id, err)
	}
	figures := flows(forms, row)
	for _, l := range (rows{stock: level}).stocks(forms, days.To) {
		for _, f := range l.Figures {
			figures[string(rollup.MeasureOf(l.Form, f.Key))] = f.N
		}
	}
	return figures, nil
}

// unitsWithStocks are all shares with their figures and stocks.
func (s scope) unitsWithStocks(src Source, forms *form.Catalogue) ([]SubUnit, error) {
	flow, err := s.shareRows(src, s.known())
	if err != nil {
		return nil, err
	}
	level, err := s.levelRows(src)
	if err != nil {
		return nil, err
	}
	if len(level) > len(flow) { // the whole has stocks of its own, and no figures
		flow = append(flow, shareRow{share: level[len(level)-1].share})
	}
	units, err := s.subUnits(src, forms, flow)
	if err != nil {
		return nil, err
	}
	stocks := make([][]Line, len(level))
	for i := range level {
		stocks[i] = rows{stock: level[i].row}.stocks(forms, s.asOf)
	}
	coverLines(forms, stocks, func(i int) bool { return s.open(level[i].id) })
	for i := range stocks {
		units[i].Stocks = stocks[i]
	}
	return units, nil
}
