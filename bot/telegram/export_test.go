package telegram

import (
	"encoding/json"
	"time"

	"danvanbot/bot/chat"
)

// DecodeForTest decodes one update for a bot of that name, as the poll loop does.
func DecodeForTest(bot string, now time.Time, raw []byte) (chat.Update, bool) {
	id, ok := updateID(json.RawMessage(raw))
	return decoder{bot: bot, now: now}.decode(id, json.RawMessage(raw)), ok
}
