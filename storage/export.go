package storage

import (
	"encoding/binary"

	"danvanbot/bot/form"
)

// Submissions are the submissions after a number in order of their numbers, at most limit, each in its newest version.
func (r *ReadTx) Submissions(after uint64, limit int) ([]form.Submission, error) {
	return r.list(bucketSubmissions, nil, listing{limit: limit, start: numberKey(after + 1), id: binary.BigEndian.Uint64})
}
