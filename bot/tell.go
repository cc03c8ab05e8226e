package bot

import (
	"context"
	"fmt"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// Tell writes a text of the catalogue to everybody of a role, such as a warning to the administrators.
func (b *Bot) Tell(ctx context.Context, role conversation.Role, key string, args ...any) error {
	var letters []conversation.Letter
	err := b.Store.Update(ctx, func(tx Tx) error {
		people, err := tx.People()
		if err != nil {
			return err
		}
		for _, p := range people {
			if p.Role != role || !p.Active() || len(p.Chats) == 0 {
				continue
			}
			l, err := tx.Queue(p.Chats[0], chat.Reply{Text: b.Texts.T(p.Language(b.Lang), key, args...)}, b.Now())
			if err != nil {
				return err
			}
			letters = append(letters, l)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("telling every %s: %w", role, err)
	}
	b.sender.push(letters...)
	return nil
}
