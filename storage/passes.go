package storage

import (
	"crypto/sha256"
	"time"

	"danvanbot/bot/conversation"
)

// passKey is all that the file knows of a secret.
func passKey(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// Pass finds a pass by its secret. Whether it is still good is the caller's to see.
func (r *ReadTx) Pass(secret string) (conversation.Pass, bool, error) {
	var p conversation.Pass
	ok, err := r.load(bucketPasses, passKey(secret), &p)
	return p, ok, err
}

// PutPass keeps a pass. It changes no right and no figure, so the journal does not tell of it.
func (t *Tx) PutPass(secret string, p conversation.Pass) error {
	return t.put(bucketPasses, passKey(secret), p)
}

// DropPass ends a pass.
func (t *Tx) DropPass(secret string) { t.remove(bucketPasses, passKey(secret)) }

// ClosePasses ends all passes of a person, and tells how many sessions were open.
func (t *Tx) ClosePasses(person uint64) (sessions int, err error) {
	return t.dropPasses(func(p conversation.Pass) bool { return p.Person == person })
}

// DropExpired removes passes that ended by themselves.
func (t *Tx) DropExpired(now time.Time) error {
	_, err := t.dropPasses(func(p conversation.Pass) bool { return !now.Before(p.Expires) })
	return err
}

func (t *Tx) dropPasses(which func(conversation.Pass) bool) (sessions int, err error) {
	for key, value := range t.scan(bucketPasses, nil, nil) {
		var p conversation.Pass
		if err := decode(value, &p); err != nil {
			return sessions, wrap(bucketPasses, key, err)
		}
		if !which(p) {
			continue
		}
		if p.Session && t.at.Before(p.Expires) {
			sessions++
		}
		t.remove(bucketPasses, append([]byte(nil), key...))
	}
	return sessions, nil
}
