package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"

	"danvanbot/bot"
	"danvanbot/bot/chart"
	"danvanbot/bot/chat"
	"danvanbot/bot/export"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
	"danvanbot/bot/viet"
	"danvanbot/storage"
)

// runSummary prints what /summary answers.
func runSummary(ctx context.Context, c console, args []string) error {
	var f summaryFlags
	return runOut(ctx, c, args, outCommand{
		name:     "summary",
		register: func(fs *flag.FlagSet) { f.register(fs); f.registerFull(fs) },
		do: func(ctx context.Context, a *app) error {
			return a.do(ctx, "summary", append(f.args(), fmt.Sprintf("-full=%v", f.full)))
		},
	})
}

type summaryFlags struct {
	unit, period, calendar, view, format, chart, measure string

	small bool // tell small figures
	full  bool // of JSON: everything, not the summary alone
}

func (f *summaryFlags) register(fs *flag.FlagSet) {
	fs.StringVar(&f.unit, "unit", "", "unit or group by id, code or name; none: the whole")
	fs.StringVar(&f.period, "period", "", "period as people write it, or 2010-06-17..2020-02-07; none: this month")
	fs.StringVar(&f.calendar, "calendar", "", "nd09, duong_lich, antt_xa or antt_kdc; none: as configured")
	fs.StringVar(&f.view, "view", "now", "now: by today's units; was: by the units of the time")
	fs.StringVar(&f.format, "format", "text", "text, json, csv, xlsx, docx or png")
	fs.StringVar(&f.chart, "chart", string(chart.Trend), "what a png shows: trend, units or targets")
	fs.StringVar(&f.measure, "measure", "", "figure of a png, such as tuyen_truyen.n; none: the one there is most of")
	registerSmall(fs, &f.small)
}

// registerSmall is the flag of all commands that can tell what only the reporting unit and its commanders see in the chat.
func registerSmall(fs *flag.FlagSet, small *bool) {
	fs.BoolVar(small, "small", false, "tell small figures of restricted forms, and the submissions behind them")
}

// registerFull is a flag of summaries alone.
func (f *summaryFlags) registerFull(fs *flag.FlagSet) {
	fs.BoolVar(&f.full, "full", false, "json: with the units, months, targets, models and submissions behind the figures")
}

func (f *summaryFlags) args() []string {
	return []string{
		"-unit", f.unit, "-period", f.period, "-calendar", f.calendar, "-view", f.view,
		"-format", f.format, "-chart", f.chart, "-measure", f.measure, fmt.Sprintf("-small=%v", f.small),
	}
}

// summaryTask answers from the open data file.
func summaryTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	var f summaryFlags
	fs, _ := flags(a.console, "summary")
	f.register(fs)
	f.registerFull(fs)
	if err := parse(fs, args); err != nil {
		return err
	}
	write, ok := summaryFormats[f.format]
	if !ok {
		return fmt.Errorf("%w: -format must be text, json, csv, xlsx, docx or png, not %q", errUsage, f.format)
	}
	if !slices.Contains(chart.Kinds(), chart.Kind(f.chart)) {
		return fmt.Errorf("%w: -chart must be trend, units or targets, not %q", errUsage, f.chart)
	}
	var d report.Dossier
	err := db.View(ctx, func(tx *storage.ReadTx) error {
		q, err := a.query(f, tx.Tree())
		if err != nil {
			return err
		}
		d, err = a.dossier(tx, q, f)
		return err
	})
	if err != nil {
		return err
	}
	return write(a, d, f)
}

// dossier reads what a format tells. Whoever runs the command may read the data file, but what it prints goes on to others:
// small figures are told on demand only, and reporters by number.
func (a *app) dossier(tx *storage.ReadTx, q report.Query, f summaryFlags) (d report.Dossier, err error) {
	if f.format == "text" || f.format == "json" && !f.full {
		if d.Summary, err = report.Build(tx, tx.Tree(), a.forms, q); err != nil {
			return d, err
		}
		if err = report.AddShares(tx, tx.Tree(), a.forms, q, &d.Summary); err != nil || f.format == "text" {
			return d, err
		}
		registry, err := tx.Models()
		d.Models = report.Models(registry, tx.Tree(), q)
		return d, err
	}
	dq := report.DossierQuery{Query: q, Behind: tx, Sources: bot.SourcesIn(chat.Format(f.format)), Who: reporterNumber}
	if f.format == "json" {
		dq.Sources = -1
	}
	if d, err = report.BuildDossier(tx, tx.Tree(), a.forms, dq); err != nil {
		return d, err
	}
	if d.Late, err = bot.Late(tx, a.forms, q); err != nil {
		return d, err
	}
	d.Made.At = a.now()
	d.Made.Journal, err = tx.Head()
	return d, err
}

