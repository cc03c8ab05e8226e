package conversation_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/conversation"
)

// TestAnswers compares answers with a plain map, through copies and their stored form.
func TestAnswers(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same numbers in every run
	var got conversation.Answers
	want := map[string]conversation.Answer{}
	for i := range 2000 {
		key := fmt.Sprintf("q%d", random.IntN(60))
		switch random.IntN(6) {
		case 0:
			got.Drop(key)
			delete(want, key)
		case 1:
			got = stored(t, got)
		default:
			a := conversation.Answer{N: int64(i)}
			got.Put(key, a)
			want[key] = a
		}
		if diff := cmp.Diff(want, got.All()); diff != "" || got.IsZero() != (len(want) == 0) {
			t.Fatalf("after %d changes: IsZero() = %t, got + want -\n%s", i+1, got.IsZero(), diff)
		}
		one, ok := got.Get(key)
		if expected, there := want[key]; ok != there || one.N != expected.N || got.Of(key).N != expected.N {
			t.Fatalf("Get(%q) = %v, %t, want %v, %t", key, one, ok, expected, there)
		}
	}
}

// stored goes through the form in which a state is kept.
func stored(t *testing.T, a conversation.Answers) conversation.Answers {
	t.Helper()
	value, err := cbor.Marshal(conversation.Draft{Answers: a})
	if err != nil {
		t.Fatal(err)
	}
	var d conversation.Draft
	if err := cbor.Unmarshal(value, &d); err != nil {
		t.Fatal(err)
	}
	return d.Answers
}

// TestAnswersOfCopies holds that what is written to a copy does not show in its origin.
func TestAnswersOfCopies(t *testing.T) {
	t.Parallel()
	list := []conversation.Answers{{}}
	kept := []map[string]conversation.Answer{{}}
	for i := range 100 {
		next := conversation.CloneAnswers(list[i])
		next.Put(fmt.Sprintf("q%d", i), conversation.Answer{N: int64(i)})
		if i%7 == 0 {
			next.Drop(fmt.Sprintf("q%d", i/2))
		}
		list, kept = append(list, next), append(kept, maps.Clone(next.All()))
	}
	for i := range list {
		if diff := cmp.Diff(kept[i], list[i].All()); diff != "" {
			t.Fatalf("copy %d changed: got + want -\n%s", i, diff)
		}
	}
}
