package life_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// happen lets one thing happen.
func (l *life) happen() {
	switch n := l.IntN(100); {
	case n < 70:
		l.act(l.people[l.IntN(len(l.people))])
	case n < 78:
		l.sayAnything()
	case n < 82:
		l.jump()
	case n < 85:
		l.tell("the last update comes again")
		l.deliver(l.latest)
	case n < 88:
		l.summarise()
	case n < 91:
		l.sendBack()
	case n < 93:
		l.overrule()
	case n < 96:
		l.merge()
	case n < 98:
		l.tell("the bot is started anew")
		l.close()
		l.open()
	default:
		l.rebuild()
	}
}

// jump sets the clock on, or now and then back.
func (l *life) jump() {
	by := []time.Duration{time.Minute, 5 * time.Hour, 26 * time.Hour, 9 * 24 * time.Hour, 40 * 24 * time.Hour, -90 * time.Minute, -30 * time.Hour}[l.IntN(7)]
	l.clock.Add(int64(by))
	l.tell("the clock jumps by %v", by)
	if err := l.bot.Look(context.Background()); err != nil {
		l.t.Error(err)
	}
}

// rebuild derives everything anew while the bot does not run.
func (l *life) rebuild() {
	l.tell("everything is derived anew")
	l.stop()
	if err := l.db.Rebuild(context.Background()); err != nil {
		l.t.Error(err)
	}
	if err := l.db.Close(); err != nil {
		l.t.Error(err)
	}
	l.open()
}

// merge merges two communes, into one of them or into a new one.
func (l *life) merge() {
	today := l.today()
	there := slices.DeleteFunc(slices.Clone(l.m.order), func(id orgunit.ID) bool {
		return l.m.units[id].to != never || l.m.units[id].from >= today
	})
	if len(there) < 2 || today <= l.merged || len(l.m.order) == len(names) {
		return
	}
	i := l.IntN(len(there))
	one, other := there[i], there[(i+1)%len(there)]
	l.merged = today
	if l.IntN(2) == 0 {
		l.reorganise(fmt.Sprintf("/donvi sáp nhập %s vào %s", l.m.units[one].name, l.m.units[other].name))
		l.takeOver(other, one)
		return
	}
	name := names[len(l.m.order)]
	l.reorganise(fmt.Sprintf("/donvi sáp nhập %s và %s thành %s", l.m.units[one].name, l.m.units[other].name, name))
	found := l.db.Tree().Find(name, today)
	if len(found) != 1 {
		l.t.Errorf("%q names %d units, want 1", name, len(found))
		return
	}
	l.enter(found[0].ID, name, today)
	l.takeOver(found[0].ID, one, other)
}

func (l *life) reorganise(text string) {
	l.say(l.admin, text)
	l.say(l.admin, "đúng")
}

// takeOver notes who went into whom, with their people.
func (l *life) takeOver(into orgunit.ID, ended ...orgunit.ID) {
	for _, id := range ended {
		l.m.units[id].to, l.m.units[id].heir = l.today()-1, into
		for _, p := range append([]*person{l.anybody}, l.people...) {
			if p.unit == id {
				p.unit = into
			}
		}
	}
}

// summarise asks for the province's figures of the reporting month, and holds two of them against the model.
func (l *life) summarise() {
	l.say(l.commander, "/tonghop")
	days := period.MonthOf(period.ND09, l.today()).Range
	days.To = l.today() // reports of days to come are there when the clock went back
	sum := l.m.total(province, rollup.Now, days)
	events, heads := sum[rollup.MeasureOf(talk, form.KeyN)], sum[rollup.MeasureOf(talk, listeners)]
	for _, want := range []string{
		fmt.Sprintf("Tuyên truyền: %s buổi", i18n.Number(i18n.VI, events)), i18n.Number(i18n.VI, heads) + " lượt người",
	} {
		if got := l.commander.heard; events > 0 && heads > 0 && !strings.Contains(got, want) {
			l.t.Errorf("the summary: got %q, want %q in it", got, want)
		}
	}
}

