package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"danvanbot/bot/i18n"
)

// call is a place in the source that says a message by a literal key.
type call struct {
	at, key string
	names   []string // of the values, where all are literal
}

// source is what the product's Go files say of messages.
type source struct {
	files    int
	calls    []call
	literals map[string]string // every text in the form of a key or of a key's begin, and where it stands
}

var keyLike = regexp.MustCompile(`^[a-z]+\.[a-z0-9_]*$`)

// readSource parses the product without its tests.
func readSource(t *testing.T) source {
	t.Helper()
	src := source{literals: map[string]string{}}
	root, files := filepath.Join("..", ".."), token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || path != root && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		src.add(files, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func (s *source) add(files *token.FileSet, file *ast.File) {
	s.files++
	for n := range ast.Preorder(file) {
		at := files.Position(n.Pos()).String()
		if key, ok := literal(n); ok && keyLike.MatchString(key) {
			s.literals[key] = at
		}
		if c, ok := n.(*ast.CallExpr); ok {
			s.addCall(at, c)
		}
	}
}

// addCall keeps T(lang, "key", …), msg("key", …) and say("key", …).
func (s *source) addCall(at string, c *ast.CallExpr) {
	method, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	first, ok := map[string]int{"T": 1, "msg": 0, "say": 0}[method.Sel.Name]
	if !ok || len(c.Args) <= first {
		return
	}
	if key, ok := literal(c.Args[first]); ok {
		s.calls = append(s.calls, call{at, key, names(c, first+1)})
	}
}

func names(c *ast.CallExpr, from int) (list []string) {
	for i := from; i < len(c.Args); i += 2 {
		name, ok := literal(c.Args[i])
		if !ok || c.Ellipsis.IsValid() {
			return nil
		}
		list = append(list, "{"+name+"}")
	}
	slices.Sort(list)
	return append([]string{}, list...)
}

func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// begun tells whether a text is the begin of a key that the code completes: "role." of "role.admin".
func begun(text string, keys map[string]string) bool {
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "_") {
		return false
	}
	for key := range keys {
		if strings.HasPrefix(key, text) {
			return true
		}
	}
	return false
}

func TestEveryMessageSaidExists(t *testing.T) {
	t.Parallel()
	src, keys := readSource(t), templates(t, i18n.VI)
	if src.files < 20 || len(src.calls) < 50 {
		t.Fatalf("got %d files and %d calls, want the whole product", src.files, len(src.calls))
	}
	areas := map[string]bool{}
	for key := range keys {
		area, _, _ := strings.Cut(key, ".")
		areas[area] = true
	}
	for _, text := range slices.Sorted(maps.Keys(src.literals)) {
		area, _, _ := strings.Cut(text, ".")
		if areas[area] && keys[text] == "" && !begun(text, keys) {
			t.Errorf("%s: there is no message %q", src.literals[text], text)
		}
	}
	for _, c := range src.calls {
		if keys[c.key] == "" {
			t.Errorf("%s: there is no message %q", c.at, c.key)
		}
	}
}

func TestMessagesGetTheirValues(t *testing.T) {
	t.Parallel()
	keys := templates(t, i18n.VI)
	for _, c := range readSource(t).calls {
		if want := placeholdersOf(keys[c.key]); c.names != nil && keys[c.key] != "" && !slices.Equal(c.names, want) {
			t.Errorf("%s: %s gets %v, want %v", c.at, c.key, c.names, want)
		}
	}
}

func TestEveryMessageIsSaid(t *testing.T) {
	t.Parallel()
	src := readSource(t)
	for key := range templates(t, i18n.VI) {
		said := src.literals[key] != ""
		for text := range src.literals {
			said = said || begun(text, map[string]string{key: ""})
		}
		if !said {
			t.Errorf("nobody says %q", key)
		}
	}
}

// TestFilesAreEmbedded holds that the catalogue is these files.
func TestFilesAreEmbedded(t *testing.T) {
	t.Parallel()
	for _, l := range i18n.Langs() {
		for key, want := range templates(t, l) {
			if got := i18n.Default().T(l, key); got != want {
				t.Errorf("%s %s: got %q, want %q", l, key, got, want)
			}
		}
	}
}
