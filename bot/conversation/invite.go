package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/orgunit"
)

// CodeLength is how many letters an invitation's code has: 16 of 32 letters are 80 bits.
const CodeLength = 16

// CodeAlphabet has no letters that are mistaken for one another.
const CodeAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// LooksLikeCode tells whether a text has the form of an invitation's code.
func LooksLikeCode(text string) bool {
	if len(text) != CodeLength {
		return false
	}
	return !strings.ContainsFunc(strings.ToUpper(text), func(r rune) bool { return !strings.ContainsRune(CodeAlphabet, r) })
}

// roleWords are how a role is typed, folded.
var roleWords = map[Role][]string{
	Officer:   {"officer", "can bo", "canbo"},
	Head:      {"head", "chi huy", "chihuy", "chi huy don vi", "truong"},
	Commander: {"commander", "lanh dao", "lanhdao"},
	Admin:     {"admin", "quan tri", "quantri"},
}

// invite makes an invitation: "/moi", or at once "/moi cán bộ xã Bờ Y".
func (t *turn) invite(rest string) {
	if t.env.Person.Role != Admin {
		t.say("invite.not_you")
		return
	}
	role, unit := splitRole(rest)
	switch {
	case role == "":
		t.ask(askRole, "")
	case unit == "":
		t.ask(askFor, string(role))
	default:
		t.s.Ask = &Ask{What: askFor, Arg: string(role)}
		t.inviteUnit(unit)
	}
}

// splitRole reads a role at the begin of a text, the longest first.
func splitRole(text string) (Role, string) {
	words := strings.Fields(text)
	for n := min(3, len(words)); n > 0; n-- {
		key := fold.Key(strings.Join(words[:n], " "))
		for role, names := range roleWords {
			if slices.Contains(names, key) {
				return role, strings.Join(words[n:], " ")
			}
		}
	}
	return "", text
}

func (t *turn) rolePrompt() prompt {
	p := prompt{text: t.msg("invite.role"), control: []option{{wordCancel, t.msg("button.cancel")}}}
	for _, r := range []Role{Officer, Head, Commander, Admin} {
		p.options = append(p.options, option{string(r), t.msg("role." + string(r))})
	}
	return p
}

func (t *turn) inviteUnitPrompt() prompt {
	return prompt{text: t.msg("invite.unit"), control: []option{{wordCancel, t.msg("button.cancel")}}}
}

func (t *turn) inviteUnit(text string) {
	role := Role(t.s.Ask.Arg)
	found, sure := t.findUnits(text, t.today())
	if _, ok := t.env.Tree.Unit(orgunit.ID(text)); ok && t.env.Person.Sees(t.env.Tree, orgunit.ID(text)) {
		found, sure = []orgunit.ID{orgunit.ID(text)}, true
	}
	switch {
	case len(found) == 0 || !role.Valid():
		t.say("unit.unknown", "name", text)
		t.again()
	case sure:
		t.s.Ask = nil
		t.act(Invite{Role: role, Unit: found[0]})
	default:
		t.show(prompt{
			text:    t.msg("unit.several", "name", text),
			options: t.unitLabels(found, t.today()),
			control: []option{{wordCancel, t.msg("button.cancel")}},
		})
	}
}

func (t *turn) invitations() {
	if t.env.Person.Role != Admin {
		t.say("invite.not_you")
		return
	}
	t.act(ListInvitations{})
}

func (t *turn) revoke(code string) {
	if t.env.Person.Role != Admin {
		t.say("invite.not_you")
		return
	}
	t.act(Revoke{Code: code})
}
