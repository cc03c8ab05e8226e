package bot

import "danvanbot/bot/conversation"

// openPost makes a link to the command post, which works once.
func (t *turn) openPost() error {
	link := ""
	if t.Post != nil {
		secret := t.NewSecret()
		link = t.Post(secret)
		err := t.tx.PutPass(secret, conversation.Pass{
			Person: t.person.ID, Role: t.person.Role, Unit: t.person.Unit, Expires: t.now.Add(conversation.LinkFor),
		})
		if err != nil {
			return err
		}
	}
	t.replies = append(t.replies, conversation.PostLink(t.env(), link))
	return nil
}

// closePosts ends everything that the person has open there.
func (t *turn) closePosts() error {
	n, err := t.tx.ClosePasses(t.person.ID)
	if err == nil {
		t.replies = append(t.replies, conversation.PostsClosed(t.env(), n))
	}
	return err
}
