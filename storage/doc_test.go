package storage

import (
	"os"
	"regexp"
	"slices"
	"testing"
)

// TestBucketTree holds the tree in doc.go against the buckets of the code.
func TestBucketTree(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	for _, m := range regexp.MustCompile(`(?m)^//\t[├└]── (\w+)`).FindAllSubmatch(source, -1) {
		documented = append(documented, string(m[1]))
	}
	if got, want := bucketNames[:], documented; !slices.Equal(got, want) {
		t.Errorf("got buckets\n%q in the code, want as in doc.go\n%q", got, want)
	}
}
