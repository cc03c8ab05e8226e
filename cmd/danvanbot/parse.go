package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// maxLine is how long a line of input may be.
const maxLine = 1 << 20

// runParse reads lines and prints what each is understood as.
func runParse(_ context.Context, c console, args []string) error {
	fs, config := flags(c, "parse")
	kind := fs.String("kind", "report", "number, date or report")
	at := fs.String("at", "", "when the text was sent, RFC 3339; none: now")
	if err := parse(fs, args); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	sent := a.now()
	if *at != "" {
		if sent, err = time.Parse(time.RFC3339, *at); err != nil {
			return fmt.Errorf("%w: -at must look like 2026-11-23T09:00:00+07:00", errUsage)
		}
	}
	read, ok := a.reader(*kind, sent.In(a.zone))
	if !ok {
		return fmt.Errorf("%w: -kind must be number, date or report, not %q", errUsage, *kind)
	}
	return a.parseLines(read)
}

// parseLines answers each line with a line. The readers take a literal \n for a line break.
func (a *app) parseLines(read func(string) any) error {
	lines := bufio.NewScanner(a.in)
	lines.Buffer(nil, maxLine)
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	for lines.Scan() {
		if err := enc.Encode(read(lines.Text())); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading input: %w", err)
	}
	return nil
}
