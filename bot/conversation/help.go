package conversation

import "danvanbot/bot/fold"

// helpPages are the words for the pages of help, folded: one for each role.
var helpPages = map[string]Role{
	"can bo": Officer, "officer": Officer, "chi huy": Head, "chi huy don vi": Head, "head": Head,
	"lanh dao": Commander, "commander": Commander, "quan tri": Admin, "admin": Admin,
}

// help says what one can do, with examples: the page of the own role, which names those of the roles that are allowed less.
// "/trogiup chỉ huy" gives another one of them.
func (t *turn) help(rest string) {
	role, ok := helpPages[fold.Key(rest)]
	if !ok || !t.env.Person.Role.AtLeast(role) {
		role = t.env.Person.Role
	}
	key := "help.text"
	switch role {
	case Officer:
	case Head:
		key = "help.head"
	case Commander:
		key = "help.commander"
	case Admin:
		key = "help.admin"
	}
	t.say(key, "unit", t.unitName(t.env.Person.Unit, t.today()))
	t.again()
}
