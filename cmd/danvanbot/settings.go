package main

import (
	"context"
	"fmt"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
)

// paces are how fast the platforms are sent to, unless an administrator says otherwise.
func paces() map[chat.Platform]bot.Pace {
	return map[chat.Platform]bot.Pace{
		chat.Telegram: {PerChat: time.Second, PerGroup: 3 * time.Second, PerSecond: 25},
		chat.Zalo:     {PerChat: time.Second, PerSecond: 5},
	}
}

// standard are the rules in force where an administrator set nothing.
func (a *app) standard() conversation.Rules {
	return bot.Options{Calendar: a.calendar, KeepDays: a.cfg.RetentionDays, Pace: paces()}.Standard()
}

// rulesIn are the rules in force: what was set in the chat, and what the configuration says.
func (a *app) rulesIn(tx conversation.Settings) (conversation.Rules, error) {
	return conversation.RulesIn(tx, a.standard())
}

// runSettings shows what an administrator can set in the chat with /caidat, or sets one of it.
func runSettings(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "settings")
	operands, err := parseMixed(fs, args)
	if err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	return a.do(ctx, "settings", operands)
}

func settingsTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	switch len(args) {
	case 0:
		return db.View(ctx, a.listSettings)
	case 2:
	default:
		return fmt.Errorf("%w: name a setting and its value, or nothing", errUsage)
	}
	s, err := conversation.NewSetting(args[0], args[1])
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	return db.Update(ctx, func(tx *storage.Tx) error { return tx.PutSetting(s) })
}

// listSettings prints a line each: key, value, whether it was set, and what it can be.
func (a *app) listSettings(tx *storage.ReadTx) error {
	rules, err := a.rulesIn(tx)
	if err != nil {
		return err
	}
	for _, k := range conversation.SettingKeys() {
		_, set, err := tx.Setting(k.Key)
		if err != nil {
			return err
		}
		state := conversation.ValueStandard
		if set {
			state = "set"
		}
		fmt.Fprintf(a.out, "%s\t%s\t%s\t%s\n", k.Key, rules.Value(k.Key), state, k.Values)
	}
	return nil
}
