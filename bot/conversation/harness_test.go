package conversation_test

import (
	"slices"
	"sync"
	"time"

	"github.com/fxamacker/cbor/v2"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// zone is Vietnam's time.
var zone = time.FixedZone("+07", 7*60*60)

// morning is when people write: a Monday.
var morning = time.Date(2026, time.November, 23, 9, 0, 0, 0, zone)

// boY is the commune of the officer.
func boY() orgunit.ID { return sample().Tree.Find("xã Bờ Y", period.DateOf(morning))[0].ID }

// province is the unit of those who see all.
func province() orgunit.ID { return sample().Tree.Roots(period.DateOf(morning))[0] }

// reports keeps what was submitted, as a store does.
type reports struct {
	all  []form.Submission
	open []conversation.Return

	models  []form.Model
	targets []form.Target

	unread uint64 // the announcement that waits
}

// Models are those of the registry.
func (r *reports) Models() []form.Model { return r.models }

// Targets are the goals of a unit in a year.
func (r *reports) Targets(unit orgunit.ID, year int) []form.Target {
	return slices.DeleteFunc(slices.Clone(r.targets), func(g form.Target) bool { return g.Unit != unit || g.Year != year })
}

// enter takes a model into the registry.
func (r *reports) enter(m form.Model) {
	if m.ID == 0 {
		m.ID = uint64(len(r.models)) + 1
		r.models = append(r.models, form.Model{})
	}
	m.Version = r.models[m.ID-1].Version + 1
	r.models[m.ID-1] = m
}

// aim sets a goal, or with Goal 0 removes it.
func (r *reports) aim(g form.Target) {
	r.targets = slices.DeleteFunc(r.targets, func(o form.Target) bool {
		return o.Unit == g.Unit && o.Year == g.Year && o.Form == g.Form && o.Key == g.Key
	})
	if g.Goal > 0 {
		r.targets = append(r.targets, g)
	}
}

// Returns reads what was sent back.
func (r *reports) Returns(sub uint64) []conversation.Return {
	return slices.DeleteFunc(slices.Clone(r.open), func(o conversation.Return) bool { return sub != 0 && o.Sub != sub })
}

// Audience is how many people an announcement would go to.
func (r *reports) Audience(orgunit.ID) int { return 3 }

// Unread is the newest announcement that is not acknowledged.
func (r *reports) Unread(uint64) uint64 { return r.unread }

// Submission reads the newest version of a submission.
func (r *reports) Submission(id uint64) (form.Submission, bool) {
	if id == 0 || id > uint64(len(r.all)) {
		return form.Submission{}, false
	}
	return r.all[id-1], true
}

// Recent reads the newest submissions of a reporter.
func (r *reports) Recent(reporter uint64, limit int) []form.Submission {
	var list []form.Submission
	for _, s := range slices.Backward(r.all) {
		if s.Reporter == reporter && len(list) < limit {
			list = append(list, s)
		}
	}
	return list
}

// Within reads the submissions of a unit in a range of days.
func (r *reports) Within(unit orgunit.ID, days period.Range, limit int) []form.Submission {
	var list []form.Submission
	for _, s := range r.all {
		if s.Unit == unit && days.Contains(s.Day()) && !s.Gone && len(list) < limit {
			list = append(list, s)
		}
	}
	return list
}

// Alike looks for a report that may be of the same event.
func (r *reports) Alike(s form.Submission) (form.Submission, bool) {
	for _, other := range r.all {
		if other.Unit == s.Unit && other.Form == s.Form && other.Days == s.Days && other.Reporter != s.Reporter && other.Joint == 0 && !other.Gone {
			return other, true
		}
	}
	return form.Submission{}, false
}

func (r *reports) keep(s form.Submission) form.Submission {
	if s.ID == 0 {
		s.ID = uint64(len(r.all)) + 1
		r.all = append(r.all, form.Submission{})
	}
	s.Version = r.all[s.ID-1].Version + 1
	r.all[s.ID-1] = s
	return s
}

// talk is one person's dialogue with the engine.
type talk struct {
	env     conversation.Env
	state   conversation.State
	reports *reports
	now     time.Time
	last    conversation.Outcome
	given   conversation.State // to the last step
	before  []byte             // it, as stored before that step
	offered []string           // data of all buttons that were ever shown
}

// sample is what all dialogues share; it takes a while to make.
var sample = sync.OnceValue(func() conversation.Env {
	forms, tree := form.Default(), orgunit.Sample()
	return conversation.Env{
		Forms: forms, Tree: tree, Texts: i18n.Default(), Words: conversation.Vocabulary(forms, tree),
		Calendar: period.ND09, Zone: zone, Lang: i18n.VI,
	}
})

func newTalk(p conversation.Person) *talk {
	k := &talk{now: morning, reports: &reports{}, env: sample()}
	k.env.Person, k.env.Reports, k.env.Returned, k.env.Notices, k.env.Registry = &p, k.reports, k.reports, k.reports, k.reports
	return k
}

func officer() conversation.Person {
	return conversation.Person{ID: 1, Name: "Cán bộ", Role: conversation.Officer, Unit: boY(), Since: morning}
}

// step takes one update in and stores what is to be submitted, as the loop does.
func (k *talk) step(u chat.Update) conversation.Outcome {
	u.Sent = k.now
	k.given, k.before = k.state, storedAs(k.state)
	k.last = conversation.Step(k.env, k.state, u, k.now)
	k.state = k.last.State
	var receipts []chat.Reply
	for _, a := range k.last.Acts {
		switch a := a.(type) {
		case conversation.Submit:
			receipts = append(receipts, conversation.Receipt(k.env, k.reports.keep(a.Submission), ""))
		case conversation.SendBack:
			a.Return.Entry = 100 + uint64(len(k.reports.open))
			k.reports.open = append(k.reports.open, a.Return)
		case conversation.Settle:
			k.reports.open = slices.DeleteFunc(k.reports.open, func(o conversation.Return) bool { return o.Entry == a.Return.Entry })
		case conversation.PutModel:
			k.reports.enter(a.Model)
		case conversation.SetTarget:
			k.reports.aim(a.Target)
		case conversation.Change:
			k.env.Person = &a.Person
		}
	}
	k.last.Replies = append(receipts, k.last.Replies...)
	for _, b := range k.keys() {
		k.offered = append(k.offered, b.Data)
	}
	return k.last
}

func (k *talk) say(text string) conversation.Outcome {
	return k.step(chat.Update{Kind: chat.Text, Text: text})
}

func (k *talk) press(data string) conversation.Outcome {
	return k.step(chat.Update{Kind: chat.Press, Data: data, Query: "1", Message: "1"})
}

// storedAs is how a state is stored.
func storedAs(s conversation.State) []byte {
	value, err := cbor.Marshal(s)
	if err != nil {
		panic(err)
	}
	return value
}

// keys are all buttons of the last answers.
func (k *talk) keys() []chat.Button {
	var list []chat.Button
	for _, r := range k.last.Replies {
		for _, row := range r.Keyboard {
			list = append(list, row...)
		}
	}
	return list
}

// today is the day on which a talk is held.
func today(k *talk) period.Date { return period.DateOf(k.now) }
