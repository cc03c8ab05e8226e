package stage

import (
	"context"
	"strings"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/conversation"
)

// patience is how long a reply may take.
const patience = 20 * time.Second

// Play plays a script and returns it with what the bot really answered. Its lines:
//
//	@ officer xã Bờ Y       who speaks from here on; "stranger" was not invited
//	@ now 2026-11-23T21:00  what the clock shows from here on
//	> /baocao               a message
//	> [🎁 Tặng quà]          a press of the newest button with this label
//	>                       nothing is waited for behind a line that begins with >~: the bot stays silent
//	< …                     what the bot answers; it is replaced
//	# …                     a remark
//
// All other lines are kept.
func (s *Stage) Play(ctx context.Context, script string) string {
	s.tb.Helper()
	p := player{Stage: s}
	for line := range strings.Lines(script) {
		p.line(ctx, strings.TrimRight(line, "\n"))
	}
	return strings.Join(p.out, "\n") + "\n"
}

type player struct {
	*Stage

	who *telegramd.User
	out []string
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
	case strings.HasPrefix(line, "@ "):
		p.who = p.Person(ctx, strings.TrimPrefix(line, "@ "))
	case strings.HasPrefix(line, ">~ "):
		p.speak(strings.TrimPrefix(line, ">~ "))
		if err := p.Server.Drained(ctx); err != nil {
			p.tb.Fatalf("%s: not taken: %v", line, err)
		}
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
	if label, ok := strings.CutPrefix(text, "["); ok {
		if err := p.who.Press(strings.TrimSuffix(label, "]")); err != nil {
			p.tb.Fatalf("press %s: %v", text, err)
		}
		return
	}
	p.who.Send(strings.ReplaceAll(text, `\n`, "\n"))
}

// listen waits for the answer, and reads the state back from the file before anything else happens.
func (p *player) listen(ctx context.Context, after string) {
	p.tb.Helper()
	m, err := p.who.Next(ctx)
	if err != nil {
		p.tb.Fatalf("no answer to %q: %v", after, err)
	}
	for line := range strings.SplitSeq(m.Text, "\n") {
		p.out = append(p.out, strings.TrimRight("< "+line, " "))
	}
	for _, row := range m.Buttons {
		labels := make([]string, 0, len(row))
		for _, b := range row {
			labels = append(labels, "["+b.Label+"]")
		}
		p.out = append(p.out, "<   "+strings.Join(labels, " "))
	}
	if state := p.State(ctx, p.who); len(state) > maxState {
		p.tb.Errorf("after %q the state takes %d bytes, want at most %d", after, len(state), maxState)
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
