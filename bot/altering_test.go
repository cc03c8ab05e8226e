package bot_test

import (
	"testing"

	"danvanbot/bot"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
)

// TestAlterPerson: nobody acts outside of the own subtree, on oneself, or on the last administrator.
func TestAlterPerson(t *testing.T) {
	t.Parallel()
	s := stage.New(t, stage.Options{})
	for _, who := range []string{"officer xã Bờ Y", "admin xã Sa Thầy", "head xã Sa Thầy", "admin Quảng Ngãi"} {
		s.Person(t.Context(), who)
	}
	const officer, local, head, admin = 1, 2, 3, 4
	suspend := func(n uint64) conversation.Alter {
		return conversation.Alter{Person: n, Kind: conversation.Suspended}
	}
	tests := []struct {
		name string
		by   uint64 // 0: the command line
		do   conversation.Alter
		why  string
	}{
		{"a head", head, suspend(officer), "people.not_admin"},
		{"an administrator of another unit", local, suspend(officer), "people.unknown"},
		{"of one below, on one above", local, suspend(admin), "people.unknown"},
		{"oneself", admin, suspend(admin), "people.yourself"},
		{"nobody", admin, suspend(99), "people.unknown"},
		{"out of the scope", local, conversation.Alter{Person: head, Kind: conversation.Moved, Unit: "q-bo-y"}, "people.not_yours"},
		{"to no unit", admin, conversation.Alter{Person: head, Kind: conversation.Moved, Unit: "nowhere"}, "people.not_yours"},
		{"to no role", admin, conversation.Alter{Person: head, Kind: conversation.Reranked, Role: "king"}, "people.unknown"},
		{"to oneself", admin, conversation.Alter{Person: head, Kind: conversation.HandedOver, To: head}, "people.no_heir"},
		{"to somebody out of the scope", local, conversation.Alter{Person: head, Kind: conversation.HandedOver, To: officer}, "people.no_heir"},
		{"one of two administrators", admin, suspend(local), ""},
		{"the last one, by the command line", 0, suspend(admin), "people.last"},
		{"the last one loses the role", 0, conversation.Alter{Person: admin, Kind: conversation.Reranked, Role: conversation.Head}, "people.last"},
		{"the last one is removed", 0, conversation.Alter{Person: admin, Kind: conversation.Removed}, "people.last"},
		{"a suspended administrator is no other", 0, conversation.Alter{Person: admin, Kind: conversation.Moved, Unit: "q-bo-y"}, "people.last"},
		{"whoever is suspended does nothing", local, suspend(head), "people.unknown"},
		{"resumed", 0, conversation.Alter{Person: local, Kind: conversation.Resumed}, ""},
		{"then the other may go", 0, conversation.Alter{Person: admin, Kind: conversation.Removed}, ""},
		{"and is gone", 0, suspend(admin), "people.unknown"},
	}
	for _, test := range tests {
		err := s.DB.Update(t.Context(), func(tx *storage.Tx) error {
			var by *conversation.Person
			if test.by != 0 {
				p, _, err := tx.PersonByID(test.by)
				if err != nil {
					return err
				}
				by = &p
			}
			_, why, err := bot.AlterPerson(tx, by, test.do)
			if why != test.why {
				t.Errorf("%s: got %q, want %q", test.name, why, test.why)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestHandedDrafts: what was open goes behind what is open, each once.
func TestHandedDrafts(t *testing.T) {
	t.Parallel()
	s := stage.New(t, stage.Options{})
	from, heir := s.Person(t.Context(), "officer xã Bờ Y"), s.Person(t.Context(), "officer xã Bờ Y #2")
	for _, p := range []stage.Person{from, heir} {
		p.Send("/baocao hiến máu")
		if _, err := p.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	err := s.DB.Update(t.Context(), func(tx *storage.Tx) error {
		_, why, err := bot.AlterPerson(tx, nil, conversation.Alter{Person: 1, Kind: conversation.HandedOver, To: 2})
		if why != "" {
			t.Errorf("got %q, want that it is done", why)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.DB.View(t.Context(), func(tx *storage.ReadTx) error {
		open := func(k chat.Key) int {
			state, err := tx.State(k)
			if err != nil {
				t.Error(err)
			}
			n := len(state.Next)
			if state.Draft != nil {
				n++
			}
			return n
		}
		if theirs, mine := open(from.Key()), open(heir.Key()); theirs != 0 || mine != 2 {
			t.Errorf("got %d drafts with the one and %d with the other, want 0 and 2", theirs, mine)
		}
		p, _, err := tx.PersonByID(2)
		if !p.Answers(1) || p.Answers(9) {
			t.Errorf("got %+v, want who answers for 1", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
