package bot_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// TestTranscripts plays every dialogue of testdata/transcripts with the real store, those named zalo-… over the fake Zalo and
// the others over the fake Bot API.
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
			o := stage.Options{Platform: chat.Telegram}
			if strings.HasPrefix(filepath.Base(file), "zalo-") {
				o.Platform = chat.Zalo
			}
			got := stage.New(t, o).Play(t.Context(), string(want))
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
