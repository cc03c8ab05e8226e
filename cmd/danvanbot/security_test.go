package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSecurityTableNamesTests holds that every attack names its tests, and that each of them exists in its package.
func TestSecurityTableNamesTests(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("deploy/SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	word := regexp.MustCompile("`([a-z/]+)`|\\b((?:Test|Fuzz)[A-Z]\\w+)")
	attacks := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !regexp.MustCompile(`Test|Fuzz`).MatchString(cells[3]) {
			continue
		}
		attacks++
		dir := ""
		for _, found := range word.FindAllStringSubmatch(cells[3], -1) {
			if found[1] != "" {
				dir = filepath.Join("..", "..", found[1])
			} else if !hasTest(t, dir, found[2]) {
				t.Errorf("%s: %s has no %s", strings.TrimSpace(cells[1]), dir, found[2])
			}
		}
	}
	if attacks < 20 {
		t.Errorf("got %d attacks with tests, want all", attacks)
	}
}

func hasTest(t *testing.T, dir, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "func "+name+"(") {
			return true
		}
	}
	return false
}
