package stage

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"danvanbot/bot/conversation"
)

// patience is how long a reply may take.
const patience = 20 * time.Second

// Play plays a script and returns it with what the bot really answered. Its lines:
//
//	@ officer xã Bờ Y       who speaks from here on; "stranger" was not invited
//	@ now 2026-11-23T21:00  what the clock shows from here on; the bot does not look at it
//	@ clock 2026-11-24T07:00 the same, and the bot looks at it
//	@ hears                 who speaks waits for a message that the bot writes of its own accord
//	@ silence               nobody has a message of the bot that was not shown
//	> /baocao               a message
//	> [🎁 Tặng quà]          a press of the newest button with this label; over Zalo its number is typed
//	> (trả lời) 85 thành 95 an answer to the newest receipt
//	> (sửa 2) Hôm qua …     the second message of this person is edited
//	> (ảnh) Ra quân         a photo with a caption
//	> (ảnh 7)               a photo of the album 7
//	> (ảnh x3)              three photos in one message, over the web
//	> (trả lời ảnh 7)       the same in answer to the newest receipt
//	> (nhóm) /baocao        a message in the group chat, which the bot answers there
//	@ group hears           the next message of the bot in the group chat
//	>                       nothing is waited for behind a line that begins with >~: the bot stays silent
//	>+                      nothing is said; one more message is waited for
//	< …                     what the bot answers; it is replaced
//	# …                     a remark
//
// All other lines are kept.
func (s *Stage) Play(ctx context.Context, script string) string {
	s.tb.Helper()
	p := player{Stage: s, said: map[Person][]string{}}
	for line := range strings.Lines(script) {
		p.line(ctx, strings.TrimRight(line, "\n"))
	}
	return strings.Join(p.out, "\n") + "\n"
}

type player struct {
	*Stage

	who  Person
	said map[Person][]string // ids of the messages of each person
	out  []string
}

func (p *player) line(ctx context.Context, line string) {
	p.tb.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if strings.HasPrefix(line, "<") {
		return
	}
	p.out = append(p.out, line)
	switch {
	case strings.HasPrefix(line, "@ now "):
		p.setClock(strings.TrimPrefix(line, "@ now "))
	case strings.HasPrefix(line, "@ clock "):
		p.setClock(strings.TrimPrefix(line, "@ clock "))
		p.look(ctx)
	case line == "@ group hears":
		p.listenInGroup(ctx, line)
	case line == "@ hears":
		p.listen(ctx, line)
	case line == "@ silence":
		p.silence(ctx)
	case strings.HasPrefix(line, "@ "):
		p.who = p.Person(ctx, strings.TrimPrefix(line, "@ "))
	case strings.HasPrefix(line, ">~ "):
		p.speak(strings.TrimPrefix(line, ">~ "))
		if err := p.fake.Drained(ctx); err != nil {
			p.tb.Fatalf("%s: not taken: %v", line, err)
		}
	case line == ">+":
		p.listen(ctx, line)
	case strings.HasPrefix(line, "> (nhóm) "):
		p.speak(strings.TrimPrefix(line, "> "))
		p.listenInGroup(ctx, line)
	case strings.HasPrefix(line, "> "):
		p.speak(strings.TrimPrefix(line, "> "))
		p.listen(ctx, line)
	}
}

func (p *player) setClock(text string) {
	t, err := time.ParseInLocation("2006-01-02T15:04", text, Zone)
	if err != nil {
		p.tb.Fatal(err)
	}
	p.Set(t)
}

func (p *player) speak(text string) {
	p.tb.Helper()
	if p.speakAbout(text) {
		return
	}
	if label, ok := strings.CutPrefix(text, "["); ok {
		p.must(text, p.who.Press(strings.TrimSuffix(label, "]")))
		return
	}
	p.said[p.who] = append(p.said[p.who], p.who.Send(strings.ReplaceAll(text, `\n`, "\n")))
}

// speakAbout answers a receipt, or edits what was said before.
func (p *player) speakAbout(text string) bool {
	p.tb.Helper()
	if answer, ok := strings.CutPrefix(text, "(trả lời) "); ok {
		p.must(text, p.who.Answer(answer))
		return true
	}
	if m := photo.FindStringSubmatch(text); m != nil {
		send := p.who.Photo
		if m[1] != "" {
			send = p.who.AnswerPhoto
		}
		p.must(text, send(m[3], m[2]))
		return true
	}
	if said, ok := strings.CutPrefix(text, "(nhóm) "); ok {
		who, over := p.who.(telegramPerson)
		o, fake := p.fake.(overTelegram)
		if !over || !fake {
			p.must(text, errCannot)
		}
		o.sayInGroup(who, said)
		return true
	}
	rest, ok := strings.CutPrefix(text, "(sửa ")
	if !ok {
		return false
	}
	number, changed, _ := strings.Cut(rest, ") ")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(p.said[p.who]) {
		p.tb.Fatalf("%s: there is no such message", text)
	}
	p.must(text, p.who.Change(p.said[p.who][n-1], changed))
	return true
}

var photo = regexp.MustCompile(`^\((trả lời )?ảnh ?(x?\d*)\) ?(.*)$`)

func (p *player) must(do string, err error) {
	p.tb.Helper()
	if err != nil {
		p.tb.Fatalf("%s: %v", do, err)
	}
}

// listenInGroup waits for the bot in the group chat.
func (p *player) listenInGroup(ctx context.Context, after string) {
	p.tb.Helper()
	o, ok := p.fake.(overTelegram)
	if !ok {
		p.must(after, errCannot)
	}
	lines, err := o.groupNext(ctx)
	p.must(after, err)
	for _, line := range lines {
		p.out = append(p.out, "< (nhóm) "+line)
	}
}

// listen waits for the answer, and reads the state back from the file before anything else happens.
func (p *player) listen(ctx context.Context, after string) {
	p.tb.Helper()
	lines, err := p.who.Next(ctx)
	if err != nil {
		p.tb.Fatalf("no answer to %q: %v", after, err)
	}
	for _, line := range lines {
		line = hashes.ReplaceAllString(line, "${1}…")
		p.out = append(p.out, strings.TrimRight("< "+line, " "))
	}
	if state := p.State(ctx, p.who); len(state) > maxState {
		p.tb.Errorf("after %q the state takes %d bytes, want at most %d", after, len(state), maxState)
	}
}

// hashes are not shown: that of a document is held by its own tests, that of the journal changes with the sample of units.
var hashes = regexp.MustCompile(`(Mã kiểm tra: |^\d+:)[0-9a-f]{16,64}`)

// silence holds that everything is shown that the bot wrote.
func (p *player) silence(ctx context.Context) {
	p.tb.Helper()
	if err := p.sentAll(ctx); err != nil {
		p.tb.Fatalf("not everything was sent: %v", err)
	}
	for name, who := range p.people {
		if n := who.Unread(); n > 0 {
			lines, _ := who.Next(ctx)
			p.tb.Errorf("%s has %d messages that were not shown, the first: %q", name, n, lines)
		}
	}
}

// maxState is how large the state of an open form may be, in bytes.
const maxState = 1024

// cutRole takes "officer xã Bờ Y #2" apart.
func cutRole(who string) (conversation.Role, string, bool) {
	who, _, _ = strings.Cut(who, " #")
	role, unit, ok := strings.Cut(who, " ")
	return conversation.Role(role), unit, ok && conversation.Role(role).Valid()
}
