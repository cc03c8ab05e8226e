package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"danvanbot/bot/export"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/storage"
)

// exportFlags say which submissions are printed, and how.
type exportFlags struct {
	format string
	since  uint64
	small  bool // tell small figures
	file   namedFile
}

func (f *exportFlags) register(fs *flag.FlagSet) {
	fs.StringVar(&f.format, "format", "csv", "csv or jsonl")
	fs.Uint64Var(&f.since, "since", 0, "only submissions after this number")
	registerSmall(fs, &f.small)
	f.file.register(fs)
}

// runExport prints the newest version of every submission.
func runExport(ctx context.Context, c console, args []string) error {
	var f exportFlags
	return runOut(ctx, c, args, outCommand{name: "export", register: f.register, do: func(ctx context.Context, a *app) error { return a.export(ctx, f) }})
}

func (a *app) export(ctx context.Context, f exportFlags) error {
	if f.format != "csv" && f.format != "jsonl" {
		return fmt.Errorf("%w: -format must be csv or jsonl", errUsage)
	}
	number, tell := strconv.FormatUint(f.since, 10), strconv.FormatBool(f.small)
	if f.file.path != "" {
		return a.onFile(ctx, f.file, childCall{
			"export", []string{f.format, number, tell}, "export", []string{"-format", f.format, "-since", number, "-small=" + tell},
		})
	}
	return a.do(ctx, "export", []string{f.format, number, tell})
}

// exportPage is how many submissions are read in one view, so that none is long.
const exportPage = 1000

func exportTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("%w: export takes a format, a number, and whether to tell small figures", errUsage)
	}
	since, err := strconv.ParseUint(args[1], 10, 63)
	if err != nil {
		return fmt.Errorf("%w: -since: %w", errUsage, err)
	}
	write, flush := a.rowWriter(args[0])
	for {
		page, tree, err := readPage(ctx, db, since)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return flush()
		}
		for _, s := range page {
			r := recordOf(tree, s)
			if args[2] != "true" && a.restricted(s) {
				r.hide()
			}
			if err := write(r); err != nil {
				return err
			}
		}
		since = page[len(page)-1].ID
	}
}

func readPage(ctx context.Context, db *storage.DB, since uint64) (page []form.Submission, tree *orgunit.Tree, err error) {
	err = db.View(ctx, func(tx *storage.ReadTx) error {
		tree = tx.Tree()
		page, err = tx.Submissions(since, exportPage)
		return err
	})
	return page, tree, err
}

// rowWriter writes submissions as CSV (with a byte order mark, for spreadsheets) or as JSON lines.
func (a *app) rowWriter(format string) (write func(record) error, flush func() error) {
	if format == "jsonl" {
		enc := json.NewEncoder(a.out)
		return func(r record) error { return enc.Encode(r) }, func() error { return nil }
	}
	w := csv.NewWriter(a.out)
	_, bomErr := io.WriteString(a.out, "\ufeff")
	err := cmp.Or(bomErr, w.Write([]string{"code", "version", "form", "unit", "unit_name", "from", "to", "n", "values", "choices", "texts", "withdrawn", "hidden"}))
	return func(r record) error {
			return cmp.Or(err, w.Write(safeCells(
				r.Code, strconv.Itoa(r.Version), r.Form, r.Unit, r.Name, r.From, r.To, strconv.FormatInt(r.N, 10),
				pairs(r.Values), pairs(r.Choices), pairs(r.Texts), strconv.FormatBool(r.Withdrawn), strconv.FormatBool(r.Hidden),
			)))
		}, func() error {
			w.Flush()
			return w.Error()
		}
}

// record is a submission as it is exported: no person in it.
type record struct {
	Code      string            `json:"code"`
	Version   int               `json:"version"`
	Form      string            `json:"form"`
	Unit      string            `json:"unit"`
	Name      string            `json:"unit_name"`
	From      string            `json:"from"`
	To        string            `json:"to"`
	N         int64             `json:"n,omitempty"`
	Values    map[string]int64  `json:"values,omitempty"`
	Choices   map[string]string `json:"choices,omitempty"`
	Texts     map[string]string `json:"texts,omitempty"`
	Withdrawn bool              `json:"withdrawn,omitempty"`
	Hidden    bool              `json:"hidden,omitempty"` // values, choices and texts are not told
}

// restricted tells whether a submission may point at a person, so that its values are told on demand only.
func (a *app) restricted(s form.Submission) bool {
	f, ok := a.forms.Form(s.Form)
	return ok && f.Restricted
}

// hide takes out what a submission says.
func (r *record) hide() { r.N, r.Values, r.Choices, r.Texts, r.Hidden = 0, nil, nil, nil, true }

func recordOf(tree *orgunit.Tree, s form.Submission) record {
	values := map[string]int64{}
	for key, v := range s.Values {
		values[key] = v.N
	}
	return record{
		Code: s.Code(tree), Version: s.Version, Form: s.Form, Unit: string(s.Unit), Name: tree.Name(s.Unit, s.Day()),
		From: s.Days.From.String(), To: s.Days.To.String(), N: s.N, Values: values, Choices: s.Choices, Texts: s.Texts, Withdrawn: s.Gone,
	}
}

// pairs prints a map as "a=1; b=2", in order.
func pairs[V any](m map[string]V) string {
	text := ""
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if text != "" {
			text += "; "
		}
		text += fmt.Sprintf("%s=%v", key, m[key])
	}
	return text
}

// safeCells keeps a spreadsheet from taking a text for a formula. No number here is negative.
func safeCells(row ...string) []string {
	for i, cell := range row {
		row[i] = export.Safe(cell)
	}
	return row
}
