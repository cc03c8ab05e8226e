package bot

import (
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// AlterPerson does something to a person, by an administrator or, with nil, by the command line. Where that may not be
// done, why is the message that says so and nothing happens. It returns the person as changed.
func AlterPerson(tx Tx, by *conversation.Person, a conversation.Alter) (p conversation.Person, why string, err error) {
	p, ok, err := tx.PersonByID(a.Person)
	if err != nil {
		return p, "", err
	}
	if why = refusal(tx.Tree(), by, p, ok); why != "" {
		return p, why, nil
	}
	last, err := lastAdmin(tx, p)
	if err != nil {
		return p, "", err
	}
	if last && a.Kind != conversation.Resumed && a.Kind != conversation.HandedOver {
		return p, "people.last", nil
	}
	was := p
	switch a.Kind {
	case conversation.Moved:
		_, known := tx.Tree().Unit(a.Unit)
		if !known || by != nil && !by.Sees(tx.Tree(), a.Unit) {
			return p, "people.not_yours", nil
		}
		p.Unit = tx.Tree().Now(a.Unit)
	case conversation.Reranked:
		if !a.Role.Valid() {
			return p, "people.unknown", nil
		}
		p.Role = a.Role
	case conversation.Suspended, conversation.Resumed:
		p.Suspended = a.Kind == conversation.Suspended
	case conversation.Removed:
		p.Gone = true
	case conversation.HandedOver:
		return handOver(tx, by, p, a.To)
	}
	if was.Unit == p.Unit && was.Role == p.Role && was.Suspended == p.Suspended && was.Gone == p.Gone {
		return p, "people.as_was", nil
	}
	p, err = tx.ChangePerson(p, numberOf(by))
	return p, "", err
}

// numberOf is the number of who did something; 0 for the command line.
func numberOf(by *conversation.Person) uint64 {
	if by == nil {
		return 0
	}
	return by.ID
}

// refusal says why a person cannot be changed by somebody.
func refusal(tree *orgunit.Tree, by *conversation.Person, p conversation.Person, known bool) string {
	switch {
	case !known || p.Gone:
		return "people.unknown"
	case by == nil:
		return ""
	case by.Role != conversation.Admin:
		return "people.not_admin"
	case !by.Sees(tree, p.Unit):
		return "people.unknown" // whoever is outside of the scope is as if not there
	case by.ID == p.ID:
		return "people.yourself"
	default:
		return ""
	}
}

// lastAdmin tells whether a person is the only administrator who can act.
func lastAdmin(tx ReadTx, p conversation.Person) (bool, error) {
	if p.Role != conversation.Admin || !p.Active() {
		return false, nil
	}
	people, err := tx.People()
	for _, other := range people {
		if other.ID != p.ID && other.Role == conversation.Admin && other.Active() {
			return false, err
		}
	}
	return true, err
}

// handOver gives the open drafts of a person, and what the person answers for, to another one, who is returned.
func handOver(tx Tx, by *conversation.Person, from conversation.Person, to uint64) (conversation.Person, string, error) {
	heir, ok, err := tx.PersonByID(to)
	if err != nil {
		return heir, "", err
	}
	if !ok || !heir.Active() || heir.ID == from.ID || by != nil && !by.Sees(tx.Tree(), heir.Unit) {
		return heir, "people.no_heir", nil
	}
	if err := handDrafts(tx, from, heir); err != nil {
		return heir, "", err
	}
	duties := append([]uint64{}, heir.For...)
	for _, id := range append([]uint64{from.ID}, from.For...) {
		if id != heir.ID && !heir.Answers(id) {
			duties = append(duties, id)
		}
	}
	heir.For = duties
	heir, err = tx.ChangePerson(heir, numberOf(by))
	return heir, "", err
}

// handDrafts moves what is open in the chats of a person behind what is open in the heir's.
func handDrafts(tx Tx, from, heir conversation.Person) error {
	if len(heir.Chats) == 0 {
		return nil
	}
	theirs, err := tx.State(heir.Chats[0])
	if err != nil {
		return err
	}
	for _, k := range from.Chats {
		state, err := tx.State(k)
		if err != nil {
			return err
		}
		if state.Draft == nil {
			continue
		}
		theirs = conversation.TakeOver(theirs, state, func(u orgunit.ID) bool { return heir.Sees(tx.Tree(), u) })
		if err := tx.SetState(k, conversation.State{}); err != nil {
			return err
		}
	}
	return tx.SetState(heir.Chats[0], theirs)
}

// dutiesOf counts what waits for a person: the returned reports of those whom the person answers for.
func dutiesOf(tx ReadTx, p conversation.Person) (open int, err error) {
	returns, err := tx.Returns(0)
	if err != nil {
		return 0, err
	}
	for _, r := range returns {
		var s form.Submission
		if s, _, err = tx.Submission(r.Sub); err != nil {
			return 0, err
		}
		if p.Answers(s.Reporter) {
			open++
		}
	}
	return open, nil
}
