package storage

import (
	"encoding/binary"
	"fmt"
)

// logKey puts what one commit left to wait behind what those before it did, bucket by bucket. The name stays the same in later
// versions, a bucket's number does not.
func logKey(commit uint64, b bucket) []byte { return append(numberKey(commit), b.name()...) }

// packRows writes rows one behind the other: length and key, length and value. No value is empty, so that stands for a deletion.
func packRows(rows []pair) []byte {
	size := headerSize
	for _, row := range rows {
		size += len(row.key) + len(row.value) + 2*binary.MaxVarintLen16
	}
	packed := make([]byte, headerSize, size)
	for _, row := range rows {
		for _, part := range [2][]byte{row.key, row.value} {
			packed = append(binary.AppendUvarint(packed, uint64(len(part))), part...)
		}
	}
	return sealed(formatBytes, packed)
}

// flushLog writes what waits because of this commit.
func (t *Tx) flushLog() error {
	commit := t.table.logged + 1
	for b, rows := range t.table.wrote {
		if rows == nil {
			continue
		}
		packed := packRows(rows)
		t.table.logged, t.table.bytes = commit, t.table.bytes+len(packed)
		if err := t.bucket(bucketLog).Put(logKey(commit, bucket(b)), packed); err != nil {
			return fmt.Errorf("writing %s: %w", bucketLog, err)
		}
	}
	return nil
}

// loadLog makes the memtable of a file that was just opened.
func (r *ReadTx) loadLog() (*memtable, error) {
	m := new(memtable)
	for key, value := range r.scan(bucketLog, nil, nil) {
		if err := m.load(key, value); err != nil {
			return nil, wrap(bucketLog, key, err)
		}
	}
	return m, nil
}

// load keeps the rows of one value of the log.
func (m *memtable) load(key, value []byte) error {
	b, ok := bucketNamed(string(key[min(8, len(key)):]))
	if !ok {
		return fmt.Errorf("%w: rows of an unknown bucket", ErrDamaged)
	}
	log, err := unseal(formatBytes, value)
	if err != nil {
		return err
	}
	m.logged, m.bytes = binary.BigEndian.Uint64(key), m.bytes+len(value)
	for rest := append([]byte(nil), log...); len(rest) > 0; { // a copy: the page may be used again
		var row [2][]byte
		for i := range row {
			if row[i], rest, ok = cutNoted(rest); !ok {
				return fmt.Errorf("%w: a row that waits", ErrDamaged)
			}
		}
		m.put(b, pair{row[0], row[1]})
	}
	return nil
}

// cutNoted takes one part of a row, nil if it is empty.
func cutNoted(log []byte) (part, rest []byte, ok bool) {
	n, w := binary.Uvarint(log)
	if w <= 0 || n > uint64(len(log)-w) {
		return nil, nil, false
	}
	if rest = log[w+int(n):]; n > 0 {
		part = log[w : w+int(n) : w+int(n)]
	}
	return part, rest, true
}
