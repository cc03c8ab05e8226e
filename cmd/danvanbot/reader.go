package main

import (
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// reader is how a line of a kind is read; false for a kind that there is not.
func (a *app) reader(kind string, sent time.Time) (func(string) any, bool) {
	today := period.DateOf(sent)
	switch kind {
	case "number":
		return func(line string) any { return viet.WantNumber(line) }, true
	case "date":
		return func(line string) any { return viet.WantDate(line, today) }, true
	case "report":
		context := viet.Context{Sent: sent, Words: conversation.Vocabulary(a.forms, a.given)}
		return func(line string) any { return viet.WantReport(line, context) }, true
	default:
		return nil, false
	}
}
