package conversation

import (
	"danvanbot/bot/chat"
	"danvanbot/bot/fold"
	"danvanbot/bot/i18n"
)

// language changes the language of the bot's texts: "/ngonngu", or at once "/ngonngu en".
func (t *turn) language(rest string) {
	switch fold.Key(rest) {
	case "":
		t.ask(askLanguage, "")
	case "vi", "tieng viet", "viet":
		t.setLanguage(string(i18n.VI))
	case "en", "tieng anh", "anh", "english":
		t.setLanguage(string(i18n.EN))
	default:
		t.ask(askLanguage, "")
	}
}

func (t *turn) languagePrompt() prompt {
	return prompt{text: t.msg("language.ask"), options: []option{{string(i18n.VI), "Tiếng Việt"}, {string(i18n.EN), "English"}}}
}

func (t *turn) setLanguage(value string) {
	lang := i18n.Lang(value)
	if lang != i18n.VI && lang != i18n.EN {
		t.stale()
		return
	}
	t.s.Ask = nil
	p := *t.env.Person
	p.Lang = lang
	t.env.Person = &p
	t.act(Change{Person: p})
	t.say("language.done")
	t.again()
}

// erase forgets who the person is; the reports stay, without the name.
func (t *turn) erase() { t.ask(askErase, "") }

func (t *turn) erasePrompt() prompt {
	return prompt{
		text:    t.msg("erase.ask"),
		options: []option{{"yes", t.msg("button.erase")}},
		control: []option{{wordCancel, t.msg("button.keep_me")}},
	}
}

func (t *turn) doErase(value string) {
	t.s.Ask = nil
	if value != "yes" {
		t.say("chat.cancelled")
		return
	}
	t.s = State{}
	t.act(Erase{})
	t.say("erase.done")
}

func strangerReply(t *turn) chat.Reply { return chat.Reply{Text: t.msg("start.stranger")} }
