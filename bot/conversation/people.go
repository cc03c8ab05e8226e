package conversation

import (
	"strconv"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/orgunit"
)

// ListPeople shows the people of a unit's subtree.
type ListPeople struct {
	Unit   orgunit.ID
	Offset int
}

// ShowPerson shows one person.
type ShowPerson struct{ ID uint64 }

// Alter does something to a person. Unit is for Moved, Role for Reranked; with HandedOver the duties go to the person To.
type Alter struct {
	Person uint64
	Kind   DeedKind
	Unit   orgunit.ID
	Role   Role
	To     uint64
}

// ShowActs shows what was done to a unit and those below it, before an entry; 0: the newest.
type ShowActs struct {
	Unit   orgunit.ID
	Before uint64
}

func (ListPeople) act() {}
func (ShowPerson) act() {}
func (Alter) act()      {}
func (ShowActs) act()   {}

// askPerson: something is to be done to a person. Arg: the person's number and the kind of the deed.
const askPerson = "person"

// deedWords are how a deed is typed behind a person's number, folded; the longer of two that begin alike comes first.
var deedWords = []struct {
	words string
	kind  DeedKind
}{
	{"chuyen don vi", Moved},
	{"chuyen", Moved},
	{"ve don vi", Moved},
	{"ve", Moved},
	{"move", Moved},
	{"doi vai tro", Reranked},
	{"vai tro", Reranked},
	{"role", Reranked},
	{"tam dung", Suspended},
	{"suspend", Suspended},
	{"mo lai", Resumed},
	{"resume", Resumed},
	{"ban giao cho", HandedOver},
	{"ban giao", HandedOver},
	{"hand", HandedOver},
	{"xoa", Removed},
	{"remove", Removed},
}

// people answers "/nguoi", "/nguoi xã Bờ Y", "/nguoi 12", "/nguoi 12 chuyển xã Đăk Tô".
func (t *turn) people(rest string) {
	if !t.env.Person.Role.AtLeast(Head) {
		t.say("people.not_you")
		return
	}
	first, what, _ := strings.Cut(rest, " ")
	switch id, err := strconv.ParseUint(first, 10, 63); {
	case rest == "":
		t.act(ListPeople{Unit: t.env.Person.Unit})
	case err != nil:
		t.unitNamed(rest, func(u orgunit.ID) { t.act(ListPeople{Unit: u}) })
	case what == "":
		t.act(ShowPerson{ID: id})
	default:
		t.deed(id, what)
	}
}

// unitNamed does something with the one unit of the scope that a text names, or says that there is none.
func (t *turn) unitNamed(text string, do func(orgunit.ID)) {
	found, sure := t.findUnits(text, t.today())
	switch {
	case sure:
		do(found[0])
	case len(found) == 0:
		t.say("unit.unknown", "name", text)
	default:
		var names []string
		for _, o := range t.unitLabels(found, t.today()) {
			names = append(names, o.label)
		}
		t.say("summary.which", "name", text, "names", strings.Join(names, ", "))
	}
}

// deed reads what is to be done to a person: "chuyển xã Đăk Tô".
func (t *turn) deed(id uint64, text string) {
	key := fold.Key(text)
	for _, d := range deedWords {
		if key != d.words && !strings.HasPrefix(key, d.words+" ") {
			continue
		}
		words := strings.Fields(text)
		t.alter(id, d.kind, strings.Join(words[len(strings.Fields(d.words)):], " "))
		return
	}
	t.say("people.example", "id", strconv.FormatUint(id, 10))
}

// alter does something to a person, or asks what is missing for it.
func (t *turn) alter(id uint64, kind DeedKind, value string) {
	if t.env.Person.Role != Admin {
		t.say("people.not_admin")
		return
	}
	t.s.Ask = &Ask{What: askPerson, Arg: strconv.FormatUint(id, 10) + "|" + itoa(int(kind))}
	switch {
	case kind == Suspended || kind == Resumed:
		t.s.Ask = nil
		t.act(Alter{Person: id, Kind: kind})
	case value == "" || kind == Removed:
		t.again()
	default:
		t.doAlter(value)
	}
}

