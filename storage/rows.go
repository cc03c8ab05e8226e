package storage

import (
	"bytes"

	"github.com/tidwall/btree"
	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// rows are those of one bucket, as a transaction finds them: in their places, or still on their way there.
type rows struct {
	placed *bolt.Bucket
	of     bucket
	table  *memtable // nil: all are in their places
}

// waiting are the rows that are not in their places; nil if there are none.
func (r rows) waiting() *btree.BTreeG[pair] {
	if r.table == nil {
		return nil
	}
	return r.table.rows[r.of]
}

// Get gives the value of a key, or nil.
func (r rows) Get(key []byte) []byte {
	if waiting := r.waiting(); waiting != nil {
		if row, ok := waiting.Get(pair{key: key}); ok {
			return row.value
		}
	}
	return r.placed.Get(key)
}

// Put keeps a row. Neither key nor value may be changed any more.
func (r rows) Put(key, value []byte) error {
	if r.inPlace() {
		return r.placed.Put(key, value)
	}
	return r.wait(pair{key, value})
}

// Delete removes a row, if it is there.
func (r rows) Delete(key []byte) error {
	if r.inPlace() {
		return r.placed.Delete(key)
	}
	return r.wait(pair{key, nil})
}

// inPlace tells whether what is written goes to its place at once.
func (r rows) inPlace() bool { return r.table == nil || r.table.direct }

// wait lets a row wait, and notes it for the log.
func (r rows) wait(row pair) error {
	if !r.table.writes { // others read it
		return berrors.ErrTxNotWritable
	}
	r.table.put(r.of, row)
	r.table.wrote[r.of] = append(r.table.wrote[r.of], row)
	return nil
}

// len is how many rows there are. It reads the whole bucket.
func (r rows) len() int {
	n := r.placed.Stats().KeyN
	if waiting := r.waiting(); waiting != nil {
		waiting.Scan(func(row pair) bool {
			if r.placed.Get(row.key) != nil {
				n--
			}
			if row.value != nil {
				n++
			}
			return true
		})
	}
	return n
}

// Cursor walks the rows in the order of keys.
func (r rows) Cursor() *cursor {
	c := &cursor{placed: r.placed.Cursor()}
	if waiting := r.waiting(); waiting != nil {
		c.waiting = new(btree.IterG[pair])
		c.waiting.Init(waiting, false)
	}
	return c
}

// cursor walks what is in its place and what waits side by side; what waits hides what it replaces.
type cursor struct {
	placed  *bolt.Cursor
	waiting *btree.IterG[pair] // nil: nothing waits

	here pair // where the first one stands; without a key: at its end
	over pair // the same of the other one
}

// Seek goes to the first key that is not before another one, and gives it with its value; nil at the end.
func (c *cursor) Seek(key []byte) ([]byte, []byte) {
	if c.waiting == nil {
		return c.placed.Seek(key)
	}
	c.here.key, c.here.value = c.placed.Seek(key)
	c.stand(c.waiting.Seek(pair{key: key}))
	return c.passDeleted()
}

// Next goes to the next key.
func (c *cursor) Next() ([]byte, []byte) {
	if c.waiting == nil {
		return c.placed.Next()
	}
	c.step()
	return c.passDeleted()
}

// step leaves the key where the cursor stands.
func (c *cursor) step() {
	order := c.order()
	if order <= 0 {
		c.here.key, c.here.value = c.placed.Next()
	}
	if order >= 0 {
		c.stand(c.waiting.Next())
	}
}

func (c *cursor) stand(there bool) {
	c.over = pair{}
	if there {
		c.over = c.waiting.Item()
	}
}

// order compares the two places; the end comes behind all keys.
func (c *cursor) order() int {
	switch {
	case c.over.key == nil:
		return -1
	case c.here.key == nil:
		return 1
	default:
		return bytes.Compare(c.here.key, c.over.key)
	}
}

// passDeleted goes on to the next row that is there.
func (c *cursor) passDeleted() ([]byte, []byte) {
	for {
		switch order := c.order(); {
		case order < 0:
			return c.here.key, c.here.value
		case c.over.value != nil:
			return c.over.key, c.over.value
		}
		c.step()
	}
}
