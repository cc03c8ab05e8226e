package storage

import "danvanbot/bot/chat"

// Usage is what was counted of a platform's messages in its latest month; zero at first.
func (r *ReadTx) Usage(p chat.Platform) (chat.Usage, error) {
	var u chat.Usage
	_, err := r.load(bucketUsage, []byte(p), &u)
	return u, err
}

// SetUsage keeps what was counted of a platform's messages.
func (t *Tx) SetUsage(p chat.Platform, u chat.Usage) error { return t.put(bucketUsage, []byte(p), u) }
