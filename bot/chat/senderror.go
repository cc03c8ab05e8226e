package chat

import (
	"fmt"
	"time"
)

// Failure says what to do about a send that was not accepted.
type Failure uint8

// The closed set of failures.
const (
	Retry     Failure = iota + 1 // the platform was not reached or is not well: try again later
	Throttled                    // too many messages: wait After, then try again
	Gone                         // the person blocked the bot or left: mark the chat unreachable
	Permanent                    // the platform will never take this message: give up on it
	Done                         // nothing to do any more (not modified, query too old): count it as sent
	Moved                        // the chat has a new id, NewChat: send there
)

// SendError is what a Messenger returns for a send that was not accepted. Its text never holds the token or the message.
type SendError struct {
	Failure Failure
	After   time.Duration // how long to wait, with Throttled
	NewChat string        // with Moved
	Cause   string        // for the log
}

// Error describes the failure for the log.
func (e *SendError) Error() string { return fmt.Sprintf("send refused (%s): %s", e.Failure, e.Cause) }

// String names the failure, as in metrics.
func (f Failure) String() string {
	names := [...]string{"", "retry", "throttled", "gone", "permanent", "done", "moved"}
	if int(f) < len(names) {
		return names[f]
	}
	return "unknown"
}
