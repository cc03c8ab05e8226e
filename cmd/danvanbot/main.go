// Command danvanbot is the bot and its tools: one binary, one data folder.
//
// Promised: data goes to stdout and messages to stderr; it exits with 0, with 1 when something failed, with 2 when it
// was called wrongly. Not promised: the wording of messages.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], console{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv})
	stop()
	os.Exit(code)
}

// console is what a command reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
}

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// errUsage is returned by a command that was called wrongly.
var errUsage = errors.New("wrong usage")

// command is one subcommand.
type command struct {
	name    string
	summary string
	example string
	run     func(ctx context.Context, c console, args []string) error
}

func commands() []command {
	return []command{
		{"run", "runs the bot; without -config the demo on http://127.0.0.1:8080", "danvanbot run -config config.json", runBot},
		{"parse", "reads Vietnamese text, a line each, and prints what it understands as JSON", "echo 'hôm qua' | danvanbot parse -kind date", runParse},
		{"summary", "prints what /summary answers", "danvanbot summary -unit 'Bờ Y' -period 'tháng 10'", runSummary},
		{"trace", "prints the units and submissions behind a figure, as text, csv or json", "danvanbot trace -unit 'Bờ Y' -period 'tháng 10' -measure tuyen_truyen.n", runTrace},
		{"invite", "makes an invitation", "danvanbot invite -role admin -unit 'Quảng Ngãi'", runInvite},
		{"people", "lists who was let in, with their numbers, or changes one of them", "danvanbot people -move 17 -unit 'Bờ Y'", runPeople},
		{"forget", "erases a person; the reports stay, without the name", "danvanbot forget 17", runForget},
		{"import", "takes past reports, stocks, models and operations on units in from a file, all or nothing", "danvanbot import bao-cao-2015.xlsx -dry-run", runImport},
		{"export", "prints submissions", "danvanbot export -format csv", runExport},
		{"frozen", "makes a frozen document again and compares it with the one that was sent", "danvanbot frozen -unit 'Bờ Y' -period 'tháng 10' -o bao-cao.docx", runFrozen},
		{"targets", "sets targets from a CSV file with the columns đơn vị, hoạt động, chỉ số, năm, chỉ tiêu", "danvanbot targets -dry-run chi-tieu-2027.csv", runTargets},
		{"units", "shows the units, or reorganises them as a file says", "danvanbot units -dry-run sap-nhap.jsonl", runUnits},
		{"settings", "shows what is set for everybody, in the chat with /caidat, or sets one thing", "danvanbot settings telegram_second 20", runSettings},
		{"check", "recomputes every figure from the journal and compares", "danvanbot check", runCheck},
		{"rebuild", "derives everything from the journal anew", "danvanbot rebuild", runRebuild},
		{"backup", "writes a consistent, checked copy while the bot runs", "danvanbot backup danvanbot-2026-11-23.db", runBackup},
		{"restore", "puts a backup into the place of a lost data file", "danvanbot restore danvanbot-2026-11-23.db", runRestore},
		{"compact", "gives the data file's unused space back", "danvanbot compact", runCompact},
		{"bench", "measures the program on this machine, in files of its own", "danvanbot bench -reports 100000 -dir .", runBench},
	}
}

// run finds the subcommand and turns its error into an exit code.
func run(ctx context.Context, args []string, c console) int {
	name := "run"
	if len(args) > 0 && (!strings.HasPrefix(args[0], "-") || isHelp(args[0])) {
		name, args = args[0], args[1:]
	}
	if isHelp(name) {
		usage(c.err)
		return exitOK
	}
	for _, cmd := range commands() {
		if cmd.name == name {
			return finish(c, cmd, cmd.run(ctx, c, args))
		}
	}
	fmt.Fprintf(c.err, "danvanbot: there is no command %q\n\n", name)
	usage(c.err)
	return exitUsage
}

func isHelp(arg string) bool {
	return arg == "help" || arg == "-h" || arg == "-help" || arg == "--help"
}

func finish(c console, cmd command, err error) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errUsage):
		fmt.Fprintf(c.err, "danvanbot %s: %v\nexample: %s\n", cmd.name, err, cmd.example)
		return exitUsage
	default:
		fmt.Fprintf(c.err, "danvanbot %s: %v\n", cmd.name, err)
		return exitFailed
	}
}

func usage(w io.Writer) {
	fmt.Fprint(w, "danvanbot: field reports of mobilisation work by chat\n\nusage: danvanbot [command] [-config FILE] [flags]\n\n")
	for _, cmd := range commands() {
		fmt.Fprintf(w, "  %-9s %s\n", cmd.name, cmd.summary)
	}
	fmt.Fprint(w, "\n'danvanbot COMMAND -h' shows a command's flags and an example.\n")
}

// flags makes a command's flag set, with the flag that all share.
func flags(c console, name string) (*flag.FlagSet, *string) {
	fs := flag.NewFlagSet("danvanbot "+name, flag.ContinueOnError)
	fs.SetOutput(c.err)
	fs.Usage = func() {
		for _, cmd := range commands() {
			if cmd.name == name {
				fmt.Fprintf(c.err, "danvanbot %s %s\n\nexample: %s\n\n", name, cmd.summary, cmd.example)
			}
		}
		fs.PrintDefaults()
	}
	return fs, fs.String("config", "", "configuration file; none: the demo's defaults")
}

// parse reads a command's flags, and what else it takes, such as "the file to write".
func parse(fs *flag.FlagSet, args []string, operands ...string) error {
	err := fs.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil: // printed already
		return fmt.Errorf("%w: %w", errUsage, err)
	case fs.NArg() < len(operands):
		return fmt.Errorf("%w: name %s", errUsage, operands[fs.NArg()])
	case fs.NArg() > len(operands):
		return fmt.Errorf("%w: %q is not expected", errUsage, fs.Arg(len(operands)))
	default:
		return nil
	}
}

// parseMixed reads flags and operands in any order: danvanbot import FILE -dry-run.
func parseMixed(fs *flag.FlagSet, args []string) (operands []string, err error) {
	for {
		err := fs.Parse(args)
		switch {
		case errors.Is(err, flag.ErrHelp):
			return nil, err
		case err != nil: // printed already
			return nil, fmt.Errorf("%w: %w", errUsage, err)
		case fs.NArg() == 0:
			return operands, nil
		}
		operands, args = append(operands, fs.Arg(0)), fs.Args()[1:]
	}
}
