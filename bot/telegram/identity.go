package telegram

import (
	"hash/fnv"
	"strings"
)

// identity is which bot a token is of. A new token of the same bot goes on where the old one was; another bot counts its
// updates by itself, so that neither a position nor an update's id may be taken for one of this bot.
type identity struct {
	bot  string
	mark int64 // stands for the bot in a position; 1 to 1<<31 - 1
}

// maxUpdate is more than any update_id, which Telegram keeps below two thousand million.
const maxUpdate = 1<<32 - 1

func identityOf(token string) identity {
	bot, _, _ := strings.Cut(token, ":")
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(bot)) // never fails
	return identity{bot: bot, mark: int64(max(sum.Sum32()>>1, 1))}
}

// update is what an update is called: unique among those of all bots.
func (i identity) update(id int64) string { return i.bot + "-" + decimal(id) }

// position says where this bot goes on.
func (i identity) position(next int64) int64 { return i.mark<<32 | next }

// offset is where polling goes on from a position; 0, from the oldest, if the position is another bot's.
func (i identity) offset(position int64) int64 {
	if position>>32 != i.mark {
		return 0
	}
	return position & maxUpdate
}
