package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/viet"
	"danvanbot/storage"
)

// runTargets sets goals from a file: all of them, or none.
func runTargets(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "targets")
	dry := fs.Bool("dry-run", false, "only say what would change")
	if err := parse(fs, args, "the file to read"); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	path, err := filepath.Abs(fs.Arg(0)) // the running bot may stand in another folder
	if err != nil {
		return err
	}
	return a.do(ctx, "targets", []string{path, strconv.FormatBool(*dry)})
}

// targetColumns are the headings of the file, folded, in the order in which they are named.
var targetColumns = []string{"don vi", "hoat dong", "chi so", "nam", "chi tieu"}

// maxRowErrors is how many rows are named that are wrong.
const maxRowErrors = 20

func targetsTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("%w: targets takes a file", errUsage)
	}
	content, err := os.ReadFile(args[0]) //nolint:gosec // whoever may reach the socket names the file
	if err != nil {
		return err
	}
	rows, err := targetRows(content)
	if err != nil {
		return err
	}
	dry := args[1] == "true"
	var report []string
	set := func(tx *storage.Tx) error {
		goals, err := a.readTargets(tx.Tree(), rows)
		if err != nil {
			return err
		}
		if report, err = a.setTargets(tx, goals); err == nil && dry {
			err = errDryRun
		}
		return err
	}
	if err := db.Update(ctx, set); err != nil && !errors.Is(err, errDryRun) {
		return err
	}
	for _, line := range report {
		fmt.Fprintln(a.out, line)
	}
	return nil
}

// errDryRun takes back what a dry run did.
var errDryRun = errors.New("dry run")

// targetRows reads the lines of the file behind its heading, with the columns in the order of targetColumns.
func targetRows(content []byte) ([][]string, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	if first, _, _ := bytes.Cut(content, []byte("\n")); bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		r.Comma = ';'
	}
	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	} else if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	var at []int
	for _, name := range targetColumns {
		i := slices.IndexFunc(head, func(h string) bool { return fold.Key(h) == name })
		if i < 0 {
			return nil, fmt.Errorf("the file's first line must name the columns đơn vị, hoạt động, chỉ số, năm, chỉ tiêu; %q is missing", name)
		}
		at = append(at, i)
	}
	all, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	rows := make([][]string, 0, len(all))
	for _, line := range all {
		row := make([]string, 0, len(at))
		for _, i := range at {
			row = append(row, strings.TrimSpace(line[i]))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// readTargets makes goals of the rows; the error names every row that is wrong, and why.
func (a *app) readTargets(tree *orgunit.Tree, rows [][]string) ([]form.Target, error) {
	var goals []form.Target
	var wrong []string
	seen := map[form.Target]int{}
	for i, row := range rows {
		g, err := a.readTarget(tree, row)
		key := g
		key.Goal = 0
		if before := seen[key]; err == nil && before > 0 {
			err = fmt.Errorf("the same target as in row %d", before)
		}
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("row %d: %v", i+2, err))
			continue
		}
		seen[key] = i + 2 // as a spreadsheet counts, behind the heading
		goals = append(goals, g)
	}
	if len(wrong) == 0 {
		return goals, nil
	}
	more := ""
	if len(wrong) > maxRowErrors {
		more = fmt.Sprintf("; and %d more", len(wrong)-maxRowErrors)
		wrong = wrong[:maxRowErrors]
	}
	return nil, fmt.Errorf("nothing was changed: %s%s", strings.Join(wrong, "; "), more)
}

func (a *app) readTarget(tree *orgunit.Tree, row []string) (form.Target, error) {
	g := form.Target{Calendar: a.calendar.ID}
	if row[0] == "" {
		return g, errors.New("the unit is missing")
	}
	unit, err := a.unit(tree, row[0])
	if err != nil {
		return g, errors.New(strings.TrimPrefix(err.Error(), errUsage.Error()+": "))
	}
	if _, ok := tree.Unit(unit); !ok {
		return g, fmt.Errorf("%q is a group; a target needs a unit", row[0])
	}
	f, ok := a.formNamed(row[1])
	if !ok {
		return g, fmt.Errorf("there is no activity %q", row[1])
	}
	g.Unit, g.Form = unit, f.ID
	if g.Key, ok = measureNamed(f, row[2]); !ok {
		return g, fmt.Errorf("%q counts no %q", row[1], row[2])
	}
	if g.Year, err = strconv.Atoi(row[3]); err != nil || g.Year < 2000 || g.Year > 2100 {
		return g, fmt.Errorf("%q is no year", row[3])
	}
	n, ok := viet.Number(row[4])
	goal, whole := n.Int()
	if !ok || !whole || !n.Sure() || goal < 0 {
		return g, fmt.Errorf("%q is no number; 0 removes a target", row[4])
	}
	g.Goal = goal
	return g, nil
}

// formNamed finds a form by its id or by its name in either language.
func (a *app) formNamed(name string) (form.Form, bool) {
	key := fold.Key(name)
	for _, f := range a.forms.Forms {
		names := []string{f.ID, f.Label.In(i18n.VI), f.Short.In(i18n.VI), f.Label.In(i18n.EN), f.Short.In(i18n.EN)}
		if key != "" && slices.ContainsFunc(names, func(n string) bool { return fold.Key(n) == key }) {
			return f, true
		}
	}
	return form.Form{}, false
}

// measureNamed finds what a form counts by its key, label or noun; without a name the first.
func measureNamed(f form.Form, name string) (string, bool) {
	key := fold.Key(name)
	if f.Kind == form.Event && (key == "" || key == form.KeyN || key == fold.Key(f.Noun.In(i18n.VI))) {
		return form.KeyN, true
	}
	for _, q := range f.Measures() {
		names := []string{q.Key, q.Label.In(i18n.VI), q.Noun.In(i18n.VI)}
		if key == "" || slices.ContainsFunc(names, func(n string) bool { return fold.Key(n) == key }) {
			return q.Key, true
		}
	}
	return "", false
}

// setTargets stores the goals that differ from those in force and says what changed.
func (a *app) setTargets(tx *storage.Tx, goals []form.Target) ([]string, error) {
	var lines []string
	for _, g := range goals {
		before := int64(0)
		in, err := tx.Targets(g.Unit, g.Year)
		if err != nil {
			return nil, err
		}
		for _, has := range in {
			if has.Form == g.Form && has.Key == g.Key {
				before = has.Goal
			}
		}
		if before == g.Goal {
			continue
		}
		if err := tx.PutTarget(g); err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("%s %s.%s %d: %d -> %d", tx.Tree().Name(g.Unit, a.today()), g.Form, g.Key, g.Year, before, g.Goal))
	}
	return append(lines, fmt.Sprintf("%d targets, %d changed", len(goals), len(lines))), nil
}
