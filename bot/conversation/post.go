package conversation

import (
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/fold"
	"danvanbot/bot/orgunit"
)

// LinkFor is how long a link to the command post can be followed.
const LinkFor = 10 * time.Minute

// SessionFor is how long whoever followed it may look.
const SessionFor = 12 * time.Hour

// Pass lets one person see the command post: first a link, which works once, then the session that it was exchanged for.
// It ends early when the person's role or unit is no longer the one that it was made for.
type Pass struct {
	Person  uint64     `cbor:"1,keyasint"`
	Role    Role       `cbor:"2,keyasint"`
	Unit    orgunit.ID `cbor:"3,keyasint"`
	Expires time.Time  `cbor:"4,keyasint"`
	Session bool       `cbor:"5,keyasint,omitempty"` // false: a link
}

// Admits tells whether a pass is still good for its person, as the person is now.
func (p Pass) Admits(person Person, now time.Time) bool {
	return now.Before(p.Expires) && p.Person == person.ID && !person.Gone && person.Role.AtLeast(Head) &&
		p.Role == person.Role && p.Unit == person.Unit
}

// OpenPost sends a link to the command post.
type OpenPost struct{}

// ClosePosts ends all links and sessions of the person who writes.
type ClosePosts struct{}

func (OpenPost) act()   {}
func (ClosePosts) act() {}

// postWords are what people type for it, folded.
var postWords = map[string]bool{
	"bang dieu hanh": true, "trang chi huy": true, "mo bang dieu hanh": true, "mo trang chi huy": true, "command post": true,
	"dong moi phien": false, "dong phien": false, "dong bang dieu hanh": false, "close all sessions": false,
}

// asksPost answers a text that asks for the command post, or for the end of its sessions.
func (t *turn) asksPost(text string) bool {
	open, ok := postWords[fold.Key(text)]
	switch {
	case !ok:
		return false
	case open:
		t.post("")
	default:
		t.closePosts()
	}
	return true
}

// post answers /bangdieuhanh; with the word "đóng" behind it, it ends what is open.
func (t *turn) post(rest string) {
	switch {
	case !t.env.Person.Role.AtLeast(Head):
		t.say("post.not_you")
	case fold.Key(rest) == "dong" || fold.Key(rest) == "close":
		t.closePosts()
	default:
		t.act(OpenPost{})
	}
}

// closePosts is open to everybody: whoever lost the right to look may still want to be sure.
func (t *turn) closePosts() { t.act(ClosePosts{}) }

const closePostsData = verbClose + ":"

// PostLink gives the link to the command post; an empty one says that there is no such page.
func PostLink(env Env, link string) chat.Reply {
	t := &turn{env: env}
	if link == "" {
		return chat.Reply{Text: t.msg("post.off")}
	}
	return chat.Reply{
		Text:     t.msg("post.link", "unit", t.unitName(env.Person.Unit, orgunit.Latest), "link", link, "minutes", int(LinkFor.Minutes()), "hours", int(SessionFor.Hours())),
		Keyboard: rows([]chat.Button{{Label: t.msg("post.close"), Data: closePostsData}}),
	}
}

// PostsClosed says how many sessions were ended.
func PostsClosed(env Env, n int) chat.Reply {
	t := &turn{env: env}
	if n == 0 {
		return chat.Reply{Text: t.msg("post.none_open")}
	}
	return chat.Reply{Text: t.msg("post.closed", "n", n)}
}
