package bot

import (
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/i18n"
)

// inviteDays is how many days an invitation made in chat works, unless an administrator says otherwise.
const inviteDays = 7

// rulesIn are the rules in force: what was set in the chat, and what the configuration says.
func (o Options) rulesIn(tx conversation.Settings) (conversation.Rules, error) {
	return conversation.RulesIn(tx, conversation.Rules{Calendar: o.Calendar, InviteDays: inviteDays, KeepDays: o.KeepDays})
}

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
	return t.showSettings()
}

// showSettings tells what is in force, and how to change what can be changed here.
func (t *turn) showSettings() error {
	head, err := t.tx.Head()
	if err != nil {
		return err
	}
	tree := t.tx.Tree()
	r := chat.Reply{Text: t.msg("settings.shown",
		"calendar", i18n.CalendarName(t.lang(), t.rules.Calendar), "invite", t.rules.InviteDays, "keep", t.rules.KeepDays,
		"version", t.Forms.Version, "forms", len(t.Forms.Forms), "units", len(tree.All()), "hash", tree.Hash()[:min(12, len(tree.Hash()))],
		"zone", t.Zone.String(), "head", int64(head))}
	if t.person.LeadsAll(tree, t.today()) {
		r.Keyboard = conversation.SettingButtons(t.env())
	}
	t.replies = append(t.replies, r)
	return nil
}
