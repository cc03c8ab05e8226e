package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What a reader can hold in mind at once; the style guide's budgets.
const (
	maxFileLines     = 400
	maxFunctionLines = 50
)

// source is the parsed non-test Go code of the module, each file under its path from the root.
type source struct {
	fset  *token.FileSet
	files map[string]*ast.File
}

func TestEveryPackageHasOnePackageComment(t *testing.T) {
	t.Parallel()
	comments := map[string][]string{}
	src := parseModule(t)
	for path, file := range src.files {
		dir := filepath.Dir(path)
		comments[dir] = append(comments[dir], docFile(t, path, file)...)
	}
	for dir, in := range comments {
		switch slices.Sort(in); len(in) {
		case 0:
			t.Errorf("%s: no package comment; say in doc.go what it is, what is promised, what is not", dir)
		case 1:
		default:
			t.Errorf("%s: %d package comments, want one: %s", dir, len(in), strings.Join(in, ", "))
		}
	}
}

// docFile returns path if the file carries a package comment, and holds its first words.
func docFile(t *testing.T, path string, file *ast.File) []string {
	t.Helper()
	if file.Doc == nil {
		return nil
	}
	want := "Package " + file.Name.Name + " "
	if file.Name.Name != "main" && !strings.HasPrefix(file.Doc.Text(), want) {
		t.Errorf("%s: the package comment must begin with %q", path, want)
	}
	return []string{path}
}

func TestFilesAndFunctionsStayWithinBudget(t *testing.T) {
	t.Parallel()
	src := parseModule(t)
	for _, path := range slices.Sorted(maps.Keys(src.files)) {
		file := src.files[path]
		if lines := src.fset.File(file.FileStart).LineCount(); lines > maxFileLines {
			t.Errorf("%s: %d lines, at most %d: look for the second file inside", path, lines, maxFileLines)
		}
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			from, to := src.fset.Position(fn.Pos()), src.fset.Position(fn.End())
			if lines := to.Line - from.Line + 1; lines > maxFunctionLines {
				t.Errorf("%s:%d: %s has %d lines, at most %d", path, from.Line, fn.Name.Name, lines, maxFunctionLines)
			}
		}
	}
}

// parseModule reads every Go file that is not a test, hidden or under testdata.
func parseModule(t *testing.T) source {
	t.Helper()
	root := filepath.Join("..", "..")
	src := source{fset: token.NewFileSet(), files: map[string]*ast.File{}}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && path != root && (name == "testdata" || strings.HasPrefix(name, ".")):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		src.files[rel], err = parser.ParseFile(src.fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(src.files) == 0 {
		t.Fatal("no Go files found above cmd/danvanbot")
	}
	return src
}
