package bot

import (
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/i18n"
)

// inviteDays is how many days an invitation made in chat works, unless an administrator says otherwise.
const inviteDays = 7

// Standard are the rules in force where an administrator set nothing. It needs Calendar, KeepDays and Pace alone.
func (o Options) Standard() conversation.Rules {
	return conversation.Rules{Calendar: o.Calendar, InviteDays: inviteDays, KeepDays: o.KeepDays, Limits: conversation.Limits{
		Telegram: o.Pace[chat.Telegram].spacing(), Zalo: o.Pace[chat.Zalo].spacing(),
		BulkPercent: bulkPercent, CodeTries: maxTries, WrongCodes: maxWrong,
	}}
}

// rulesIn are the rules in force: what was set in the chat, and what the configuration says. Of limits only those that
// were set.
func (o Options) rulesIn(tx conversation.Settings) (conversation.Rules, error) {
	standard := o.Standard()
	standard.Limits = conversation.Limits{}
	return conversation.RulesIn(tx, standard)
}

// limits are those in force.
func (t *turn) limits() conversation.Limits { return t.rules.Or(t.Standard().Limits) }

// set journals a setting. It is in force from here on, also for the clock, and a calendar for the usual plan, too.
func (t *turn) set(s conversation.Setting) error {
	err := t.tx.PutSetting(s)
	if err == nil {
		t.rules, err = t.rulesIn(t.tx)
	}
	if err != nil {
		return err
	}
	for _, c := range chores {
		t.agenda.soon(c.kind)
	}
	t.replies = append(t.replies, t.said("settings.done"))
	return t.showSettings(s.Limit())
}

// showSettings tells what is in force, and how to change what can be changed here.
func (t *turn) showSettings(limits bool) error {
	r, err := t.settings(limits)
	if err != nil {
		return err
	}
	if t.person.LeadsAll(t.tx.Tree(), t.today()) {
		if limits {
			r.Text += "\n" + t.msg("settings.limits_how")
		}
		r.Keyboard = conversation.SettingButtons(t.env(), limits)
	}
	t.replies = append(t.replies, r)
	return nil
}

func (t *turn) settings(limits bool) (chat.Reply, error) {
	if limits {
		lines := []string{t.msg("settings.limits_shown")}
		for _, l := range t.limits().Shown(t.env()) {
			lines = append(lines, t.msg("settings.limit", "name", l.Name, "value", l.Value))
		}
		return chat.Reply{Text: strings.Join(lines, "\n")}, nil
	}
	head, err := t.tx.Head()
	if err != nil {
		return chat.Reply{}, err
	}
	tree := t.tx.Tree()
	return chat.Reply{Text: t.msg("settings.shown",
		"calendar", i18n.CalendarName(t.lang(), t.rules.Calendar), "invite", t.rules.InviteDays, "keep", t.rules.KeepDays,
		"version", t.Forms.Version, "forms", len(t.Forms.Forms), "units", len(tree.All()), "hash", tree.Hash()[:min(12, len(tree.Hash()))],
		"zone", t.Zone.String(), "head", int64(head))}, nil
}
