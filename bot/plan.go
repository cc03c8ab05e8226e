package bot

import (
	"encoding/json"
	"fmt"

	"danvanbot/bot/conversation"
	"danvanbot/bot/duty"
)

// setPlan journals another plan of what is due.
func (t *turn) setPlan(plan duty.Plan) error {
	value, err := json.Marshal(plan)
	if err != nil {
		return fmt.Errorf("encoding the plan: %w", err)
	}
	err = t.tx.PutSetting(conversation.Setting{Key: conversation.SettingPlan, Value: value, By: t.person.ID})
	for _, c := range chores {
		t.agenda.soon(c.kind)
	}
	return err
}

// Plan is the plan in force; if it is damaged, that is noted, and the usual one stands in.
func (r *reader) Plan() duty.Plan {
	plan, err := conversation.PlanIn(r.tx, r.calendar)
	r.note(err)
	if err != nil {
		return duty.Default(r.calendar)
	}
	return plan
}

// Subscriptions are those of a person.
func (r *reader) Subscriptions(person uint64) []conversation.Subscription {
	all, err := r.tx.Subscriptions()
	r.note(err)
	var own []conversation.Subscription
	for _, s := range all {
		if s.Person == person {
			own = append(own, s)
		}
	}
	return own
}
