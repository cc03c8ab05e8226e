package bot

import (
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// Pace is how fast a platform may be sent to.
type Pace struct {
	PerChat   time.Duration // at least this long between two messages to one chat
	PerGroup  time.Duration // the same in a group, its threads together; 0: as in any chat
	PerSecond float64       // at most this many messages a second overall; 0: no limit
}

// bulkPercent is the part of a platform's pace that replies may take for which nobody waits.
const bulkPercent = 30

// spacing is a pace in whole numbers, as it is shown.
func (p Pace) spacing() conversation.Spacing {
	return conversation.Spacing{
		PerSecond: int(p.PerSecond), ChatSeconds: int(p.PerChat / time.Second), GroupSeconds: int(p.PerGroup / time.Second),
	}
}

// under is the pace with what is set.
func (p Pace) under(set conversation.Spacing) Pace {
	if set.PerSecond > 0 {
		p.PerSecond = float64(set.PerSecond)
	}
	if set.ChatSeconds > 0 {
		p.PerChat = time.Duration(set.ChatSeconds) * time.Second
	}
	if set.GroupSeconds > 0 {
		p.PerGroup = time.Duration(set.GroupSeconds) * time.Second
	}
	return p
}

// of is how far apart messages to a chat are.
func (p Pace) of(k chat.Key) time.Duration {
	if k.IsGroup() && p.PerGroup > 0 {
		return p.PerGroup
	}
	return p.PerChat
}

// paceUnder is a platform's pace with the limits that are set.
func (o Options) paceUnder(p chat.Platform, set conversation.Limits) Pace {
	switch p {
	case chat.Telegram:
		return o.Pace[p].under(set.Telegram)
	case chat.Zalo:
		return o.Pace[p].under(set.Zalo)
	default:
		return o.Pace[p]
	}
}
