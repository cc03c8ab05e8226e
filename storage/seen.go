package storage

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"danvanbot/bot/chat"
)

// seenSize is how many updates of a platform are remembered: Telegram repeats at most the last hundred or so.
const seenSize = 4096

// seenRings remember the latest updates of each platform in memory; the seen bucket holds the same, one entry per update.
// Only the writer uses them.
type seenRings map[chat.Platform]*seenRing

type seenRing struct {
	next  uint64 // how many were ever marked; the slot is that modulo seenSize
	slots [seenSize]string
	ids   map[string]struct{}
}

func (s seenRings) of(p chat.Platform) *seenRing {
	if s[p] == nil {
		s[p] = &seenRing{ids: map[string]struct{}{}}
	}
	return s[p]
}

// mark adds an update in place of the oldest and returns what takes that back.
func (r *seenRing) mark(id string) (undo func()) {
	slot := r.next % seenSize
	old := r.slots[slot]
	delete(r.ids, old)
	r.place(r.next, id)
	return func() {
		delete(r.ids, id)
		r.next, r.slots[slot] = r.next-1, old
		if old != "" {
			r.ids[old] = struct{}{}
		}
	}
}

// place puts the n-th update at its slot.
func (r *seenRing) place(n uint64, id string) {
	r.slots[n%seenSize] = id
	r.ids[id] = struct{}{}
	r.next = max(r.next, n+1)
}

// loadSeen reads the rings at the start.
func (r *ReadTx) loadSeen() (seenRings, error) {
	rings := seenRings{}
	for key, value := range r.scan(bucketSeen, nil, nil) {
		content, err := unseal(formatBytes, value)
		if err == nil && (len(content) < 8 || len(key) < 4) {
			err = fmt.Errorf("%w: a mark of %d bytes", ErrDamaged, len(content))
		}
		if err != nil {
			return nil, wrap(bucketSeen, key, err)
		}
		p := chat.Platform(key[:len(key)-3]) // before the zero byte and the slot
		rings.of(p).place(binary.BigEndian.Uint64(content), string(content[8:]))
	}
	return rings, nil
}

// fingerprint stands for an update's id: some platforms build ids from the sender's, and a stranger leaves no trace.
func fingerprint(update string) string {
	sum := sha256.Sum256([]byte(update))
	return string(sum[:16])
}

// MarkSeen notes an update and its poll position; it reports false, and changes nothing, if the update was seen before.
func (t *Tx) MarkSeen(p chat.Platform, update string, position int64) (bool, error) {
	ring := t.db.seen.of(p)
	update = fingerprint(update)
	if _, seen := ring.ids[update]; seen {
		return false, nil
	}
	t.over.seen = append(t.over.seen, mark{p, ring.next, update})
	takeBack := ring.mark(update)
	t.over.onUndo(func() {
		takeBack()
		t.over.seen = t.over.seen[:len(t.over.seen)-1]
	})
	if position == 0 { // the platform has none
		return true, nil
	}
	return true, t.put(bucketPositions, []byte(p), position)
}

// mark is an update that was seen, the n-th of its platform, by its fingerprint.
type mark struct {
	of     chat.Platform
	n      uint64
	update string
}

// flushSeen puts the marks into their slots.
func (t *Tx) flushSeen() error {
	for _, m := range t.over.seen {
		value := append(binary.BigEndian.AppendUint64(nil, m.n), m.update...)
		if err := t.bucket(bucketSeen).Put(seenKey(m.of, m.n%seenSize), seal(formatBytes, value)); err != nil {
			return fmt.Errorf("writing %s: %w", bucketSeen, err)
		}
	}
	return nil
}

// Position is where polling of a platform goes on; 0 at first.
func (r *ReadTx) Position(p chat.Platform) (int64, error) {
	var position int64
	_, err := r.load(bucketPositions, []byte(p), &position)
	return position, err
}
