package main

import (
	"context"
	"flag"
	"io"
)

// outCommand is a command that prints data, to a file if it is told so.
type outCommand struct {
	name     string
	register func(*flag.FlagSet)                     // its flags besides -config and -o
	do       func(ctx context.Context, a *app) error // prints to a.out
}

// runOut reads the flags of a command and lets it print.
func runOut(ctx context.Context, c console, args []string, o outCommand) error {
	fs, config := flags(c, o.name)
	o.register(fs)
	out := fs.String("o", "", "file to write; none: stdout")
	if err := parse(fs, args); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	return a.writeFile(*out, func(w io.Writer) error {
		own := *a
		own.out = w
		return o.do(ctx, &own)
	})
}
