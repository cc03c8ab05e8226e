package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/importer"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/sheet"
	"danvanbot/storage"
)

// importFlags are what import is told, and what the running bot is told of it.
type importFlags struct {
	kind, calendar string
	dryRun         bool
}

func (f importFlags) args() []string {
	return []string{"-kind=" + f.kind, "-calendar=" + f.calendar, "-dry-run=" + strconv.FormatBool(f.dryRun)}
}

// runImport takes a file in, or writes a template.
func runImport(ctx context.Context, c console, args []string) error {
	var f importFlags
	fs, config := flags(c, "import")
	fs.StringVar(&f.kind, "kind", string(importer.Reports), "reports or stocks")
	fs.StringVar(&f.calendar, "calendar", period.Plain.ID, "of named periods such as 'tháng 3/2015': duong_lich, nd09, antt_xa or antt_kdc")
	fs.BoolVar(&f.dryRun, "dry-run", false, "only tell what would be done")
	template := fs.String("template", "", "write the template of a kind instead: reports or stocks")
	out := fs.String("o", "", "with -template: file to write, .csv or .xlsx; none: CSV to stdout")
	operands, err := parseMixed(fs, args)
	if err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	if *template != "" {
		return a.writeTemplate(*template, *out)
	}
	if len(operands) != 1 {
		return fmt.Errorf("%w: name the file to import", errUsage)
	}
	file, err := os.Open(operands[0]) //nolint:gosec // the file that the operator names
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it was read
	a.file = file
	return a.do(ctx, "import", f.args())
}

// importTask takes in what comes after the arguments.
func importTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	var f importFlags
	fs, _ := flags(a.console, "import")
	fs.StringVar(&f.kind, "kind", "", "")
	fs.StringVar(&f.calendar, "calendar", "", "")
	fs.BoolVar(&f.dryRun, "dry-run", false, "")
	if err := parse(fs, args); err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(a.file, sheet.MaxBytes+1))
	if err != nil {
		return err
	}
	o, err := a.importOptions(ctx, db, f)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	result, err := db.Import(ctx, storage.Import{
		File: sum[:], Rows: a.submissions(ctx, readRows(data, o)), DryRun: f.dryRun, Reason: a.texts.T(a.lang, "import.reason"), Progress: a.tellRows,
	})
	if err != nil {
		return err
	}
	a.tellResult(result, f.dryRun)
	return nil
}

// importOptions say how a file is read: by the units that are in force.
func (a *app) importOptions(ctx context.Context, db *storage.DB, f importFlags) (importer.Options, error) {
	cal, ok := period.CalendarByID(f.calendar)
	switch {
	case !ok:
		return importer.Options{}, fmt.Errorf("%w: there is no calendar %q", errUsage, f.calendar)
	case !slices.Contains(importer.Kinds, importer.Kind(f.kind)):
		return importer.Options{}, fmt.Errorf("%w: -kind must be reports or stocks, not %q", errUsage, f.kind)
	}
	var tree *orgunit.Tree
	err := db.View(ctx, func(tx *storage.ReadTx) error {
		tree = tx.Tree()
		return nil
	})
	return importer.Options{
		Kind: importer.Kind(f.kind), Tree: tree, Forms: a.forms, Texts: a.texts, Lang: a.lang, Today: a.today(), Calendar: cal,
	}, err
}

// maxFaults is how many faults are printed; their number is always told.
const maxFaults = 300

// errFaults is returned for a file with faults, of which nothing was taken in.
var errFaults = errors.New("nothing was imported")

// readRow is what became of one row of a file.
type readRow struct {
	submission form.Submission
	faults     []importer.Fault
	err        error // the file cannot be read on
}

