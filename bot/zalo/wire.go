package zalo

import (
	"encoding/json"
	"strconv"
	"strings"
)

// The incoming fields that are read, and no others.

type envelope struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Description string          `json:"description"`
	Code        code            `json:"error_code"`
}

// code is an error code, which comes as a number or as a string.
type code int

// UnmarshalJSON takes what it can read; anything else is no code, so that it cannot make an answer unreadable.
func (c *code) UnmarshalJSON(data []byte) error {
	n, err := strconv.Atoi(strings.Trim(string(data), `" `))
	if err == nil {
		*c = code(n)
	}
	return nil
}

type wireUpdate struct {
	Event   string       `json:"event_name"`
	Message *wireMessage `json:"message"`
}

type wireMessage struct {
	ID       string    `json:"message_id"`
	From     *wireUser `json:"from"`
	Chat     *wireChat `json:"chat"`
	Date     int64     `json:"date"` // milliseconds
	Text     string    `json:"text"`
	Caption  string    `json:"caption"`
	Photo    string    `json:"photo"`     // the documentation's name
	PhotoURL string    `json:"photo_url"` // what really comes
}

type wireUser struct {
	ID    string `json:"id"`
	Name  string `json:"display_name"`
	IsBot bool   `json:"is_bot"`
}

type wireChat struct {
	ID   string `json:"id"`
	Type string `json:"chat_type"`
}
