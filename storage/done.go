package storage

import "danvanbot/bot/conversation"

// doneKey names one work of a kind that the clock leads to.
func doneKey(kind, key string) []byte { return append(word(nil, kind), key...) }

// Done is how far a work of a kind has come, and whether it was ever begun.
func (r *ReadTx) Done(kind, key string) (conversation.Done, bool, error) {
	d := conversation.Done{Key: key}
	ok, err := r.load(bucketDone, doneKey(kind, key), &d)
	return d, ok, err
}

// AllDone are the works of a kind in the order of their keys.
func (r *ReadTx) AllDone(kind string) ([]conversation.Done, error) {
	var all []conversation.Done
	prefix := doneKey(kind, "")
	for key, value := range r.scan(bucketDone, prefix, nil) {
		d := conversation.Done{Key: string(key[len(prefix):])}
		if err := decode(value, &d); err != nil {
			return nil, wrap(bucketDone, key, err)
		}
		all = append(all, d)
	}
	return all, nil
}

// SetDone notes how far a work of a kind has come. One without a moment is forgotten.
func (t *Tx) SetDone(kind string, d conversation.Done) error {
	key := doneKey(kind, d.Key)
	if d.At.IsZero() {
		t.remove(bucketDone, key)
		return nil
	}
	return t.put(bucketDone, key, d)
}
