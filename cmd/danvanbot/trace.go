package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
)

// errFault is returned for a figure that is not the sum of its submissions.
var errFault = errors.New("the figure is not the sum of its submissions; run danvanbot check")

// runTrace prints the units and the submissions that a figure is the sum of.
func runTrace(ctx context.Context, c console, args []string) error {
	var f summaryFlags
	return runOut(ctx, c, args, outCommand{
		name: "trace", register: f.register, do: func(ctx context.Context, a *app) error { return a.do(ctx, "trace", f.args()) },
	})
}

// traceTask answers from the open data file.
func traceTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	var f summaryFlags
	fs, _ := flags(a.console, "trace")
	f.register(fs)
	if err := parse(fs, args); err != nil {
		return err
	}
	var units, sources report.Trace
	err := db.View(ctx, func(tx *storage.ReadTx) error {
		q, err := a.traceQuery(f, tx.Tree())
		if err != nil {
			return err
		}
		if units, err = report.TraceUnits(tx, tx.Tree(), a.forms, q); err != nil {
			return err
		}
		sources, err = report.TraceSources(tx, tx.Tree(), a.forms, q)
		return err
	})
	if err != nil {
		return err
	}
	sources.Units = units.Units
	if err := a.printTrace(units, sources, f.format); err != nil {
		return err
	}
	if units.Fault || sources.Fault {
		return errFault
	}
	return nil
}

func (a *app) traceQuery(f summaryFlags, tree *orgunit.Tree) (report.TraceQuery, error) {
	q, err := a.query(f, tree)
	if err != nil {
		return report.TraceQuery{}, err
	}
	m := rollup.Measure(f.measure)
	if id, _, ok := m.Parts(); !ok {
		return report.TraceQuery{}, fmt.Errorf("%w: -measure must name a form and a question, such as tuyen_truyen.n, not %q", errUsage, f.measure)
	} else if _, known := a.forms.Form(id); !known {
		return report.TraceQuery{}, fmt.Errorf("%w: there is no form %q", errUsage, id)
	}
	return report.TraceQuery{Query: q, Measure: m, Limit: math.MaxInt32, Who: reporterNumber}, nil
}

// reporterNumber stands for whoever reported: the command 'people' has the names.
func reporterNumber(s form.Submission) string { return "#" + strconv.FormatUint(s.Reporter, 10) }

func (a *app) printTrace(units, sources report.Trace, format string) error {
	w := report.Writer{Texts: a.texts, Lang: a.lang}
	switch format {
	case "text":
		if len(units.Units) > 0 { // a commune has none below it
			fmt.Fprintf(a.out, "%s\n\n", plain(w.Where(units)))
		}
		_, err := fmt.Fprintln(a.out, plain(w.Sources(sources)))
		return err
	case "json":
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		return enc.Encode(sources)
	case "csv":
		return a.writeSources(sources)
	default:
		return fmt.Errorf("%w: -format must be text, csv or json, not %q", errUsage, format)
	}
}

// writeSources writes a submission a line, with a byte order mark for spreadsheets. The values add up to the figure.
func (a *app) writeSources(t report.Trace) error {
	if _, err := io.WriteString(a.out, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(a.out)
	lines := [][]string{{"code", "version", "from", "to", "unit", "unit_name", "reporter", "carried_to", "value"}}
	for _, l := range t.Sources {
		lines = append(lines, safeCells(
			l.Code, strconv.Itoa(l.Version), l.Days.From.String(), l.Days.To.String(), string(l.Unit), l.Name, l.Reporter,
			string(l.Carried), strconv.FormatInt(l.Values[string(t.Measure)], 10),
		))
	}
	return w.WriteAll(lines)
}
