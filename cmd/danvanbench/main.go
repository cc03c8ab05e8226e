// Danvanbench sets the product's reading of Vietnamese days beside what else there is, in one run on one machine:
// right, wrong and silent on the same lines, and the microseconds that a line takes in the quickest of many rounds.
//
//	go -C cmd/danvanbench run .
//
// It is a module of its own, so that the rivals stay out of the product's dependencies. It promises nothing about
// figures that were published elsewhere: those are printed with their source and were not measured here.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	sets := flag.String("sets", "../../bot/viet/testdata/vn-testset.jsonl,../../bot/viet/testdata/unseen.jsonl",
		"files of lines to read, with commas between")
	flag.Parse()
	if err := run(os.Stdout, strings.Split(*sets, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "danvanbench:", err)
		os.Exit(1)
	}
}

// sent is when all lines of the sets were sent: a Monday morning.
var sent = time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("+07", 7*60*60))

func run(out io.Writer, names []string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	readers := []reader{danvanbot(), dateparserParse(), dateparserSearch(), whenEnglish()}
	var all []line
	fmt.Fprintln(w, "days\tright\twrong\tasked or silent\tµs a line\t")
	for _, name := range names {
		lines, err := readDates(name)
		if err != nil {
			return fmt.Errorf("reading the set: %w", err)
		}
		printScores(w, fmt.Sprintf("%s, %d lines", base(name), len(lines)), readers, lines)
		all = append(all, lines...)
	}
	printScores(w, fmt.Sprintf("both, %d lines", len(all)), readers, all)
	printPublished(w)
	if err := w.Flush(); err != nil {
		return err
	}
	printSentence(w)
	return w.Flush()
}

func printScores(w io.Writer, title string, readers []reader, lines []line) {
	fmt.Fprintf(w, "%s\t\t\t\t\t\n", title)
	for _, r := range readers {
		s := scoreAll(r, lines)
		fmt.Fprintf(w, "%s\t%5d\t%5d\t%5d\t%5.0f\t\n", r.name, s.right, s.wrong, s.silent, micros(readAll(r, lines))/float64(len(lines)))
	}
}

// published are figures of reference/vietnam.md, section 4d: measured there, on another 100 lines of the same kind.
var published = []struct {
	name  string
	score score
}{
	{"markusmobius/go-dateparser v1.4.7, Parse", score{right: 32, wrong: 7, silent: 61}},
	{"the same, Search", score{right: 44, wrong: 25, silent: 31}},
	{"olebedev/when v1.1.0", score{right: 3, wrong: 22, silent: 75}},
	{"chrono-node 2.10.3 (JavaScript, vi)", score{right: 25, wrong: 32, silent: 43}},
}

func printPublished(w io.Writer) {
	fmt.Fprintln(w, "published, another 100 lines (reference/vietnam.md 4d)\t\t\t\t\t")
	for _, p := range published {
		fmt.Fprintf(w, "%s\t%5d\t%5d\t%5d\t    –\t\n", p.name, p.score.right, p.score.wrong, p.score.silent)
	}
}