// summaryFormats write a summary, each in its way.
var summaryFormats = map[string]func(*app, report.Dossier, summaryFlags) error{
	"text": func(a *app, d report.Dossier, _ summaryFlags) error {
		_, err := fmt.Fprintln(a.out, plain(report.Writer{Texts: a.texts, Lang: a.lang}.Summary(d.Summary)))
		return err
	},
	"json": func(a *app, d report.Dossier, f summaryFlags) error {
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		if f.full {
			return enc.Encode(d)
		}
		return enc.Encode(struct {
			report.Summary

			Models []report.ModelLine `json:"models,omitempty"`
		}{d.Summary, d.Models})
	},
	"csv":  fileFormat(export.CSV),
	"xlsx": fileFormat(export.Xlsx),
	"docx": fileFormat(export.Docx),
	"png": func(a *app, d report.Dossier, f summaryFlags) error {
		b, err := chart.PNG(d, chart.Options{Lang: a.lang, Kind: chart.Kind(f.chart), Measure: f.measure})
		if err != nil {
			return err
		}
		_, err = a.out.Write(b)
		return err
	},
}

func fileFormat(make func(report.Dossier, export.Options) ([]byte, error)) func(*app, report.Dossier, summaryFlags) error {
	return func(a *app, d report.Dossier, _ summaryFlags) error {
		b, err := make(d, export.Options{Lang: a.lang, Template: &a.template})
		if err != nil {
			return err
		}
		_, err = a.out.Write(b)
		return err
	}
}

// plain takes the few tags out that chats understand.
func plain(text string) string {
	return strings.NewReplacer("<b>", "", "</b>", "", "<i>", "", "</i>", "", "&lt;", "<", "&gt;", ">", "&amp;", "&", "&#39;", "'", "&#34;", `"`).Replace(text)
}

// query turns the flags into what to sum.
func (a *app) query(f summaryFlags, tree *orgunit.Tree) (report.Query, error) {
	cal := a.calendar
	if f.calendar != "" {
		var ok bool
		if cal, ok = period.CalendarByID(f.calendar); !ok {
			return report.Query{}, fmt.Errorf("%w: there is no calendar %q", errUsage, f.calendar)
		}
	}
	q := report.Query{
		Period: period.MonthOf(cal, a.today()), View: rollup.Now, Today: a.today(), Clear: func(orgunit.ID) bool { return f.small },
	}
	if f.period != "" {
		p, rest, ok := viet.Period(f.period, a.today(), cal)
		if !ok || rest != "" {
			return q, fmt.Errorf("%w: -period %q is not understood; for example: tháng 10, quý III/2025, 2026, 1/3-31/3", errUsage, f.period)
		}
		q.Period = p
	}
	switch f.view {
	case "now":
	case "was":
		q.View = rollup.Was
	default:
		return q, fmt.Errorf("%w: -view must be now or was, not %q", errUsage, f.view)
	}
	unit, err := a.unit(tree, f.unit)
	q.Unit = unit
	return q, err
}

// unit finds a unit or group by id, code or name.
func (a *app) unit(tree *orgunit.Tree, name string) (orgunit.ID, error) {
	if name == "" {
		return tree.Roots(a.today())[0], nil
	}
	if _, ok := tree.Unit(orgunit.ID(name)); ok {
		return orgunit.ID(name), nil
	}
	found := tree.Find(name, a.today())
	if len(found) == 1 && found[0].Distance < 2 {
		return found[0].ID, nil
	}
	if len(found) == 0 {
		return "", fmt.Errorf("%w: there is no unit %q", errUsage, name)
	}
	var names []string
	for _, m := range found {
		names = append(names, fmt.Sprintf("%s (%s)", m.Name, m.ID))
	}
	return "", fmt.Errorf("%w: %q can be %s; name one by its id", errUsage, name, strings.Join(names, ", "))
}
