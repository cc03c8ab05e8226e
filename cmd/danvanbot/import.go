package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
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
	rows, err := a.readRows(ctx, data, o)
	if err != nil {
		return err
	}
	sum, storing := sha256.Sum256(data), a.progress("storing")
	result, err := db.Import(ctx, storage.Import{
		File: sum[:], Rows: rows, DryRun: f.dryRun, Reason: a.texts.T(a.lang, "import.reason"), Progress: func(done int) { storing(done, len(rows)) },
	})
	if err != nil {
		return err
	}
	a.tellResult(len(rows), result, f.dryRun)
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

// readRows reads all rows. Faults are printed as they are found.
func (a *app) readRows(ctx context.Context, data []byte, o importer.Options) ([]form.Submission, error) {
	var rows []form.Submission
	var r *importer.Reader
	faults := 0
	tell := func(list []importer.Fault) {
		for _, f := range list {
			if faults++; faults <= maxFaults {
				fmt.Fprintln(a.err, a.faultLine(f))
			}
		}
	}
	for row, err := range sheet.Read(data) {
		switch {
		case err != nil:
			return nil, err
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case r == nil && strings.HasPrefix(row.Cells[0], "#"): // an explanation of the template
			continue
		case r == nil:
			var list []importer.Fault
			if r, list = importer.New(o, row.Line, row.Cells); len(list) > 0 {
				tell(list)
				return nil, fmt.Errorf("%w: %d faults in the header", errFaults, faults)
			}
			continue
		}
		s, list := r.Row(row.Line, row.Cells)
		tell(list)
		if faults == 0 {
			rows = append(rows, s)
		}
		if n := len(rows); n > 0 && n%readStep == 0 {
			fmt.Fprintf(a.err, "read %d rows\n", n)
		}
	}
	if faults > 0 {
		return nil, fmt.Errorf("%w: %d faults, of which at most %d are shown", errFaults, faults, maxFaults)
	}
	return rows, nil
}

// faultLine is a fault for people.
func (a *app) faultLine(f importer.Fault) string {
	if f.Column == "" {
		return a.texts.T(a.lang, "import.at_row", "line", strconv.Itoa(f.Line), "reason", f.Reason)
	}
	return a.texts.T(a.lang, "import.at_cell", "line", strconv.Itoa(f.Line), "column", f.Column, "reason", f.Reason)
}

// readStep is after how many rows it is told that there were so many, as nobody knows how many there are.
const readStep = 50_000

func (a *app) tellResult(rows int, r storage.ImportResult, dry bool) {
	verb := "imported"
	if dry {
		verb = "would import"
	}
	fmt.Fprintf(a.out, "%s %d new and %d changed of %d rows; %d were imported before as they are\n", verb, r.New, r.Changed, rows, r.Known)
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
