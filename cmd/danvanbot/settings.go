package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/duty"
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
	case 1:
		if args[0] == conversation.SettingPlan {
			return db.View(ctx, a.showPlan)
		}
		return fmt.Errorf("%w: give a value, too", errUsage)
	case 2:
	default:
		return fmt.Errorf("%w: name a setting and its value, or nothing", errUsage)
	}
	s, err := conversation.NewSetting(args[0], args[1])
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	return db.Update(ctx, func(tx *storage.Tx) error {
		if s.Key == conversation.SettingPlan {
			if err := a.fits(tx, s); err != nil {
				return err
			}
		}
		return tx.PutSetting(s)
	})
}

// showPlan prints what is due as the JSON that can be given back.
func (a *app) showPlan(tx *storage.ReadTx) error {
	rules, err := a.rulesIn(tx)
	if err != nil {
		return err
	}
	plan, err := conversation.PlanIn(tx, rules.Calendar)
	if err != nil {
		return err
	}
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	return e.Encode(plan)
}

// fits tells whether a plan is about units and forms that there are.
func (a *app) fits(tx *storage.Tx, s conversation.Setting) error {
	if len(s.Value) == 0 {
		return nil // the standard one
	}
	plan, err := duty.Parse(s.Value)
	if err != nil {
		return err
	}
	for _, r := range plan.Owed {
		for _, id := range r.Units {
			if _, known := tx.Tree().Unit(id); !known {
				return fmt.Errorf("%w: there is no unit %q", errUsage, id)
			}
		}
		for _, id := range r.Forms {
			if _, known := a.forms.Form(id); !known {
				return fmt.Errorf("%w: there is no form %q", errUsage, id)
			}
		}
	}
	return nil
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
