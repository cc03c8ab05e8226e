package stage

import (
	"context"
	"errors"

	"danvanbot/bot/chat"
)

// Person is somebody who talks to the bot, on any platform.
type Person interface {
	// Key is the person's chat with the bot.
	Key() chat.Key
	// Send writes a message, and gives its id.
	Send(text string) string
	// Press presses the newest button with this label, or types what stands for it.
	Press(label string) error
	// Answer writes a message that answers the newest receipt.
	Answer(text string) error
	// Change edits a message of the person.
	Change(id, text string) error
	// Photo sends a picture; those with the same album belong together.
	Photo(caption, album string) error
	// AnswerPhoto sends a picture that answers the newest receipt.
	AnswerPhoto(caption, album string) error
	// Next waits for the next message of the bot, and gives its lines as they are shown, buttons included.
	Next(ctx context.Context) ([]string, error)
	// Unread is how many messages of the bot Next has not given yet.
	Unread() int
}

// The reasons why a person cannot do something.
var (
	errNoReceipt = errors.New("there is no receipt")
	errNoChoice  = errors.New("there is no such choice")
	errCannot    = errors.New("the platform cannot do this")
)

// fake is a platform's fake server.
type fake interface {
	// person gives the nth person.
	person(n int, name string) Person
	// Drained waits until the bot has taken every message.
	Drained(ctx context.Context) error
	// Breaches are the platform's rules that the bot broke.
	Breaches() []string
}
