package chat

// Usage is how many messages a bot had in one month on a platform that gives it a quota. It is stored, so that a restart
// forgets none.
type Usage struct {
	Month    string `cbor:"1,keyasint"` // 2026-11, where the bot is
	Received int    `cbor:"2,keyasint,omitempty"`
	Sent     int    `cbor:"3,keyasint,omitempty"`
	Warned   int    `cbor:"4,keyasint,omitempty"` // the highest percentage of the quota that was warned of
}

// Total is both directions together.
func (u Usage) Total() int { return u.Received + u.Sent }
