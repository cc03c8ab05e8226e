package telegram

import (
	"encoding/json"
	"time"

	"danvanbot/bot/chat"
)

// DecodeForTest decodes one update for a bot of that name, as the poll loop does.
func DecodeForTest(bot string, now time.Time, raw []byte) (chat.Update, bool) {
	id, ok := updateID(json.RawMessage(raw))
	return decoder{bot: bot, now: now, of: identityOf("7:x")}.decode(id, json.RawMessage(raw)), ok
}

// PositionForTest is where polling goes on with the update of that id, for the bot of that token.
func PositionForTest(token string, next int64) int64 { return identityOf(token).position(next) }
