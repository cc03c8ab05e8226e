package zalo

import (
	"encoding/json"
	"time"

	"danvanbot/bot/chat"
)

// DecodeForTest decodes one result of getUpdates, as the poll loop does.
func DecodeForTest(now time.Time, raw []byte) chat.Update { return decode(json.RawMessage(raw), now) }

// WrittenForTest is a reply as the text that is sent, before it is split.
func WrittenForTest(r chat.Reply) string { return written(r) }
