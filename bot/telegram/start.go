package telegram

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/line"
)

// Command is one line of the menu.
type Command struct {
	Name        string            // 1 to 32 of a-z, 0-9 and "_", without "/"
	Description map[string]string // by two-letter language; "" is for all others, and is "vi" if missing
}

var commandShape = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (c Command) check() error {
	if !commandShape.MatchString(c.Name) {
		return optionError("a command's name must be 1 to 32 of a-z, 0-9 and _")
	}
	if n := utf8.RuneCountInString(c.in("")); n < 1 || n > 256 {
		return fmt.Errorf("%w: the description of %s must have 1 to 256 characters", ErrOptions, c.Name)
	}
	return nil
}

func (c Command) in(language string) string {
	return cmp.Or(c.Description[language], c.Description[""], c.Description["vi"])
}

// start makes ready for polling. It insists until Telegram was reached.
func (c *Client) start(ctx context.Context) error {
	if _, err := c.insist(ctx, query{method: "deleteWebhook"}); err != nil {
		return err
	}
	result, err := c.insist(ctx, query{method: "getMe"})
	if err != nil {
		return err
	}
	var me struct{ Username string }
	if err := json.Unmarshal(result, &me); err == nil {
		c.username.Store(&me.Username)
	}
	for _, q := range c.menus() {
		if _, err := c.insist(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// insist repeats a call until Telegram has answered it. An answer of no is logged and otherwise let be, since a bot
// without its menu is better than none; only the token's refusal ends it.
func (c *Client) insist(ctx context.Context, q query) (json.RawMessage, error) {
	var pause line.Backoff
	for ctx.Err() == nil {
		result, failed := c.request(ctx, q)
		if failed == nil {
			c.recovered()
			return result, nil
		}
		if refused(failed) {
			c.log.Error("telegram refuses a call at start-up", "method", q.method, "cause", failed.Error())
			return nil, nil
		}
		if err := c.endure(ctx, failed, &pause); err != nil {
			return nil, err
		}
	}
	return nil, ctx.Err()
}

// refused tells whether Telegram answered a call with a no that repeating will not change.
func refused(e *callError) bool {
	return e.said && !fatal(e) && e.status < http.StatusInternalServerError &&
		e.status != http.StatusConflict && e.status != http.StatusTooManyRequests && e.after == 0
}

// menus gives one setMyCommands for each language, the default's first, of the chat and of groups.
func (c *Client) menus() []query {
	return slices.Concat(menusOf(c.commands, ""), menusOf(c.inGroups, `{"type":"all_group_chats"}`))
}

func menusOf(commands []Command, scope string) []query {
	languages := map[string]bool{"": true, "vi": true}
	for _, command := range commands {
		for language := range command.Description {
			languages[language] = true
		}
	}
	if len(commands) == 0 {
		return nil
	}
	var queries []query
	for _, language := range slices.Sorted(maps.Keys(languages)) {
		params := menu(commands, language)
		params.AddNonEmpty("scope", scope)
		queries = append(queries, query{method: "setMyCommands", params: params})
	}
	return queries
}

func menu(commands []Command, language string) tgbotapi.Params {
	lines := make([]tgbotapi.BotCommand, len(commands))
	for i, command := range commands {
		lines[i] = tgbotapi.BotCommand{Command: command.Name, Description: command.in(language)}
	}
	params := tgbotapi.Params{"commands": asJSON(lines)}
	params.AddNonEmpty("language_code", language)
	return params
}
