// Package chat holds the platform-neutral words of a dialogue: where it happens (Key), what comes in (Update),
// what goes out (Reply), and how a send can fail (SendError).
//
// Adapters translate their wire types into these at the door, so nothing above them knows a platform.
// Promised: the types are plain data and can be stored. Not promised: that a platform has buttons or can edit;
// a reader of Reply must degrade (numbered choices, a new message).
package chat

import (
	"strings"
	"time"
)

// Platform names a messenger.
type Platform string

// The platforms that have an adapter.
const (
	Telegram Platform = "telegram"
	Zalo     Platform = "zalo"
	Web      Platform = "web"
)

// Key says where a dialogue happens: a chat of a platform. In a private chat the chat id is the user's id.
type Key struct {
	Platform Platform `cbor:"1,keyasint" json:"platform"`
	Chat     string   `cbor:"2,keyasint" json:"chat"`
}

// String gives "platform:chat".
func (k Key) String() string { return string(k.Platform) + ":" + k.Chat }

// InThread is where a thread of a group is written to; without a thread the group itself.
func InThread(group Key, thread string) Key {
	if thread != "" {
		group.Chat += "/" + thread
	}
	return group
}

// Whole is the group of a thread; every other chat is whole.
func (k Key) Whole() Key {
	k.Chat, _, _ = strings.Cut(k.Chat, "/")
	return k
}

// IsGroup tells whether several people read a chat: Telegram's groups have negative ids, the other platforms have none.
func (k Key) IsGroup() bool { return k.Platform == Telegram && strings.HasPrefix(k.Chat, "-") }

// Kind says what an Update is.
type Kind uint8

// The kinds of updates.
const (
	Unknown   Kind = iota // could not be decoded, or is of no use to us; only its id and position count
	Text                  // a message, or a command
	Press                 // a button was pressed; Data and Query are set
	Photo                 // one photo, or one of an album; Photos is set, Text is its caption
	Edit                  // an earlier message was edited; Text is the new text
	Blocked               // the person blocked the bot
	Unblocked             // the person unblocked the bot
	Migrated              // a group chat has got a new id, Data
	Opened                // the person has opened the chat, which shows nothing: of what was said before, it knows nothing
)

// Update is one incoming event.
type Update struct {
	ID       string    // unique on its platform; the same event delivered again has the same ID
	Position int64     // where polling goes on once this update is committed; 0 where a platform has no position
	Key      Key       // the chat
	User     string    // the sender's id on the platform; equals Key.Chat in a private chat
	Name     string    // the sender's display name
	Group    bool      // the chat is a group
	Called   bool      // in a group: the message speaks to the bot, by a command or by its name
	Thread   string    // of a group, where it has threads
	Via      string    // the group in which it was said, where it is handled as if said in private, see InThread
	Kind     Kind      //
	Text     string    // what was typed, NFC or not
	Data     string    // the pressed button's data: untrusted
	Query    string    // the press to answer, see Reply.Answer
	Message  string    // id of the message itself, of the edited one, or of the one whose button was pressed
	ReplyTo  string    // id of the message that this one answers
	Quoted   string    // text of that message, where the platform tells it: untrusted
	Album    string    // photos that were sent together share it
	Photos   []string  // references to photos, see Picture.Ref; the largest size of each
	Language string    // the client's language code, if known
	Sent     time.Time // when the person sent it
	Cause    string    // why an Unknown update could not be decoded; never holds its content
}

// Private tells whether the update comes from a chat between one person and the bot.
func (u Update) Private() bool { return !u.Group }

// Button is one choice below a message. A platform without buttons shows the labels as a numbered list.
type Button struct {
	Label string `cbor:"1,keyasint"`
	Data  string `cbor:"2,keyasint"` // 1 to 64 bytes of ASCII
}

// Keyboard is rows of buttons.
type Keyboard [][]Button

// Reply is one outgoing message.
//
// Text is HTML with b, i, u, s and code only; everything that people typed is escaped with Escape.
type Reply struct {
	Text     string   `cbor:"1,keyasint,omitempty"`
	Keyboard Keyboard `cbor:"2,keyasint,omitempty"`
	Answer   string   `cbor:"3,keyasint,omitempty"` // answers this press (Update.Query) with Text as a short notice, possibly empty
	Edit     string   `cbor:"4,keyasint,omitempty"` // replaces this message instead of sending a new one, where the platform can

	// Unnumbered says that a typed number is an answer here and not the number of a button, so that a platform without
	// buttons must not number them.
	Unnumbered bool `cbor:"5,keyasint,omitempty"`

	// File is a file that is to be made and sent; then there is nothing else in the reply.
	File *Job `cbor:"6,keyasint,omitempty"`

	// Bulk says that nobody waits for the reply, so that it gives way to those that somebody waits for.
	Bulk bool `cbor:"7,keyasint,omitempty"`

	// Photos are shown again, with Text below the first: references of the platform that the reply goes to, at most MaxPhotos.
	Photos []string `cbor:"8,keyasint,omitempty"`

	// Notice is the announcement that the reply is, so that it is known how far it has come.
	Notice uint64 `cbor:"9,keyasint,omitempty"`
}

// MaxPhotos is how many photos one reply shows.
const MaxPhotos = 10

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Escape makes text safe inside Reply.Text.
func Escape(s string) string { return escaper.Replace(s) }
