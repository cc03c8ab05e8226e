package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/fold"
)

// Command is one entry of the platform's command menu.
type Command struct {
	Name string // a-z, 0-9 and _
	Role Role   // who may use it
}

// Commands are the commands of the menu, in its order. What each does stands in the catalogue under "command.<name>".
var Commands = []Command{
	{"baocao", Officer},
	{"tinhnguyen", Officer},
	{"cuatoi", Officer},
	{"tonghop", Officer},
	{"khongco", Officer},
	{"sua", Officer},
	{"huybaocao", Officer},
	{"xem", Officer},
	{"tralai", Officer},
	{"thieu", Officer},
	{"batthuong", Head},
	{"nhac", Head},
	{"theodoi", Head},
	{"han", Officer},
	{"chitieu", Officer},
	{"mohinh", Officer},
	{"xuat", Head},
	{"chot", Head},
	{"bangdieuhanh", Head},
	{"thongbao", Officer},
	{"tieptuc", Officer},
	{"huy", Officer},
	{"trogiup", Officer},
	{"ngonngu", Officer},
	{"xoatoi", Officer},
	{"nguoi", Head},
	{"nhatky", Head},
	{"caidat", Admin},
	{"moi", Admin},
	{"thumoi", Admin},
	{"donvi", Admin},
}

// GroupCommands are those of the menu in a group chat.
var GroupCommands = []Command{
	{"baocao", Officer},
	{"nhom", Head},
}

// command runs "/name rest". Names may be typed with accents or in capitals.
func (t *turn) command(text string) {
	name, rest, _ := strings.Cut(strings.TrimPrefix(text, "/"), " ")
	name, _, _ = strings.Cut(name, "@")
	rest = strings.TrimSpace(rest)
	if rest != "" && !slices.Contains(filtersItself, fold.Key(name)) && t.refused(rest) {
		return
	}
	run, ok := t.commands()[fold.Key(name)]
	switch {
	case !ok && t.refused(text): // what is no command is not repeated unread
		return
	case !ok:
		t.say("command.unknown", "name", name)
		return
	}
	if !slices.Contains(aboutOpen, fold.Key(name)) {
		t.s.Ask = nil // the person went on to something else; a draft waits
	}
	run(rest)
}

// filtersItself are the commands behind which units stand, which are called like people: "đổi tên Đăk Tô".
var filtersItself = []string{"donvi", "thongbao"}

// aboutOpen are the commands that are about the open question.
var aboutOpen = []string{"quaylai", "boqua", "huy", "tieptuc", "trogiup", "help"}

func (t *turn) commands() map[string]func(rest string) {
	return map[string]func(string){
		"start":      t.start,
		"baocao":     t.report,
		"tinhnguyen": func(rest string) { t.reportForm("tinh_nguyen", rest) },
		"cuatoi":     func(string) { t.mine() },
		"summary":    t.summary,
		"tonghop":    t.summary,
		"thieu":      t.missing,
		"nhac":       func(rest string) { t.figures(Nag, rest) },
		"theodoi":    t.follow,
		"han":        t.plan,
		"chitieu":    t.goals,
		"mohinh":     t.models,
		"khongco":    t.zero,
		"xuat":       t.export,
		"chot":       t.freezing,
		"xem":        t.view,
		"thongbao":   t.announce,
		"nhom":       t.group,
		"tralai":     t.sendBack,
		"nguoi":      t.people,
		"nhatky":     t.actsOn,
		"caidat":     t.settings,
		"batthuong":  func(rest string) { t.figures(Odd, rest) },
		"sua":        t.mend,
		"huybaocao":  t.withdraw,
		"quaylai":    func(string) { t.back() },
		"boqua":      func(string) { t.skip() },
		"huy":        func(string) { t.cancel() },
		"tieptuc":    func(string) { t.resume() },
		"trogiup":    t.help,
		"help":       t.help,
		"ngonngu":    t.language,
		"xoatoi":     func(string) { t.erase() },
		"moi":        t.invite,
		"donvi":      t.units,
		"thumoi":     func(string) { t.invitations() },

		"bangdieuhanh": t.post,
	}
}

// start greets. A code of an invitation is for strangers; whoever is in already is told so.
func (t *turn) start(code string) {
	if code != "" {
		t.say("start.already", "unit", t.unitName(t.env.Person.Unit, t.today()))
		return
	}
	t.help("")
	t.say("start.notice")
}

// stranger answers who was not invited: the one way in is an invitation's code.
func (t *turn) stranger() {
	fields := strings.Fields(t.in.Text)
	if len(fields) == 2 && fields[0] == "/start" {
		t.act(Redeem{Code: strings.ToUpper(fields[1])})
		return
	}
	if len(fields) == 1 && LooksLikeCode(fields[0]) {
		t.act(Redeem{Code: strings.ToUpper(fields[0])})
		return
	}
	t.reply(strangerReply(t))
}