// sendBack lets the commander send a report back.
func (l *life) sendBack() {
	if len(l.m.reports) == 0 {
		return
	}
	s := l.m.reports[l.IntN(len(l.m.reports))]
	i := slices.IndexFunc(l.people, func(p *person) bool { return p.id == s.Reporter })
	figure, ok := figureOf[s.Form]
	if _, has := s.Values[figure.key]; !ok || !has || i < 0 {
		return // of who says anything the model does not know the chat
	}
	l.say(l.commander, fmt.Sprintf("/tralai %d %s: đối chiếu sổ %d", s.ID, figure.label, l.update))
	r := sentBack{sub: s.ID, key: figure.key, reason: fmt.Sprint(l.update - 1)}
	if s.Gone || slices.ContainsFunc(l.m.returns, func(o sentBack) bool { return o.sub == r.sub && o.key == r.key }) {
		return
	}
	l.m.returns = append(l.m.returns, r)
	if p := l.people[i]; p.ask == nil && (p.draft == nil || p.untouched(&l.m)) {
		p.mend(s)
		p.draft.at, p.draft.edit, p.draft.ret = r.key, true, &r
	}
}

// overrule lets the head correct or withdraw somebody's report, who may be at correcting it.
func (l *life) overrule() {
	if len(l.m.reports) == 0 {
		return
	}
	s := l.m.reports[l.IntN(len(l.m.reports))]
	if open := l.corrected(); len(open) > 0 && l.IntN(4) > 0 {
		s = *l.m.newest(open[l.IntN(len(open))])
	}
	figure, ok := figureOf[s.Form]
	if _, has := s.Values[figure.key]; !ok || !has || s.Gone {
		return
	}
	h := l.head
	if l.IntN(4) == 0 {
		l.say(h, fmt.Sprintf("/huybaocao %d", s.ID))
		h.ask = &ask{what: "withdraw", sub: s.ID}
		l.say(h, "Báo nhầm")
		l.say(h, "đúng")
		l.gone(h)
		return
	}
	l.say(h, fmt.Sprintf("/sua %d", s.ID))
	h.mend(s)
	n := s.Values[figure.key].N + 1
	l.say(h, fmt.Sprintf("%s %d", figure.label, n))
	h.draft.values[figure.key] = n
	h.answered(figure.key, l.today())
	l.say(h, "đúng")
	l.send(h)
	l.say(h, "đếm lại danh sách")
	l.finish(h)
}

// corrected are the reports that somebody is at correcting.
func (l *life) corrected() (list []uint64) {
	for _, p := range l.people {
		if p.draft != nil && p.draft.sub != 0 {
			list = append(list, p.draft.sub)
		}
	}
	return list
}

// anything are words of the officer whom the model does not follow.
var anything = []string{
	"/baocao", "/tinhnguyen", "/cuatoi", "/sua 1", "/huybaocao 1", "/quaylai", "/boqua", "/huy", "/tieptuc", "/khongco", "/xem 1", "/tralai", "hôm qua",
	"thứ bảy", "21/11", "85", "5000", "khoảng 200", "15 triệu", "đúng", "sửa", "thêm", "người dự 95", "quay lại", "bỏ qua", "hủy", "có", "không", "khác",
	"1", "2", "3", "hôm qua phát động ANTT 3 buổi 150 người", "tang qua 30 suat cho hs ngheo hom nay", "hôm kia tình nguyện 12 đồng chí, hơn 40 người dân",
	"Hôm nay tuyên truyền ATGT 85 người; hiến máu 12 đơn vị", "cùng một hoạt động", "hoạt động khác", "Báo nhầm", "/ngonngu en", "/ngonngu vi",
}

// sayAnything lets somebody say and press anything; what the engine makes of it is taken over.
func (l *life) sayAnything() {
	p := l.anybody
	for range 1 + l.IntN(6) {
		if l.IntN(2) == 0 && len(p.offered) > 0 {
			l.press(p, p.offered[l.IntN(len(p.offered))])
		} else {
			l.say(p, anything[l.IntN(len(anything))])
		}
		for _, s := range l.filed {
			l.m.submit(s)
		}
	}
}

