package conversation

import (
	"strings"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
)

// Receipt answers for a stored submission: its code, and what the month comes to (line, already in the person's language).
func Receipt(env Env, s form.Submission, line string) chat.Reply {
	t := &turn{env: env}
	key := "receipt.new"
	switch {
	case s.Gone:
		key = "receipt.gone"
	case s.Version > 1:
		key = "receipt.mended"
	case s.Kind == form.Zero:
		key = "receipt.zero"
	}
	text := t.msg(key, "code", s.Code(env.Tree), "version", itoa(s.Version))
	if s.Joint != 0 && !s.Gone {
		other, _ := env.Reports.Submission(s.Joint)
		text += " " + t.msg("joint.counted", "code", other.Code(env.Tree))
	}
	if line != "" {
		text += "\n" + line
	}
	if n := len(s.Photos); n > 0 && !s.Gone {
		text += "\n" + t.msg("photos.kept", "n", itoa(n))
	}
	r := chat.Reply{Text: text}
	if s.Gone {
		return r
	}
	keys := []chat.Button{{Label: t.msg("button.view"), Data: ViewData(s.ID)}}
	if offer, button, ok := t.registerOffer(s); ok {
		r.Text += "\n" + offer
		if button.Data != "" {
			keys = append(keys, button)
		}
	}
	r.Keyboard = rows(keys)
	return r
}

// Mended tells the reporter what somebody else did with the report.
func Mended(env Env, before, after form.Submission) chat.Reply {
	t := &turn{env: env}
	code := after.Code(env.Tree)
	if after.Gone {
		return chat.Reply{Text: t.msg("receipt.gone_by_other", "code", code, "reason", after.Reason)}
	}
	f := t.formOf(after)
	lines := append([]string{t.msg("receipt.mended_by_other", "code", code, "reason", after.Reason)},
		t.difference(f, answersOf(before, f), answersOf(after, f))...)
	return chat.Reply{Text: strings.Join(lines, "\n"), Keyboard: rows([]chat.Button{{Label: t.msg("button.view"), Data: ViewData(after.ID)}})}
}

// Welcome greets who came in by an invitation: who one is here, what is kept about one, and how to begin.
func Welcome(env Env) chat.Reply {
	t := &turn{env: env}
	today := env.Person.Since.In(env.Zone)
	t.in.Sent = today
	return chat.Reply{Text: t.msg("start.welcome",
		"role", t.msg("role."+string(env.Person.Role)),
		"unit", t.unitName(env.Person.Unit, t.today())) + "\n\n" + t.msg("start.notice")}
}

// Refused is what is said about an invitation that cannot be used.
func Refused(env Env, why string) chat.Reply {
	t := &turn{env: env}
	return chat.Reply{Text: t.msg("start." + why)}
}

// Invited shows a new invitation with its link.
func Invited(env Env, i Invitation, link string) chat.Reply {
	t := &turn{env: env}
	t.in.Sent = i.Made
	text := t.msg("invite.made",
		"role", t.msg("role."+string(i.Role)), "unit", t.unitName(i.Unit, t.today()),
		"code", i.Code, "expires", t.expiry(i.Expires))
	if link != "" {
		text += "\n" + chat.Escape(link)
	}
	return chat.Reply{Text: text, Keyboard: rows([]chat.Button{{Label: t.msg("button.revoke"), Data: RevokeData(i.Code)}})}
}

// OpenInvitations lists invitations with a button each to revoke it.
func OpenInvitations(env Env, list []Invitation) chat.Reply {
	t := &turn{env: env}
	if len(list) == 0 {
		return chat.Reply{Text: t.msg("invite.none")}
	}
	lines := []string{t.msg("invite.open")}
	var keys []chat.Button
	for n, i := range list {
		t.in.Sent = i.Made
		lines = append(lines, t.msg("invite.line", "n", itoa(n+1), "role", t.msg("role."+string(i.Role)),
			"unit", t.unitName(i.Unit, t.today()), "expires", t.expiry(i.Expires)))
		keys = append(keys, chat.Button{Label: t.msg("button.revoke_n", "n", itoa(n+1)), Data: RevokeData(i.Code)})
	}
	return chat.Reply{Text: strings.Join(lines, "\n"), Keyboard: rows(keys)}
}

// Revoked confirms that an invitation is useless now.
func Revoked(env Env) chat.Reply { return chat.Reply{Text: (&turn{env: env}).msg("invite.revoked")} }

// Sorry apologises for an update that failed, with the number to quote.
func Sorry(env Env, number uint64) chat.Reply {
	return chat.Reply{Text: (&turn{env: env}).msg("chat.sorry", "number", i18n.Number(env.Lang, int64(number)))}
}

func (t *turn) expiry(at time.Time) string { return at.In(t.env.Zone).Format("15:04 2/1/2006") }
