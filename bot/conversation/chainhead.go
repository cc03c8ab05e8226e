package conversation

import (
	"fmt"
	"time"
)

// ChainHead is a journal entry and the hash of the chain up to it: who keeps it can prove that nothing before was changed.
type ChainHead struct {
	Number uint64
	Hash   []byte // SHA-256; nil with number 0
	At     time.Time
}

// String is the number and the hash as people write them down: 1234:0f5a….
func (h ChainHead) String() string { return fmt.Sprintf("%d:%x", h.Number, h.Hash) }
