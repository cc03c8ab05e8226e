package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "danvanbot/"

// layers lists, from the bottom up, the packages of ours that each package may import.
// A package missing here, or an import missing from its row, fails the test.
var layers = map[string][]string{
	"bot/chat":    {},
	"bot/fold":    {},
	"bot/period":  {},
	"bot/orgunit": {"bot/fold", "bot/period"},
	"bot/i18n":    {"bot/fold", "bot/period"},

	"bot/viet": {"bot/fold", "bot/orgunit", "bot/period"},
	"bot/form": {"bot/fold", "bot/i18n", "bot/orgunit", "bot/period"},

	"bot/conversation": {"bot/chat", "bot/duty", "bot/fold", "bot/form", "bot/i18n", "bot/orgunit", "bot/period", "bot/viet"},
	"bot/rollup":       {"bot/form", "bot/orgunit", "bot/period"},
	"bot/duty":         {"bot/orgunit", "bot/period", "bot/rollup"},
	"bot/report":       {"bot/fold", "bot/form", "bot/i18n", "bot/orgunit", "bot/period", "bot/rollup"},

	"bot/importer": {"bot/fold", "bot/form", "bot/i18n", "bot/orgunit", "bot/period", "bot/viet"},

	"bot/sheet":    {},
	"bot/chart":    {"bot/i18n", "bot/report"},
	"bot/docx":     {},
	"bot/export":   {"bot/docx", "bot/i18n", "bot/orgunit", "bot/period", "bot/report"},
	"bot/line":     {"bot/chat"},
	"bot/telegram": {"bot/chat", "bot/line"},
	"bot/zalo":     {"bot/chat", "bot/line"},
	"bot/web":      {"bot/chat", "bot/chart", "bot/export", "bot/i18n", "bot/report", "bot/web/stream"},
	// Both pages are kept current by events of the same shape.
	"bot/web/stream": {},
	// The command post is a page of its own beside the chat: it answers whoever may look from the store itself.
	"bot/web/post": {
		"bot/chat", "bot/conversation", "bot/form", "bot/i18n", "bot/orgunit", "bot/period", "bot/report", "bot/rollup",
		"bot/web/stream",
	},
	"storage": {
		"bot/chat", "bot/conversation", "bot/fold", "bot/form", "bot/orgunit", "bot/period", "bot/rollup",
	},

	"bot": {
		"bot/chat", "bot/fold", "bot/period", "bot/orgunit", "bot/i18n", "bot/viet", "bot/form",
		"bot/conversation", "bot/rollup", "bot/report", "bot/duty", "bot/chart", "bot/export",
	},

	"storage/fill": {"bot/form", "bot/orgunit", "bot/period", "storage"},
	// What is measured is the whole product.
	"bot/bench": {
		"bot", "bot/chat", "bot/conversation", "bot/form", "bot/i18n", "bot/orgunit", "bot/period", "bot/report", "bot/rollup",
		"bot/sheet", "storage", "storage/fill",
	},
}

// pure lists the packages that compute and do nothing else: layers 0 to 2.
var pure = []string{
	"bot/chat", "bot/fold", "bot/period", "bot/orgunit", "bot/i18n", "bot/viet", "bot/form",
	"bot/conversation", "bot/rollup", "bot/report", "bot/duty", "bot/importer",
}

// A pure package must not reach the unreachable, even through somebody else's code, and must not
// import the unimportable itself: fmt alone reaches os, math/big alone math/rand.
var (
	unreachable  = []string{"net", "net/http", "os/exec", "log/slog", "go.etcd.io/bbolt"}
	unimportable = []string{"os", "log", "math/rand", "math/rand/v2", "crypto/rand", "syscall"}
)

// listed is what `go list -json` says of a package.
type listed struct {
	ImportPath    string
	Imports, Deps []string
}

func TestLayers(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		if !isLayered(name) {
			continue
		}
		may, known := layers[name]
		if !known {
			t.Errorf("%s: not in the layer table", name)
			continue
		}
		for _, imp := range p.Imports {
			if own, ok := strings.CutPrefix(imp, module); ok && !slices.Contains(may, own) {
				t.Errorf("%s must not import %s", name, own)
			}
		}
	}
}

func TestPurePackagesReachNoOutsideWorld(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		if !slices.Contains(pure, name) {
			continue
		}
		for _, dep := range p.Deps {
			if slices.Contains(unreachable, dep) {
				t.Errorf("%s is pure but reaches %s", name, dep)
			}
		}
		for _, imp := range p.Imports {
			if slices.Contains(unimportable, imp) {
				t.Errorf("%s is pure but imports %s", name, imp)
			}
		}
	}
}

// isLayered leaves out commands, which import everything, and packages made for tests.
func isLayered(name string) bool {
	return !strings.HasPrefix(name, "cmd/") && !strings.HasPrefix(name, "bot/bottest/") && !strings.HasSuffix(name, "test")
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps", module+"...").Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		t.Fatalf("go list: %v\n%s", err, exit.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 2 {
		t.Fatalf("go list %s...: got %d packages, want all of ours", module, len(all))
	}
	return all
}
