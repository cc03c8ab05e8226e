package conversation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"danvanbot/bot/chat"
	"danvanbot/bot/fold"
	"danvanbot/bot/viet"
)

// maxText is how many letters of a message are read; officials' longest reports are a tenth of it.
const maxText = 4000

// Step makes one transition of a dialogue: what a chat remembers and what came in give what it remembers now, what to
// answer and what to do. now is when the update is handled; what people say about days is meant as of e.Sent.
func Step(env Env, s State, e chat.Update, now time.Time) Outcome {
	t := &turn{env: env, s: s.clone(), in: e, now: now}
	if e.Sent.IsZero() {
		t.in.Sent = now
	}
	t.run()
	t.returnTo()
	t.s.V = EngineVersion
	return Outcome{State: t.s, Replies: t.replies, Acts: t.acts}
}

// run hands the update to whom it is for.
func (t *turn) run() {
	t.in.Text, t.in.Data = strings.ToValidUTF8(t.in.Text, ""), strings.ToValidUTF8(t.in.Data, "") // broken letters are of no use to anybody
	if t.in.Query != "" {
		t.reply(chat.Reply{Answer: t.in.Query}) // whoever pressed: the button waits for it
	}
	switch {
	case t.env.Person == nil:
		t.stranger()
	case !t.catchUp():
	case t.in.Kind == chat.Press:
		t.press(t.in.Data)
	case t.in.Kind == chat.Photo:
		t.photo()
	case t.in.Kind == chat.Opened:
		t.greet()
	case t.in.Kind == chat.Edit:
		t.edited(strings.TrimSpace(fold.NFC(t.in.Text)))
	case t.in.Kind == chat.Text:
		t.text(strings.TrimSpace(fold.NFC(t.in.Text)))
	}
}

// greet is the first that an empty chat shows: what is open, or how to begin.
func (t *turn) greet() {
	if t.s.Draft == nil && t.s.Ask == nil {
		t.say("chat.opened")
		return
	}
	t.say("chat.opened_again")
	t.again()
}

// text handles what was typed: a command, a word of control, the number or label of a button, an answer, or a report.
func (t *turn) text(text string) {
	switch {
	case text == "":
		t.say("chat.empty")
	case utf8.RuneCountInString(text) > maxText:
		t.say("chat.too_long")
	case strings.HasPrefix(text, "/"):
		t.command(text)
	case t.glued(text):
	case t.refused(text):
	case t.control(labelKey(text)):
	case t.asksPost(text), t.asksHow(text):
	case t.answersReceipt(text), t.acknowledges(text), t.thanked(text):
	case t.pickNumber(text):
	case t.s.Ask != nil:
		t.answerAsk(text)
	case t.s.Draft != nil:
		t.answerDraft(text)
	case t.confirmsFreeze(text), t.asksFollow(text), t.asksFile(text), t.asksPhotos(text):
	default:
		t.sentence(text)
	}
}

// thanks are what polite people write when a report is done.
var thanks = []string{"cam on", "xin cam on", "cam on nhe", "cam on nhieu", "cam on dong chi", "cam on ban", "thanks", "thank you"}

// thanked answers thanks, where nothing is open that they could answer.
func (t *turn) thanked(text string) bool {
	if t.s.Ask != nil || t.s.Draft != nil || !slices.Contains(thanks, labelKey(text)) {
		return false
	}
	t.say("chat.thanked")
	return true
}

// refused tells the sender what must not be kept, and keeps nothing of it.
func (t *turn) refused(text string) bool {
	findings := viet.Filter(text)
	if len(findings) == 0 || t.isAmount(text) {
		return false
	}
	t.say("privacy.refused", "kind", t.findingNames(findings))
	t.again()
	return true
}

// isAmount tells whether a text is the amount that is being asked: 350000000 is no identity number then.
func (t *turn) isAmount(text string) bool {
	n, ok := viet.Number(text)
	return t.counts() && ok && n.Sure() && !strings.HasPrefix(text, "0") && !strings.HasPrefix(text, "+")
}

// findingNames names the kinds of what was found, each once.
func (t *turn) findingNames(findings []viet.Finding) string {
	var names []string
	for _, f := range findings {
		if name := t.msg("privacy." + string(f.Kind)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// control handles the words that mean the same everywhere.
func (t *turn) control(folded string) bool {
	word, ok := controlWords[folded]
	if !ok || t.offersLabel(folded) {
		return false
	}
	if t.s.Ask == nil && t.s.Draft == nil && word != wordHelp {
		return false
	}
	t.controlWord(word)
	return true
}

// offersLabel tells whether a button of the open prompt is labelled so: then the word means that button.
func (t *turn) offersLabel(text string) bool {
	if t.s.Ask == nil {
		return false
	}
	_, ok := match(t.askPrompt().options, text)
	return ok
}

// The words of control, as typed without accents.
const (
	wordBack   = "back"
	wordSkip   = "skip"
	wordCancel = "cancel"
	wordLeave  = "leave"
	wordResume = "resume"
	wordHelp   = "help"
)

var controlWords = map[string]string{
	"quay lai": wordBack, "tro lai": wordBack, "lui lai": wordBack, "back": wordBack,
	"bo qua": wordSkip, "skip": wordSkip,
	"huy": wordCancel, "huy bo": wordCancel, "thoi": wordLeave, "cancel": wordCancel,
	"tiep tuc": wordResume, "resume": wordResume,
	"tro giup": wordHelp, "giup": wordHelp, "help": wordHelp,
}

func (t *turn) controlWord(word string) {
	switch word {
	case wordBack:
		t.back()
	case wordSkip:
		t.skip()
	case wordCancel:
		t.cancel()
	case wordLeave:
		t.leave()
	case wordResume:
		t.resume()
	default:
		t.help("")
	}
}

// pickNumber takes a typed number as a press of the button with that number in the last list, unless a number is an
// answer of its own to the open question.
func (t *turn) pickNumber(text string) bool {
	if len(t.s.Opts) == 0 || t.takesNumbers() {
		return false
	}
	n := atoi(text)
	if n < 1 || n > len(t.s.Opts) {
		return false
	}
	t.press(t.s.Opts[n-1])
	return true
}