func (l *life) say(p *person, text string) {
	l.tell("%s: %s", p.key.Chat, text)
	l.does(p, chat.Update{Kind: chat.Text, Text: text})
}

func (l *life) press(p *person, data string) {
	l.tell("%s presses %s", p.key.Chat, data)
	l.does(p, chat.Update{Kind: chat.Press, Data: data, Query: "1", Message: "1"})
}

// does delivers what a person does.
func (l *life) does(p *person, u chat.Update) {
	if p.draft != nil {
		p.draft.follow(&l.m, l.today())
	}
	l.update++
	u.ID, u.Position, u.Key, u.User, u.Sent = fmt.Sprint(l.update), l.update, p.key, p.key.Chat, l.Now()
	l.latest = u
	l.deliver(u)
}

// deliver waits until an update is committed.
func (l *life) deliver(u chat.Update) {
	if u.ID == "" {
		return
	}
	l.mu.Lock()
	l.filed = nil
	l.mu.Unlock()
	if err := l.take(context.Background(), []chat.Update{u}); err != nil {
		l.t.Error(err)
	}
}

// hears notes what a person is told.
func (l *life) hears(k chat.Key, r chat.Reply) {
	for _, p := range append([]*person{l.anybody, l.head, l.commander, l.admin}, l.people...) {
		if p == nil || p.key != k || r.Text == "" {
			continue
		}
		p.heard = r.Text
		for _, row := range r.Keyboard {
			for _, b := range row {
				p.offered = append(p.offered, b.Data)
				if number, _, ok := strings.Cut(b.Data, ":"); ok && isPrompt(b.Data) {
					p.prompt = number + ":"
				}
			}
		}
	}
	first, _, _ := strings.Cut(r.Text, "\n")
	l.tell("    %s < %s", k.Chat, first)
}

// noting is a store that notes what is handed to it.
type noting struct {
	bot.Store

	l *life
}

// Start works on a batch.
func (n noting) Start(ctx context.Context, fn func(bot.Tx) error) (wait func() error, err error) {
	return n.Store.Start(ctx, func(tx bot.Tx) error { return fn(notingTx{tx, n.l}) })
}

type notingTx struct {
	bot.Tx

	l *life
}

// Submit notes a version.
func (t notingTx) Submit(s form.Submission) (form.Submission, error) {
	got, err := t.Tx.Submit(s)
	t.l.mu.Lock()
	defer t.l.mu.Unlock()
	t.l.filed = append(t.l.filed, got)
	return got, err
}

// Queue notes what is said.
func (t notingTx) Queue(k chat.Key, r chat.Reply, at time.Time) (conversation.Letter, error) {
	t.l.mu.Lock()
	defer t.l.mu.Unlock()
	t.l.hears(k, r)
	return t.Tx.Queue(k, r, at)
}

// Bury notes that an update failed.
func (t notingTx) Bury(d conversation.DeadLetter) (uint64, error) {
	t.l.mu.Lock()
	defer t.l.mu.Unlock()
	t.l.fault = d.Cause
	return t.Tx.Bury(d)
}

// line is a messenger without a network, which accepts everything.
type line struct {
	take  func(context.Context, []chat.Update) error
	ready chan struct{}
}

// Platform is that of all chats.
func (l *line) Platform() chat.Platform { return chat.Web }

// Run lets updates be delivered.
func (l *line) Run(ctx context.Context, _ int64, deliver func(context.Context, []chat.Update) error) error {
	l.take = deliver
	close(l.ready)
	<-ctx.Done()
	return nil
}

// Send accepts a message.
func (l *line) Send(context.Context, chat.Key, chat.Reply) (string, error) { return "1", nil }

// someDays are days around which things happened.
func (l *life) someDays() period.Range {
	a, b := period.Date(l.IntN(90)), period.Date(l.IntN(90))
	return period.Range{From: l.today() - max(a, b) + 8, To: l.today() - min(a, b) + 8}
}
