package conversation

import (
	"encoding/json"
	"slices"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// askUnits: a reorganisation is to be confirmed. Arg: its operations, as JSON.
const askUnits = "units"

// unitVerbs are the words that begin a reorganisation, folded, and the word that parts its two sides.
var unitVerbs = []struct {
	words string
	do    orgunit.Action
	parts []string
}{
	{"thanh lap", orgunit.Found, []string{"thuoc", "truc thuoc"}},
	{"doi ten", orgunit.Rename, []string{"thanh"}},
	{"chuyen", orgunit.Move, []string{"ve", "sang"}},
	{"sap nhap", orgunit.Merge, []string{"vao", "thanh"}},
	{"nhap", orgunit.Merge, []string{"vao", "thanh"}},
	{"tach", orgunit.Split, []string{"thanh"}},
	{"giai the", orgunit.Close, []string{"giao", "giao cho"}},
	{"nhom", orgunit.Gather, []string{"gom"}},
}

// units changes the units: "/donvi sáp nhập Bờ Y, Sa Loong thành Xã Bờ Y Mới từ 1/12/2026". Nothing is done before it was
// shown and confirmed.
func (t *turn) units(rest string) {
	if t.env.Person.Role != Admin {
		t.say("units.not_you")
		return
	}
	op, ok := t.operation(rest)
	if !ok {
		return
	}
	ops := []orgunit.Operation{op}
	_, changes, err := orgunit.Apply(t.env.Tree, ops)
	if err != nil || changes.Empty() {
		t.say("units.impossible", "day", t.days(op.On.Day()))
		return
	}
	text, err := json.Marshal(ops)
	if err != nil {
		t.say("units.help")
		return
	}
	t.act(ShowUnits{Operations: ops})
	t.ask(askUnits, string(text))
}

func (t *turn) unitsPrompt() prompt {
	return prompt{
		text:    t.msg("units.sure"),
		options: []option{{valueYes, t.msg("units.yes")}},
		control: []option{{wordCancel, t.msg("button.cancel")}},
	}
}

const valueYes = "yes"

// answerUnits carries the reorganisation out that was shown.
func (t *turn) answerUnits(value string) {
	var ops []orgunit.Operation
	if value != valueYes && !isYes(value) || json.Unmarshal([]byte(t.s.Ask.Arg), &ops) != nil {
		t.say("choice.unknown")
		t.again()
		return
	}
	t.s.Ask = nil
	if t.env.Person.Role != Admin {
		t.say("units.not_you")
		return
	}
	if _, _, err := orgunit.Apply(t.env.Tree, ops); err != nil {
		t.say("units.impossible", "day", t.days(ops[0].On.Day()))
		return
	}
	t.act(Reorganise{Operations: ops})
}

// operation reads one line. It is false where the person was answered.
func (t *turn) operation(text string) (op orgunit.Operation, ok bool) {
	op.On, text = t.since(text)
	words := strings.Fields(text)
	for _, v := range unitVerbs {
		n := strings.Count(v.words, " ") + 1
		if len(words) <= n || fold.Key(strings.Join(words[:n], " ")) != v.words {
			continue
		}
		op.Do = v.do
		left, by, right := divide(words[n:], v.parts)
		return op, t.fillOperation(&op, left, by, right)
	}
	t.say("units.help")
	return op, false
}

// since takes "từ 1/12/2026" off the end of a text; without it the day is today.
func (t *turn) since(text string) (period.Date, string) {
	words := strings.Fields(text)
	for i := len(words) - 1; i > 0; i-- {
		if fold.Key(words[i]) != "tu" {
			continue
		}
		found := viet.Dates(strings.Join(words[i+1:], " "), t.today())
		if len(found) == 1 && !found[0].Bad && found[0].Range.Days() == 1 {
			return found[0].Range.From, strings.Join(words[:i], " ")
		}
	}
	return t.today(), text
}

// divide parts words at the last word that parts them.
func divide(words, parts []string) (left, by, right string) {
	for i := range slices.Backward(words) {
		for _, p := range parts {
			n := strings.Count(p, " ") + 1
			if i+n <= len(words) && fold.Key(strings.Join(words[i:i+n], " ")) == p {
				return strings.Join(words[:i], " "), p, strings.Join(words[i+n:], " ")
			}
		}
	}
	return strings.Join(words, " "), "", ""
}

func (t *turn) fillOperation(op *orgunit.Operation, left, by, right string) bool {
	need := right != "" || op.Do == orgunit.Close || op.Do == orgunit.Found
	if left == "" || !need {
		t.say("units.help")
		return false
	}
	switch op.Do {
	case orgunit.Found:
		op.Name = left
		return right == "" || t.nameUnit(&op.Parent, right, op.On)
	case orgunit.Rename:
		op.Name = right
		return t.nameUnit(&op.Unit, left, op.On)
	case orgunit.Move:
		return t.nameUnit(&op.Unit, left, op.On) && t.nameUnit(&op.Parent, right, op.On)
	case orgunit.Merge:
		return t.fillMerge(op, left, by, right)
	case orgunit.Split:
		for _, name := range listed(right) {
			op.Parts = append(op.Parts, orgunit.Part{New: orgunit.New{Name: name}})
		}
		return t.nameUnit(&op.Unit, left, op.On-1)
	case orgunit.Close:
		return t.nameUnit(&op.Unit, left, op.On-1) && (right == "" || t.nameUnit(&op.Parent, right, op.On))
	default:
		op.Name = left
		return t.nameUnits(&op.Units, right, op.On)
	}
}

func (t *turn) fillMerge(op *orgunit.Operation, left, by, right string) bool {
	if by == "thanh" {
		op.Name = right
		return t.nameUnits(&op.Units, left, op.On-1)
	}
	return t.nameUnits(&op.Units, left, op.On-1) && t.nameUnit(&op.Into, right, op.On)
}

// listed are the names of a list: "A, B và C".
func listed(text string) []string {
	var names []string
	for part := range strings.SplitSeq(text, ",") {
		words := strings.Fields(part)
		for {
			i := slices.IndexFunc(words, func(w string) bool { return fold.Key(w) == "va" })
			if i < 0 {
				break
			}
			names, words = append(names, strings.Join(words[:i], " ")), words[i+1:]
		}
		names = append(names, strings.Join(words, " "))
	}
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

func (t *turn) nameUnits(into *[]string, text string, on period.Date) bool {
	for _, name := range listed(text) {
		var id string
		if !t.nameUnit(&id, name, on) {
			return false
		}
		*into = append(*into, id)
	}
	return len(*into) > 0
}

// nameUnit finds the unit that a name means on a day. Units are changed by their exact names only.
func (t *turn) nameUnit(into *string, name string, on period.Date) bool {
	var found []orgunit.ID
	for _, m := range t.env.Tree.Find(name, on) {
		if !m.Group && !m.Former && m.Distance == 0 && t.env.Person.Sees(t.env.Tree, m.ID) {
			found = append(found, m.ID)
		}
	}
	switch len(found) {
	case 1:
		*into = string(found[0])
		return true
	case 0:
		t.say("units.unknown", "name", name)
	default:
		t.say("units.several", "name", name, "ids", joinIDs(found))
	}
	return false
}

func joinIDs(ids []orgunit.ID) string {
	var list []string
	for _, id := range ids {
		list = append(list, string(id))
	}
	return strings.Join(list, ", ")
}
