package bot

import (
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
)

// Returns reads what was sent back.
func (r *reader) Returns(sub uint64) []conversation.Return {
	list, err := r.tx.Returns(sub)
	r.note(err)
	return list
}

// sendBack sends a report back, and asks those who answer for it.
func (t *turn) sendBack(r conversation.Return) error {
	open, err := t.tx.Returns(r.Sub)
	if err != nil {
		return err
	}
	for _, o := range open {
		if o.Key == r.Key && o.By == r.By {
			t.replies = append(t.replies, conversation.ReturnedAlready(t.env(), o))
			return nil
		}
	}
	if r, err = t.tx.PutReturn(r); err != nil {
		return err
	}
	told, err := t.bring(r)
	if err != nil {
		return err
	}
	t.replies = append(t.replies, conversation.SentBack(t.env(), r, told))
	return nil
}

// bring asks those who answer for a report that was sent back, and tells how many they are.
func (t *turn) bring(r conversation.Return) (told int, err error) {
	s, _, err := t.tx.Submission(r.Sub)
	if err != nil {
		return 0, err
	}
	people, err := t.answering(s)
	for _, p := range people {
		if p.ID == t.person.ID {
			continue
		}
		state, err := t.tx.State(p.Chats[0])
		if err != nil {
			return told, err
		}
		state, reply := conversation.Bring(t.envOf(p), state, r, t.now)
		if err := t.tx.SetState(p.Chats[0], state); err != nil {
			return told, err
		}
		if err := t.write(p, reply); err != nil {
			return told, err
		}
		told++
	}
	return told, err
}

// answering are the people who answer for a report: mostly who reported it, so that nobody else is looked for.
func (t *turn) answering(s form.Submission) ([]conversation.Person, error) {
	reporter, ok, err := t.tx.PersonByID(s.Reporter)
	if err != nil {
		return nil, err
	}
	if ok {
		if to := conversation.ReturnsTo(t.env(), s, []conversation.Person{reporter}); len(to) > 0 {
			return to, nil
		}
	}
	people, err := t.tx.People()
	return conversation.ReturnsTo(t.env(), s, people), err
}

// answerReturns ends the returns that a new version of a report answers, and tells those who sent it back.
func (t *turn) answerReturns(before, after form.Submission) error {
	if before.ID == 0 {
		return nil
	}
	open, err := t.tx.Returns(after.ID)
	if err != nil {
		return err
	}
	for _, r := range open {
		settled := r
		settled.Settled, settled.Version, settled.By, settled.Reason = conversation.Fixed, after.Version, t.person.ID, ""
		if after.Gone {
			settled.Settled = conversation.Dropped
		} else if !conversation.Answered(t.env(), r, before, after) {
			continue
		}
		if err := t.endReturn(r, settled, before); err != nil {
			return err
		}
		if r.By != t.person.ID {
			t.replies = append(t.replies, chat.Reply{Text: t.msg("return.told")})
		}
	}
	return nil
}

// settleReturn ends a return by a word instead of a correction.
func (t *turn) settleReturn(settled conversation.Return) error {
	open, err := t.tx.Returns(settled.Sub)
	if err != nil {
		return err
	}
	for _, r := range open {
		if r.Entry != settled.Entry {
			continue
		}
		t.replies = append(t.replies, conversation.ReturnEnded(t.env(), settled))
		return t.endReturn(r, settled, form.Submission{})
	}
	return nil
}

// endReturn journals the end of a return and tells the others who have to do with it: who sent the report back, and if it
// is needed no more those who answer for it.
func (t *turn) endReturn(opened, settled conversation.Return, before form.Submission) error {
	if _, err := t.tx.PutReturn(settled); err != nil {
		return err
	}
	to, err := t.concerned(opened, settled)
	if err != nil {
		return err
	}
	for _, p := range to {
		if p.ID == t.person.ID {
			continue
		}
		if err := t.write(p, conversation.SettledReturn(t.envOf(p), opened, settled, before)); err != nil {
			return err
		}
	}
	return nil
}

// concerned are those who are told of the end of a return. The drafts that were open for it go.
func (t *turn) concerned(opened, settled conversation.Return) ([]conversation.Person, error) {
	by, ok, err := t.tx.PersonByID(opened.By)
	if err != nil {
		return nil, err
	}
	var to []conversation.Person
	if ok {
		to = append(to, by)
	}
	if settled.Settled != conversation.TakenBack {
		return to, nil
	}
	s, _, err := t.tx.Submission(opened.Sub)
	if err != nil {
		return nil, err
	}
	people, err := t.answering(s)
	for _, p := range people {
		state, err := t.tx.State(p.Chats[0])
		if err != nil {
			return nil, err
		}
		if err := t.tx.SetState(p.Chats[0], conversation.LetGo(state, opened)); err != nil {
			return nil, err
		}
	}
	return append(to, people...), err
}
