package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"danvanbot/bot/conversation"
)

// What nobody of another commune may be shown.
const (
	theirFigure = "8.571"
	theirNote   = "ghi chú riêng của xã"
)

// TestStolenButtons: the data of every button that people of one commune were shown is pressed by those of another, from a stranger to an
// administrator, as it is and with its numbers, units and ends changed. They are shown nothing of the other commune, and nothing
// of it changes. They come over the web, where many presses fit into a second.
func TestStolenButtons(t *testing.T) {
	t.Parallel()
	const burst = 35 // presses that a browser may post at once
	p := newProgram(t, map[string]any{"web": map[string]any{"listen": "127.0.0.1:0"}})
	p.start()
	origin := p.webOrigin()
	data := altered(offeredIn(t, p, origin))
	before := p.theirs()
	for _, role := range []conversation.Role{"stranger", conversation.Officer, conversation.Head, conversation.Commander, conversation.Admin} {
		for some := range slices.Chunk(data, burst) {
			b, _ := newVisitor(t, origin)
			if role != "stranger" {
				b.ask("/start "+invitationCode(t, p.must("invite", "-role", string(role), "-unit", "xã Sa Thầy")), "Chào đồng chí")
			}
			for _, d := range some {
				b.press(d)
			}
			for _, text := range b.untilSilent() {
				if strings.Contains(text, theirFigure) || strings.Contains(text, theirNote) {
					t.Errorf("%s, pressing %q, is shown %q", role, some, text)
				}
			}
		}
	}
	t.Logf("%d presses by each role", len(data))
	if diff := gocmp.Diff(before, p.theirs()); diff != "" {
		t.Errorf("the commune has changed (-before +after):\n%s", diff)
	}
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d", code)
	}
	p.check(t, call{args: p.with("check"), out: `^clean: `})
}

// press presses a button that the page may never have shown.
func (b *browserless) press(data string) {
	b.t.Helper()
	b.said++
	body, err := json.Marshal(map[string]any{"id": fmt.Sprintf("m%d", b.said), "kind": "press", "data": data, "message": "1"})
	if err != nil {
		b.t.Fatal(err)
	}
	b.post("/api/updates"+b.as, string(body), http.StatusNoContent)
}

// untilSilent gives what the bot says until it says nothing more for a while.
func (b *browserless) untilSilent() (said []string) {
	for {
		select {
		case text := <-b.shown:
			said = append(said, text)
		case <-time.After(200 * time.Millisecond):
			return said
		}
	}
}

// offeredIn lets the officer and the head of a commune do what they do, and gives the data of all buttons that they are shown.
func offeredIn(t *testing.T, p *program, origin string) []string {
	t.Helper()
	all := map[string]bool{}
	for role, lines := range map[string][]string{
		"officer": {"Hôm qua tuyên truyền ATGT, 8571 người dự", "đúng", "thêm ghi chú", theirNote, "đúng", "/xem 1", "/cuatoi", "/sua 1", "/huy", "/tonghop", "/han"},
		"head": {
			"hôm qua tặng 30 suất quà cho học sinh nghèo", "đúng", "/xem 1", "/xem 2", "/tonghop", "1 từ đâu", "/thieu", "/batthuong", "/tralai 1", "/huy",
			"/thongbao Họp lúc 8 giờ, " + theirNote, "đúng", "/thongbao", "/theodoi hằng ngày 7 giờ", "/theodoi", "/nguoi", "/mohinh", "/chot", "/huy", "/nhatky",
		},
	} {
		b, _ := newVisitor(t, origin)
		b.ask("/start "+invitationCode(t, p.must("invite", "-role", role, "-unit", "xã Bờ Y")), "Chào đồng chí")
		shown := false
		for _, text := range lines {
			b.say(text)
			for _, answer := range b.untilSilent() {
				shown = shown || strings.Contains(answer, theirFigure) && role == "officer" || strings.Contains(answer, theirNote)
			}
		}
		if !shown {
			t.Errorf("the %s is not shown what nobody else may be, so that this test finds nothing", role)
		}
		b.mu.Lock()
		maps.Copy(all, b.offered)
		b.mu.Unlock()
	}
	if len(all) < 30 {
		t.Fatalf("got only the buttons %q", slices.Sorted(maps.Keys(all)))
	}
	return slices.Sorted(maps.Keys(all))
}

var digits = regexp.MustCompile(`\d+`)

// altered is data of buttons, and what somebody makes of it who tries.
func altered(data []string) []string {
	all := map[string]bool{}
	for _, d := range data {
		all[d] = true
		all[strings.ReplaceAll(d, "q-sa-thay", "q-bo-y")] = true
		all[digits.ReplaceAllStringFunc(d, func(s string) string { n, _ := strconv.Atoi(s); return fmt.Sprint(n + 1) })] = true
		large := digits.ReplaceAllString(d, "18446744073709551615")
		all[large[:min(64, len(large))]] = true
		all[d[:len(d)-1]] = true
	}
	delete(all, "")
	return slices.Sorted(maps.Keys(all))
}

// theirs is what is stored beside the attackers: the reports, the people, the settings and the units.
func (p *program) theirs() (lines []string) {
	p.t.Helper()
	for line := range strings.Lines(p.must("export", "-small") + p.must("people") + p.must("settings") + p.must("settings", "plan") + p.must("units", "-tree")) {
		if !strings.Contains(line, "Sa Thầy") {
			lines = append(lines, strings.Join(strings.Fields(line), " ")) // the columns grow with the attackers
		}
	}
	return lines
}
