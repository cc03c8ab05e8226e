package bot_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// TestTranscripts plays every dialogue of testdata/transcripts with the real store, those named zalo-… over the fake Zalo,
// those named web-… over the web chat, and the others over the fake Bot API.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := stage.New(t, stage.Options{Platform: platformOf(file)}).Play(t.Context(), string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil { //nolint:gosec // a file of testdata
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("the dialogue is another (-want +got); if it is right, run with -update:\n%s", diff)
			}
		})
	}
}

// platformOf is where a transcript is played.
func platformOf(file string) chat.Platform {
	switch name, _, _ := strings.Cut(filepath.Base(file), "-"); name {
	case "zalo":
		return chat.Zalo
	case "web":
		return chat.Web
	default:
		return chat.Telegram
	}
}

// notOverWeb are the transcripts of Telegram that the web chat cannot say word for word, each with the reason.
var notOverWeb = map[string]string{
	"anh":         "the page sends several photos as one message and has no albums: web-anh",
	"nhom":        "there are no groups",
	"sua-tai-cho": "the page cannot edit what was sent: web-sua-tai-cho",
}

// name is how a person is called: over the web, which tells no names, by the number.
var name = regexp.MustCompile(`(Người|số) (\d+)`)

func nameless(transcript string) string { return name.ReplaceAllString(transcript, "số $2") }

// TestTranscriptsOverWeb plays the transcripts of Telegram over the real web chat: each line must be the same, buttons and
// their rows included, but for the names of people.
func TestTranscriptsOverWeb(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		if platformOf(file) != chat.Telegram || notOverWeb[name] != "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := stage.New(t, stage.Options{Platform: chat.Web}).Play(t.Context(), string(want))
			if diff := cmp.Diff(nameless(string(want)), nameless(got)); diff != "" {
				t.Errorf("the web chat says something else (-telegram +web):\n%s", diff)
			}
		})
	}
}
