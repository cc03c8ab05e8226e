package main

import (
	"context"
	"crypto/sha256"
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
	fs.StringVar(&f.kind, "kind", string(importer.Reports), "reports, stocks, models or units")
	fs.StringVar(&f.calendar, "calendar", period.Plain.ID, "of named periods such as 'tháng 3/2015': duong_lich, nd09, antt_xa or antt_kdc")
	fs.BoolVar(&f.dryRun, "dry-run", false, "only tell what would be done")
	template := fs.String("template", "", "write the template of a kind instead: reports, stocks, models or units")
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
	result, err := a.takeIn(ctx, db, fileImport{data, o, f.dryRun})
	if err != nil {
		return err
	}
	a.tellResult(result, f.dryRun)
	return nil
}

// fileImport is a file and how it is taken in.
type fileImport struct {
	data    []byte
	options importer.Options
	dryRun  bool
}

func (f fileImport) hash() []byte {
	sum := sha256.Sum256(f.data)
	return sum[:]
}

func (a *app) takeIn(ctx context.Context, db *storage.DB, f fileImport) (storage.ImportResult, error) {
	switch f.options.Kind {
	case importer.Models:
		return a.importModels(ctx, db, f)
	case importer.Units:
		return a.importUnits(ctx, db, f)
	default:
		return a.importSubmissions(ctx, db, f)
	}
}

func (a *app) importSubmissions(ctx context.Context, db *storage.DB, f fileImport) (storage.ImportResult, error) {
	rows := readRows(f.data, func(line int, header []string) (rowReader[form.Submission], []importer.Fault) {
		return importer.New(f.options, line, header)
	})
	return db.Import(ctx, storage.Import{
		File: f.hash(), Rows: faultless(ctx, a, rows), DryRun: f.dryRun, Reason: a.texts.T(a.lang, "import.reason"), Progress: a.tellRows,
	})
}

func (a *app) importModels(ctx context.Context, db *storage.DB, f fileImport) (storage.ImportResult, error) {
	rows := readRows(f.data, func(line int, header []string) (rowReader[form.Model], []importer.Fault) {
		return importer.NewModels(f.options, line, header)
	})
	var models []form.Model
	for m, err := range faultless(ctx, a, rows) {
		if err != nil {
			return storage.ImportResult{}, err
		}
		models = append(models, m)
	}
	return db.ImportModels(ctx, storage.ModelImport{File: f.hash(), Models: models, DryRun: f.dryRun, Reason: a.texts.T(a.lang, "import.reason")})
}

// importOptions say how a file is read: by the units that are in force.
func (a *app) importOptions(ctx context.Context, db *storage.DB, f importFlags) (importer.Options, error) {
	cal, ok := period.CalendarByID(f.calendar)
	switch {
	case !ok:
		return importer.Options{}, fmt.Errorf("%w: there is no calendar %q", errUsage, f.calendar)
	case !slices.Contains(importer.Kinds, importer.Kind(f.kind)):
		return importer.Options{}, fmt.Errorf("%w: -kind must be reports, stocks, models or units, not %q", errUsage, f.kind)
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
		return fmt.Errorf("%w: -template must be reports, stocks, models or units, not %q", errUsage, kind)
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
