package form_test

import (
	"slices"
	"testing"

	"danvanbot/bot/form"
)

// TestProgress counts the questions of every form of the catalogue anew, for each of them and for all choices there are.
func TestProgress(t *testing.T) {
	t.Parallel()
	for _, f := range form.Default().Forms {
		for _, relevant := range []bool{true, false} {
			for _, open := range f.Questions {
				wantAt, wantTotal := progress(f, open.Key, relevant)
				at, total := f.Progress(open.Key, func(*form.Relevance) bool { return relevant })
				if at != wantAt || total != wantTotal {
					t.Errorf("%s.%s, relevant %t: got %d of %d, want %d of %d", f.ID, open.Key, relevant, at, total, wantAt, wantTotal)
				}
			}
		}
		if at, _ := f.Progress("no such", func(*form.Relevance) bool { return true }); at != 0 {
			t.Errorf("%s: an unknown question is number %d, want 0", f.ID, at)
		}
	}
}

func progress(f form.Form, key string, relevant bool) (at, total int) {
	for _, q := range f.Questions {
		if q.Detail || q.Key == form.KeyUnit || q.Relevant != nil && !relevant {
			continue
		}
		if total++; q.Key == key {
			at = total
		}
	}
	return at, total
}

func TestDoubtful(t *testing.T) {
	t.Parallel()
	for _, f := range form.Default().Forms {
		var want, got []string
		for _, q := range f.Questions {
			if q.SoftMax != nil || q.Type == form.Days {
				want = append(want, q.Key)
			}
		}
		for _, q := range f.Doubtful() {
			got = append(got, q.Key)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", f.ID, got, want)
		}
	}
}
