// Package telegram speaks the Telegram Bot API and translates it to the words of bot/chat at the door.
//
// Promised: an update is confirmed to Telegram only after deliver returned without an error, so a crash delivers it again
// (at least once; whoever receives it drops the second one by its ID). One update that cannot be read never holds up
// the others. The token and what people write appear in no error and in no log. Every call ends: it has a time limit
// and stops with its context. Run outlives a network that is down and says once, plainly, what it cannot reach.
//
// Not promised: that a message is sent at most once, since the Bot API knows no idempotency key; a send whose answer
// was lost is reported as chat.Retry. Nor a sending rate: keeping to the limits is the business of the caller,
// only the parts of one long text are spaced here.
//
// GetUpdatesChan of the library is never used: it confirms updates before the work is done, prints the token and
// cannot be cancelled. The library builds and sends the requests; wire.go holds the few incoming fields that are read,
// so that a change of any other field cannot make an update unreadable.
package telegram
