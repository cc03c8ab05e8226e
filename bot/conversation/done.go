package conversation

import "time"

// Done is how far something has come that the clock leads to. It commits together with what was done, so that a restart
// neither loses nor repeats it.
type Done struct {
	Key string    `cbor:"-"`
	At  time.Time `cbor:"1,keyasint"`           // the moment for which it was done
	N   uint64    `cbor:"2,keyasint,omitempty"` // where it goes on; 0: it is complete
}
