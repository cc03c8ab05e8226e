package storage

import "bytes"

// memoSize is how many decoded values are kept: more than there are chats that write within the same minutes.
const memoSize = 4096

// memo keeps what stored values decode to, since a dialogue reads the same chat again and again. A value is found only
// while what is stored is byte by byte what it was decoded from, so nothing needs to be taken back. Of the writer.
type memo[V any] struct{ kept map[string]decoded[V] }

type decoded[V any] struct {
	from []byte
	v    V
}

// of gives what a stored value of a key decodes to.
func (m *memo[V]) of(key string, value []byte) (V, bool) {
	d, ok := m.kept[key]
	return d.v, ok && bytes.Equal(d.from, value)
}

// keep notes what a value decodes to. The value must not be memory of bbolt, which ends with the transaction.
func (m *memo[V]) keep(key string, value []byte, v V) {
	if m.kept == nil || len(m.kept) >= memoSize {
		m.kept = map[string]decoded[V]{}
	}
	m.kept[key] = decoded[V]{value, v}
}
