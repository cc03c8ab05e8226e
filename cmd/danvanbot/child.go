package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"danvanbot/storage"
)

// A file that somebody hands us can make bbolt panic, or lead it round in circles. So it is read in a child process, this
// same program, that may take only so long.

// childEnv tells the child that it is one.
const childEnv = "DANVANBOT_CHILD"

// progressMark begins the lines in which a child tells how far it is, in percent.
const progressMark = "progress "

// childStack is how deep a child may get, in bytes: pages that lead round in circles would take a gigabyte otherwise.
const childStack = 64 << 20

// niceness leaves the CPU to the bot while a child works beside it.
const niceness = 10

// deadlineOf is how long reading a file may take: it is generous, a check of 600 MB takes two minutes.
func deadlineOf(path string) time.Duration {
	return 10*time.Minute + time.Duration(fileSize(path)>>19)*time.Second
}

// childCall is a task for a child: what it runs, and how it is called to do so.
type childCall struct {
	task    string
	args    []string
	command string
	flags   []string
}

// onFile runs a task on a file that need not be the bot's own and is not changed, such as a backup.
func (a *app) onFile(ctx context.Context, f namedFile, call childCall) error {
	if a.getenv(childEnv) != "" {
		debug.SetMaxStack(childStack)
		db, err := storage.OpenFile(f.path)
		if err != nil {
			return err
		}
		return errors.Join(tasks()[call.task](ctx, a, db, call.args), db.Close())
	}
	path, drop, err := a.plain(f)
	if err != nil {
		return err
	}
	defer drop()
	return a.child(ctx, path, call.command, call.flags...)
}

// namedFile is a file that a command works on instead of the bot's own.
type namedFile struct {
	path     string
	identity string // file with the secret key, if the file is encrypted; empty: as the environment says
}

// register adds the flags that name a file.
func (f *namedFile) register(fs interface {
	StringVar(p *string, name, value, usage string)
},
) {
	fs.StringVar(&f.path, "file", "", "a data file or backup to read instead of the bot's own; it is not changed")
	fs.StringVar(&f.identity, "identity", "", "file with the secret key of an encrypted backup; none: as "+identityEnv+" or "+identityEnv+"_FILE say")
}

// plainMark begins the names of folders with decrypted copies, which exist only while somebody reads them.
const plainMark = "danvanbot-plain-"

// plain gives a file's name, or that of a decrypted copy, which drop takes away.
func (c console) plain(f namedFile) (path string, drop func(), err error) {
	sealed, err := isSealed(f.path)
	if err != nil || !sealed {
		return f.path, func() {}, err
	}
	_ = removeOld(time.Now(), os.TempDir(), plainMark, "") // of runs that were killed; somebody else's stay
	dir, err := os.MkdirTemp("", plainMark+"*")
	if err != nil {
		return "", nil, err
	}
	drop = func() { _ = os.RemoveAll(dir) }
	path = filepath.Join(dir, storage.FileName)
	err = storage.NeedSpace(dir, fileSize(f.path))
	if err == nil {
		err = c.unsealTo(path, f)
	}
	if err != nil {
		drop()
		return "", nil, err
	}
	return path, drop, nil
}

// unsealTo writes the decrypted content to a new file.
func (c console) unsealTo(path string, f namedFile) error {
	into, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(c.unseal(into, f.path, f.identity), into.Close())
}

// child runs a command of this program once more, on a file. What it prints goes on; what it complains of becomes the error.
func (a *app) child(ctx context.Context, file, name string, args ...string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	most := a.within(file)
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, append([]string{name, "-config", a.configPath, "-file", file}, args...)...) //nolint:gosec // this very program
	cmd.Env = append(os.Environ(), childEnv+"=1", "GOMAXPROCS=1")
	cmd.Stdout = a.out
	words, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, cmd.Process.Pid, niceness)
	said := a.relay(words, name)
	err = cmd.Wait()
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%s did not end within %v: the file is damaged", name, most)
	case crashWords.MatchString(said):
		return fmt.Errorf("%s: %w; it ended with %q", name, storage.ErrDamaged, said)
	case said != "":
		return errors.New(said)
	default:
		return fmt.Errorf("%s: %w", name, err)
	}
}

// crashWords begin what a program says that falls over, as damage below the checksums can make bbolt do.
var crashWords = regexp.MustCompile(`^(panic|fatal error|runtime|unexpected fault|SIG[A-Z]+): `)

// relay shows a child's progress and gives the first of its other words.
func (a *app) relay(from io.Reader, name string) (said string) {
	p := a.progress(name)
	for lines := bufio.NewScanner(from); lines.Scan(); {
		var percent int
		if n, _ := fmt.Sscanf(lines.Text(), progressMark+"%d", &percent); n == 1 {
			p(percent, 100)
		} else if said == "" {
			said = strings.TrimPrefix(lines.Text(), "danvanbot "+name+": ")
		}
	}
	_, _ = io.Copy(io.Discard, from) // a line that was too long
	return said
}

// progress makes what tells on stderr how far something is: each percent once, to a terminal on one line.
func (a *app) progress(what string) func(done, total int) {
	last, format := -1, "\r%s: %d %%"
	switch f, isFile := a.err.(*os.File); {
	case a.getenv(childEnv) != "":
		what, format = strings.TrimSpace(progressMark), "%s %d\n"
	case !isFile || !isTerminal(f):
		format = "%s: %d %%\n"
	}
	return func(done, total int) {
		percent := 100 * done / max(total, 1)
		if percent/progressStep == last/progressStep && last >= 0 && percent != 100 || percent == last {
			return
		}
		last = percent
		fmt.Fprintf(a.err, format, what, percent)
		if percent == 100 && bytes.HasPrefix([]byte(format), []byte("\r")) {
			fmt.Fprintln(a.err)
		}
	}
}

// progressStep is how many percent lie between two lines of progress.
const progressStep = 10

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
