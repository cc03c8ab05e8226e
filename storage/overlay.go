package storage

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// overlay holds what a transaction has written and not yet flushed, so that a batch puts each key once and a failed
// part of it can be taken back. A nil value is a deletion.
type overlay struct {
	puts  [bucketCount]map[string][]byte
	adds  [bucketCount][]pair // with bulk: new keys, which nobody reads before the commit
	cells map[cell]*counts
	days  dayRows // to be kept up to date with the cells

	// What is encoded only when it is flushed.
	states  map[chat.Key]conversation.State
	letters []conversation.Letter // in the order of their rows
	seen    []mark

	reports map[reported]*counts // what is not in cells yet
	sums    []cell               // those of cells that are sums, in any order
	undo    []undo               // in order; each takes back one change
	trying  bool                 // inside of Attempt, where the rest may be taken back alone
	bulk    bool                 // so much is added that a map of it would be slow
}

// undo takes back a put, or else runs fn.
type undo struct {
	fn  func()
	b   bucket
	key string
	old []byte
	had bool
}

func newOverlay() *overlay {
	return &overlay{cells: map[cell]*counts{}, states: map[chat.Key]conversation.State{}, reports: map[reported]*counts{}}
}

// set puts or, with nil, deletes.
func (o *overlay) set(b bucket, key string, value []byte) {
	if o.puts[b] == nil {
		o.puts[b] = map[string][]byte{}
	}
	if o.trying {
		old, had := o.puts[b][key]
		o.undo = append(o.undo, undo{b: b, key: key, old: old, had: had})
	}
	o.puts[b][key] = value
}

// onUndo has fn called when the part of the transaction that goes on, or all of it, is taken back.
func (o *overlay) onUndo(fn func()) { o.undo = append(o.undo, undo{fn: fn}) }

// takeBack undoes everything since a mark, the newest first.
func (o *overlay) takeBack(mark int) {
	for _, u := range slices.Backward(o.undo[mark:]) {
		switch {
		case u.fn != nil:
			u.fn()
		case u.had:
			o.puts[u.b][u.key] = u.old
		default:
			delete(o.puts[u.b], u.key)
		}
	}
	o.undo = o.undo[:mark]
}

// pair is one key and value.
type pair struct{ key, value []byte }

// layers are the overlays that a transaction reads through, the newest first: its own, and that of the batch before it
// while that is on its way into the file.
func (r *ReadTx) layers() layers {
	switch {
	case r.over == nil:
		return nil
	case r.below == nil:
		return layers{r.over}
	default:
		return layers{r.over, r.below}
	}
}

type layers []*overlay

// has tells whether something was put or deleted.
func (l layers) has(b bucket, key string) bool {
	return slices.ContainsFunc(l, func(o *overlay) bool {
		_, ok := o.puts[b][key]
		return ok
	})
}

// from lists the entries of a bucket that begin with prefix and are not before start, in order.
func (l layers) from(b bucket, prefix, start []byte) []pair {
	var found []pair
	for i, o := range l {
		for key, value := range o.puts[b] {
			if strings.HasPrefix(key, string(prefix)) && key >= string(start) && !l[:i].has(b, key) {
				found = append(found, pair{[]byte(key), value})
			}
		}
	}
	slices.SortFunc(found, func(a, b pair) int { return bytes.Compare(a.key, b.key) })
	return found
}

// addTo adds what waits of one row, sign times.
func (l layers) addTo(row *counts, at cell, sign int64) {
	for _, o := range l {
		if changes := o.cells[at]; changes != nil {
			row.addAll(*changes, sign)
		}
	}
}

// waiting are the cells of which something waits, in any order.
func (l layers) waiting() iter.Seq[cell] {
	return func(yield func(cell) bool) {
		for i, o := range l {
			for c := range o.cells {
				if i > 0 && l[0].cells[c] != nil {
					continue
				}
				if !yield(c) {
					return
				}
			}
		}
	}
}

// merge walks a bolt cursor and the overlay's entries side by side; the overlay hides what it overwrites.
func merge(cursor *cursor, over []pair, prefix, start []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		k, v := cursor.Seek(start)
		for {
			inBase := k != nil && bytes.HasPrefix(k, prefix)
			var p pair
			switch {
			case len(over) > 0 && (!inBase || bytes.Compare(over[0].key, k) <= 0):
				p, over = over[0], over[1:]
				if inBase && bytes.Equal(p.key, k) {
					k, v = cursor.Next()
				}
			case inBase:
				p = pair{k, v}
				k, v = cursor.Next()
			default:
				return
			}
			if p.value != nil && !yield(p.key, p.value) {
				return
			}
		}
	}
}