// altered is what the open Ask is about.
func (t *turn) altered() Alter {
	id, kind, _ := strings.Cut(t.s.Ask.Arg, "|")
	n, _ := strconv.ParseUint(id, 10, 63)
	return Alter{Person: n, Kind: DeedKind(atoi(kind))}
}

func (t *turn) personPrompt() prompt {
	a := t.altered()
	id := strconv.FormatUint(a.Person, 10)
	p := prompt{control: []option{{wordCancel, t.msg("button.cancel")}}}
	switch a.Kind {
	case Reranked:
		p.text = t.msg("people.ask_role", "id", id)
		p.options = t.rolePrompt().options
	case HandedOver:
		p.text = t.msg("people.ask_heir", "id", id)
	case Removed:
		p.text = t.msg("people.ask_remove", "id", id)
		p.options = []option{{"yes", t.msg("people.remove")}}
	default:
		p.text = t.msg("people.ask_unit", "id", id)
	}
	return p
}

// doAlter takes what was typed or chosen.
func (t *turn) doAlter(value string) {
	a := t.altered()
	if t.env.Person.Role != Admin {
		t.s.Ask = nil
		t.say("people.not_admin")
		return
	}
	switch a.Kind {
	case Moved:
		t.unitNamed(value, func(u orgunit.ID) { a.Unit = u })
	case Reranked:
		if a.Role = Role(value); !a.Role.Valid() {
			a.Role, _ = splitRole(value)
		}
	case HandedOver:
		a.To, _ = strconv.ParseUint(value, 10, 63)
	case Removed:
		if value != "yes" && !isYes(value) {
			t.cancel()
			return
		}
	default:
	}
	if a.Kind == Moved && a.Unit == "" || a.Kind == Reranked && a.Role == "" || a.Kind == HandedOver && a.To == 0 {
		t.again()
		return
	}
	t.s.Ask = nil
	t.act(a)
}

// actsOn answers "/nhatky [unit]".
func (t *turn) actsOn(rest string) {
	switch {
	case !t.env.Person.Role.AtLeast(Head):
		t.say("diary.not_you")
	case rest == "":
		t.act(ShowActs{Unit: t.env.Person.Unit})
	default:
		t.unitNamed(rest, func(u orgunit.ID) { t.act(ShowActs{Unit: u}) })
	}
}

// Data is the data of a button below lists of people and acts; all of it is untrusted when it comes back.
func (l ListPeople) Data() string { return verbPeople + ":" + string(l.Unit) + "." + itoa(l.Offset) }

// Data is the button's data.
func (s ShowPerson) Data() string { return verbData(verbPerson, s.ID) }

// Data is the button's data.
func (s ShowActs) Data() string {
	return verbActs + ":" + string(s.Unit) + "." + strconv.FormatUint(s.Before, 10)
}

// DeedData is the button by which something is done to a person.
func DeedData(id uint64, kind DeedKind) string { return verbData(verbDeed, id) + "." + itoa(int(kind)) }

// pressPeople handles those buttons.
func (t *turn) pressPeople(verb, data string) {
	dot := strings.LastIndexByte(data, '.')
	head, tail := data, ""
	if dot >= 0 {
		head, tail = data[:dot], data[dot+1:]
	}
	number, err := strconv.ParseUint(tail, 10, 63)
	id, _ := strconv.ParseUint(head, 10, 63)
	unit := orgunit.ID(head)
	_, known := t.env.Tree.Unit(unit)
	switch {
	case verb == verbPerson:
		t.people(data)
	case err != nil || verb == verbDeed && (number < uint64(Moved) || number > uint64(Removed)):
		t.stale()
	case verb == verbDeed:
		t.alter(id, DeedKind(number), "")
	case !known || !t.env.Person.Role.AtLeast(Head) || !t.env.Person.Sees(t.env.Tree, unit):
		t.say("people.not_yours")
	case verb == verbPeople:
		t.act(ListPeople{Unit: unit, Offset: int(min(number, 1<<20))})
	default:
		t.act(ShowActs{Unit: unit, Before: number})
	}
}
