package storage

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"danvanbot/bot/form"
)

// gist is what the index of days tells of a submission, so that reports of the same event are found without reading
// all those of the day.
type gist struct {
	form     string
	reporter uint64
	days     int64 // how many come before the last one
	joint    bool
}

func gistOf(s form.Submission) gist {
	return gist{s.Form, s.Reporter, int64(s.Days.To - s.Days.From), s.Joint != 0}
}

// alike tells whether two submissions of one unit and day may be of the same event.
func (g gist) alike(other gist) bool {
	return g.form == other.form && g.days == other.days && g.reporter != other.reporter && !other.joint
}

func (g gist) pack() []byte {
	flags := g.days << 1
	if g.joint {
		flags |= 1
	}
	packed := binary.AppendVarint(binary.AppendUvarint(make([]byte, 0, 16), g.reporter), flags)
	return seal(formatBytes, packed, []byte(g.form))
}

func unpackGist(value []byte) (gist, error) {
	packed, err := unseal(formatBytes, value)
	if err != nil {
		return gist{}, err
	}
	reporter, n := binary.Uvarint(packed)
	days, m := binary.Varint(packed[max(n, 0):])
	if n <= 0 || m <= 0 {
		return gist{}, fmt.Errorf("%w: an entry of a day", ErrDamaged)
	}
	return gist{string(packed[n+m:]), reporter, days >> 1, days&1 == 1}, nil
}

// Alike finds the first report of somebody else that may be of the same event: of the same unit, form and days, and part
// of no joint event yet.
func (r *ReadTx) Alike(s form.Submission) (form.Submission, bool, error) {
	prefix, wanted := dayPrefix(s.Unit, s.Day()), gistOf(s)
	for key, value := range r.scan(bucketByDay, prefix, nil) {
		if !bytes.HasSuffix(value, []byte(s.Form)) {
			continue // most are of other forms, and a day can have many
		}
		other, err := unpackGist(value)
		if err != nil {
			return form.Submission{}, false, wrap(bucketByDay, key, err)
		}
		if wanted.alike(other) {
			return r.Submission(binary.BigEndian.Uint64(key[len(prefix):]))
		}
	}
	return form.Submission{}, false, nil
}
