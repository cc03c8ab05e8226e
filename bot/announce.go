package bot

import (
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
)

const (
	// maxAnnouncements is how many announcements are listed: one screen.
	maxAnnouncements = 5
	// remindEvery is how soon people may be reminded of an announcement again.
	remindEvery = time.Hour
)

// Audience is how many people an announcement of the person who writes would go to.
func (r *reader) Audience(unit orgunit.ID) int { return len(r.receivers(unit, r.person.ID)) }

// receivers are looked for once a turn, as that reads everybody.
func (r *reader) receivers(unit orgunit.ID, by uint64) []conversation.Person {
	if list, ok := r.audience[unit]; ok {
		return list
	}
	people, err := r.tx.People()
	r.note(err)
	var list []conversation.Person
	for _, p := range people {
		if p.Receives(r.tx.Tree(), unit, by) {
			list = append(list, p)
		}
	}
	if r.audience == nil {
		r.audience = map[orgunit.ID][]conversation.Person{}
	}
	r.audience[unit] = list
	return list
}

// Unread is the newest announcement to a person that is not acknowledged.
func (r *reader) Unread(person uint64) uint64 {
	all, err := r.tx.Announcements()
	r.note(err)
	for _, a := range all {
		got, ok, err := r.tx.Receiver(a.Entry, person)
		r.note(err)
		if ok && got.Delivery != conversation.Acknowledged {
			return a.Entry
		}
	}
	return 0
}

// announce journals an announcement and queues it for each of its receivers.
func (t *turn) announce(a conversation.Announcement) error {
	people := t.reports.receivers(a.Unit, a.By)
	numbers := make([]uint64, len(people))
	for i, p := range people {
		numbers[i] = p.ID
	}
	a, err := t.tx.PutAnnouncement(a, numbers)
	if err != nil {
		return err
	}
	if err := t.tellAll(people, a, false); err != nil {
		return err
	}
	t.replies = append(t.replies, conversation.Announced(t.env(), a))
	return nil
}

// tellAll queues an announcement for people. The text is made once for each language: thousands of letters share it.
func (t *turn) tellAll(people []conversation.Person, a conversation.Announcement, again bool) error {
	made := map[i18n.Lang]chat.Reply{}
	for _, p := range people {
		lang := p.Language(t.Lang)
		if _, ok := made[lang]; !ok {
			made[lang] = conversation.Notice(t.envOf(p), a, again)
		}
		if err := t.write(p, made[lang]); err != nil {
			return err
		}
	}
	return nil
}

// listAnnouncements shows the last announcements that the person may follow.
func (t *turn) listAnnouncements() error {
	all, err := t.tx.Announcements()
	if err != nil {
		return err
	}
	var list []conversation.Followed
	for _, a := range all {
		if len(list) == maxAnnouncements || !t.person.MayFollow(t.tx.Tree(), a) {
			continue
		}
		receivers, err := t.tx.Receivers(a.Entry)
		if err != nil {
			return err
		}
		list = append(list, conversation.Followed{Announcement: a, Tally: conversation.Count(receivers)})
	}
	t.replies = append(t.replies, conversation.AnnouncementList(t.env(), list, t.now))
	return nil
}

// followed finds an announcement that the person may follow, with its receivers; false says that there is none.
func (t *turn) followed(entry uint64) (conversation.Announcement, []conversation.Receiver, bool, error) {
	a, ok, err := t.tx.Announcement(entry)
	if err != nil {
		return a, nil, false, err
	}
	if !ok || !t.person.MayFollow(t.tx.Tree(), a) {
		t.replies = append(t.replies, conversation.NoNotice(t.env()))
		return a, nil, false, nil
	}
	receivers, err := t.tx.Receivers(entry)
	return a, receivers, err == nil, err
}

func (t *turn) showAnnouncement(entry uint64) error {
	a, receivers, ok, err := t.followed(entry)
	if err != nil || !ok {
		return err
	}
	var pending []conversation.Pending
	for _, r := range receivers {
		if r.Delivery == conversation.Acknowledged {
			continue
		}
		p, known, err := t.tx.PersonByID(r.Person)
		if err != nil {
			return err
		}
		if known && p.Active() {
			pending = append(pending, conversation.Pending{Person: p, Delivery: r.Delivery})
		}
	}
	f := conversation.Followed{Announcement: a, Tally: conversation.Count(receivers)}
	t.replies = append(t.replies, conversation.AnnouncementDetail(t.env(), f, pending))
	return nil
}

// nudge sends an announcement again to those who got it and have not acknowledged it.
func (t *turn) nudge(entry uint64) error {
	a, receivers, ok, err := t.followed(entry)
	if err != nil || !ok {
		return err
	}
	if t.now.Sub(a.Reminded) < remindEvery {
		t.replies = append(t.replies, conversation.RemindedAlready(t.env(), a.Reminded))
		return nil
	}
	var people []conversation.Person
	for _, r := range receivers {
		p, known, err := t.tx.PersonByID(r.Person)
		if err != nil {
			return err
		}
		if known && r.Delivery == conversation.Delivered && p.Active() {
			people = append(people, p)
		}
	}
	if err := t.tx.NoteReminded(entry, t.now); err != nil {
		return err
	}
	t.replies = append(t.replies, conversation.Reminded(t.env(), len(people)))
	return t.tellAll(people, a, true)
}

// acknowledge notes that the person has read an announcement.
func (t *turn) acknowledge(ack conversation.Acknowledge) error {
	ok, err := t.tx.Acknowledge(ack.Entry, t.person.ID)
	if err != nil {
		return err
	}
	a, kept, err := t.tx.Announcement(ack.Entry)
	if err != nil {
		return err
	}
	if !ok || !kept {
		t.replies = append(t.replies, conversation.NoNotice(t.env()))
		return nil
	}
	t.replies = append(t.replies, conversation.Received(t.env(), a, ack.Edit, t.now))
	return nil
}

// showNotice shows the newest announcement that went to the person.
func (t *turn) showNotice() error {
	all, err := t.tx.Announcements()
	if err != nil {
		return err
	}
	for _, a := range all {
		got, ok, err := t.tx.Receiver(a.Entry, t.person.ID)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		r := conversation.Notice(t.env(), a, false)
		r.Bulk, r.Notice = false, 0
		if got.Delivery == conversation.Acknowledged {
			r = conversation.Received(t.env(), a, "", t.now)
		}
		t.replies = append(t.replies, r)
		return nil
	}
	t.replies = append(t.replies, conversation.NoNotice(t.env()))
	return nil
}

// noteDelivery keeps what became of an announcement.
func noteDelivery(tx Tx, r receipt) error {
	p, known, err := tx.Person(r.to)
	if err != nil || !known {
		return err
	}
	d := conversation.Delivered
	if r.gone || r.refused {
		d = conversation.Unreachable
	}
	return tx.NoteDelivery(r.notice, p.ID, d)
}