// readRows reads the rows of a file.
func readRows(data []byte, o importer.Options) iter.Seq[readRow] {
	return func(yield func(readRow) bool) {
		var r *importer.Reader
		for row, err := range sheet.Read(data) {
			var read readRow
			switch {
			case err != nil:
				read.err = err
			case r == nil && strings.HasPrefix(row.Cells[0], "#"): // an explanation of the template
				continue
			case r == nil:
				if r, read.faults = importer.New(o, row.Line, row.Cells); len(read.faults) == 0 {
					continue
				}
				read.err = fmt.Errorf("%w: %d faults in the header", errFaults, len(read.faults))
			default:
				read.submission, read.faults = r.Row(row.Line, row.Cells)
			}
			if !yield(read) || read.err != nil {
				return
			}
		}
	}
}

// submissions are the rows of a file up to the first fault. All faults are printed, and then returned as an error.
func (a *app) submissions(ctx context.Context, rows iter.Seq[readRow]) iter.Seq2[form.Submission, error] {
	return func(yield func(form.Submission, error) bool) {
		faults := 0
		for row := range ahead(rows) {
			for _, f := range row.faults {
				if faults++; faults <= maxFaults {
					fmt.Fprintln(a.err, a.faultLine(f))
				}
			}
			if err := cmp.Or(row.err, ctx.Err()); err != nil {
				yield(row.submission, err)
				return
			}
			if faults == 0 && !yield(row.submission, nil) {
				return
			}
		}
		if faults > 0 {
			yield(form.Submission{}, fmt.Errorf("%w: %d faults, of which at most %d are shown", errFaults, faults, maxFaults))
		}
	}
}

// faultLine is a fault for people.
func (a *app) faultLine(f importer.Fault) string {
	if f.Column == "" {
		return a.texts.T(a.lang, "import.at_row", "line", strconv.Itoa(f.Line), "reason", f.Reason)
	}
	return a.texts.T(a.lang, "import.at_cell", "line", strconv.Itoa(f.Line), "column", f.Column, "reason", f.Reason)
}

// rowStep is after how many rows it is told that there were so many, as nobody knows how many there are.
const rowStep = 20_000

func (a *app) tellRows(done int) {
	if done%rowStep == 0 {
		fmt.Fprintf(a.err, "%d rows\n", done)
	}
}

func (a *app) tellResult(r storage.ImportResult, dry bool) {
	verb := "imported"
	if dry {
		verb = "would import"
	}
	fmt.Fprintf(a.out, "%s %d new and %d changed of %d rows; %d were imported before as they are\n", verb, r.New, r.Changed, r.Rows(), r.Known)
	switch {
	case r.Number > 0:
		fmt.Fprintf(a.out, "journal entry %d\n", r.Number)
	case !dry:
		fmt.Fprintln(a.out, "nothing was added")
	}
}

// helpMark stands before the explanations of a CSV template.
const helpMark = "# "

// writeTemplate writes the template of a kind.
func (a *app) writeTemplate(kind, path string) error {
	if !slices.Contains(importer.Kinds, importer.Kind(kind)) {
		return fmt.Errorf("%w: -template must be reports or stocks, not %q", errUsage, kind)
	}
	t := importer.TemplateOf(importer.Options{Kind: importer.Kind(kind), Forms: a.forms, Texts: a.texts, Lang: a.lang})
	rows := append([][]string{t.Header}, t.Example...)
	return a.writeFile(path, func(w io.Writer) error {
		if strings.HasSuffix(path, ".xlsx") {
			help := sheet.Table{Name: a.texts.T(a.lang, "import.sheet_help")}
			for _, line := range t.Help {
				help.Rows = append(help.Rows, []string{line})
			}
			return sheet.WriteXLSX(w, sheet.Table{Name: a.texts.T(a.lang, "import.sheet_rows"), Rows: rows}, help)
		}
		var all [][]string
		for _, line := range t.Help {
			all = append(all, []string{helpMark + line})
		}
		return sheet.WriteCSV(w, sheet.Table{Rows: append(all, rows...)})
	})
}
