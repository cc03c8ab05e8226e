package cuts

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// writerEnv tells a process that it is a writer: its kind, the folder, the first number and how many.
const writerEnv = "CUTS_WRITER"

// failed is the exit code of a writer whose store gave an error.
const failed = 3

func TestMain(m *testing.M) {
	if words := strings.Fields(os.Getenv(writerEnv)); len(words) == 4 {
		if err := writeAs(words); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(failed)
		}
		os.Exit(0)
	}
	flag.Parse()
	os.Exit(m.Run())
}

// write runs a writer to its end, and gives what its store said when it failed. It has to have a process of its own: one that waits for its own
// file system to fill a page of a mapped file can wait for ever.
func (d *disk) write(t *testing.T, kind string, from, n int) (failure string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0]) //nolint:gosec // this very program
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %s %d %d", writerEnv, kind, d.dir, from, n))
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState.ExitCode() != failed {
		t.Fatalf("the writer: %v: %s", err, out)
	}
	return string(out)
}

func writeAs(words []string) error {
	dir := words[1]
	from, err := strconv.Atoi(words[2])
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(words[3])
	if err != nil {
		return err
	}
	into, err := os.OpenFile(filepath.Join(dir, acks), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600) //nolint:gosec // a test's folder
	if err != nil {
		return err
	}
	ack := func(number int) error {
		_, err := fmt.Fprintf(into, "%d\n", number)
		return err
	}
	if words[0] == "bare" {
		return writeBare(filepath.Join(dir, storage.FileName), from, n, ack)
	}
	return writeReports(dir, from, n, ack)
}

// open opens the store of a folder as the bot does.
func open(dir string) (*storage.DB, error) {
	const waiting = 40 // so few rows that some commits take them to their places
	return storage.Open(storage.Options{Dir: dir, Tree: tree(), Now: time.Now, Log: slog.New(slog.DiscardHandler), Waiting: waiting})
}

// tree is a province with two communes: a small one, as each image is checked whole.
func tree() *orgunit.Tree {
	tree, err := orgunit.Load([]byte(`{"units": [{"id": "p", "level": "province", "names": [{"text": "Tỉnh Một"}]},
		{"id": "a", "level": "commune", "names": [{"text": "Xã Một"}], "parents": [{"id": "p"}]},
		{"id": "b", "level": "commune", "names": [{"text": "Xã Hai"}], "parents": [{"id": "p"}]}]}`))
	if err != nil {
		panic(err) // our own text
	}
	return tree
}

// writeReports makes reports as the bot's loop does: the next batch begins while the one before it is committed. Now and then what was
// deleted is overwritten. It ends as a killed process does.
func writeReports(dir string, from, n int, ack func(int) error) error {
	db, err := open(dir)
	if err != nil {
		return err
	}
	const wipeEvery = 5
	wait, last := func() error { return nil }, 0
	settle := func() error {
		if err := wait(); err != nil || last == 0 {
			return err
		}
		return ack(last)
	}
	for number := from; number < from+n; number++ {
		next, err := db.Start(context.Background(), func(tx *storage.Tx) error { return report(tx, number) })
		if err := cmp.Or(settle(), err); err != nil {
			return err
		}
		if wait, last = next, number; number%wipeEvery != 0 {
			continue
		}
		if err := settle(); err != nil {
			return err
		}
		last = 0
		if err := db.Wipe(context.Background()); err != nil {
			return err
		}
	}
	return settle()
}

// report is what one update comes to: a report, what its chat remembers, a letter, and one letter less.
func report(tx *storage.Tx, number int) error {
	key, now := chat.Key{Platform: chat.Web, Chat: fmt.Sprint(number % 3)}, time.Now()
	if _, err := tx.MarkSeen(key.Platform, fmt.Sprint(number), int64(number)); err != nil {
		return err
	}
	_, err := tx.Submit(form.Submission{
		Form: "tuyen_truyen", Kind: form.Event, N: 1, Unit: orgunit.ID([]string{"a", "b"}[number%2]), Days: period.DateOf(now).Day(), SentAt: now,
		Values: map[string]form.Value{"luot_nguoi": {N: int64(number)}}, Texts: map[string]string{"note": strings.Repeat("buổi ", number%40)},
	})
	if err != nil {
		return err
	}
	letter, err := tx.Queue(key, chat.Reply{Text: fmt.Sprintf("✅ Đã nhận. Mã %d.", number)}, now)
	if err != nil {
		return err
	}
	return cmp.Or(tx.SetState(key, conversation.State{}), tx.Sent(letter.Row-1))
}

// bareOptions are those of bare bbolt. Package storage stops after a failed commit and writes the meta pages back at its start; this
// does neither.
var bareOptions = bolt.Options{Timeout: time.Second, FreelistType: bolt.FreelistMapType, NoFreelistSync: true}

var bareBucket = []byte("b")

// writeBare makes rows with bbolt alone, and goes on whatever happens.
func writeBare(path string, from, n int, ack func(int) error) error {
	db, err := bolt.Open(path, 0o600, &bareOptions)
	if err != nil {
		return err
	}
	for number := from; number < from+n; number++ {
		err := db.Update(func(tx *bolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists(bareBucket)
			if err != nil {
				return err
			}
			key := binary.BigEndian.AppendUint64(nil, uint64(number))
			return errors.Join(b.Put(key, make([]byte, 700)), b.Put([]byte("last"), key))
		})
		if err != nil {
			continue
		}
		if err := ack(number); err != nil {
			return err
		}
	}
	return nil
}
