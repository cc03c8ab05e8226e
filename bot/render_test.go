package bot_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"danvanbot/bot"
	"danvanbot/bot/bottest/sample"
	"danvanbot/bot/chat"
	"danvanbot/bot/i18n"
)

const documentHashes = "testdata/documents.txt"

// TestDocumentsVersion says that the same dossier makes the bytes that it made before: a frozen document is made again years later,
// and where that cannot be, Version has to say so. Who changes a document on purpose raises documentsVersion, so that those frozen
// before are not taken for damaged, and writes the hashes anew by -update. What the compression of another Go changes is told by
// Version already, so with another one only what is compressed counts.
func TestDocumentsVersion(t *testing.T) {
	t.Parallel()
	version := bot.Documents{}.Version()
	lines := []string{version}
	for _, f := range []chat.Format{chat.Docx, chat.Xlsx, chat.CSV, chat.JSON, chat.PNG} {
		document, err := bot.Documents{}.Render(sample.Month(), f, i18n.VI)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%s %x %x", f, sha256.Sum256(document), sha256.Sum256(unpacked(t, document))))
	}
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(documentHashes, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(documentHashes)
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(text), "\n")
	switch want := string(text); {
	case got == want:
	case before == version:
		t.Errorf("%s makes other documents than it did (-want +got):\n-%s\n+%s\nif that is meant, raise documentsVersion and run with -update", version, want, got)
	case withoutGo(before) == withoutGo(version) && contents(got) == contents(want): // another Go, whose compression differs
	default:
		t.Errorf("the hashes are those of %s, and this is %s: run with -update", before, version)
	}
}

// unpacked is what a compressed document holds; another document is itself.
func unpacked(t *testing.T, document []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(document), int64(len(document)))
	if err != nil {
		return document
	}
	var all []byte
	for _, file := range r.File {
		part, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		all = append(append(all, file.Name...), text...)
	}
	return all
}

// withoutGo is a version without that of Go, which stands last.
func withoutGo(version string) string { return version[:max(strings.LastIndex(version, ","), 0)] }

// contents are the last hashes of the lines of documents that are compressed as a whole or not at all; a picture is neither.
func contents(hashes string) string {
	var list []string
	for line := range strings.Lines(hashes) {
		if f := strings.Fields(line); len(f) == 3 && f[0] != string(chat.PNG) {
			list = append(list, f[0]+f[2])
		}
	}
	return strings.Join(list, " ")
}
