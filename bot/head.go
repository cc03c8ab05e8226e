package bot

import (
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/duty"
)

// headAt is when the journal's head goes out each day.
const headAt duty.Clock = 7 * 60

// sendHead sends the journal's head once a day to the commanders of the whole, or to the administrators where there are
// none: whoever keeps the message can prove later that nothing before it was changed. A day without an entry has none.
func (s *shift) sendHead() (time.Time, error) {
	due, next, err := s.daily(headAt)
	if err != nil || !due {
		return next, err
	}
	head, err := s.tx.ChainHead()
	if err != nil {
		return next, err
	}
	sent, known, err := s.tx.Done(s.kind, "sent")
	if err != nil || head.Number == 0 || known && sent.N == head.Number {
		return next, err
	}
	if err := s.tx.SetDone(s.kind, conversation.Done{Key: "sent", At: s.now, N: head.Number}); err != nil {
		return next, err
	}
	keepers, err := s.keepers()
	if err != nil {
		return next, err
	}
	for _, p := range keepers {
		text := s.text(p, "head.daily", "number", int64(head.Number), "hash", head.String(), "time", head.At.In(s.Zone).Format("15:04 02/01/2006"))
		if _, err := s.write(p, chat.Reply{Text: text}); err != nil {
			return next, err
		}
	}
	return next, nil
}

// keepers are those who get the journal's head.
func (s *shift) keepers() ([]conversation.Person, error) {
	people, err := s.tx.People()
	if err != nil {
		return nil, err
	}
	tree := s.tx.Tree()
	var commanders, admins []conversation.Person
	for _, p := range people {
		_, below := tree.Parent(tree.Now(p.Unit), s.today())
		switch {
		case !p.Active() || len(p.Chats) == 0:
		case p.Role == conversation.Commander && !below:
			commanders = append(commanders, p)
		case p.Role == conversation.Admin:
			admins = append(admins, p)
		}
	}
	if len(commanders) > 0 {
		return commanders, nil
	}
	return admins, nil
}
