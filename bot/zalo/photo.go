package zalo

import (
	"context"
	"strings"

	"danvanbot/bot/chat"
)

// photoRef refers to a photo by its address, which is all that Zalo gives; what follows a "?" differs from time to time.
func photoRef(address string) string {
	same, _, _ := strings.Cut(address, "?")
	return chat.Picture{Platform: chat.Zalo, Same: strings.ReplaceAll(same, " ", "%20"), File: address}.Ref()
}

// sendPhotos shows photos again, each as a message: Zalo has no albums. The text goes below the first.
func (c *Client) sendPhotos(ctx context.Context, to chat.Key, r chat.Reply) (string, error) {
	var addresses []string
	for _, ref := range r.Photos {
		if p, ok := chat.ParsePicture(ref); ok && p.Platform == chat.Zalo {
			addresses = append(addresses, p.File)
		}
	}
	message := ""
	for i := c.parts.Resume(to, addresses); i < len(addresses); i++ {
		params := map[string]string{"chat_id": to.Chat, "photo": addresses[i]}
		if i == 0 && r.Text != "" {
			params["caption"] = plain(r.Text)
		} else {
			c.sleep(ctx, c.parts.Apart())
		}
		var err *callError
		message, err = c.sendOne(ctx, query{method: "sendPhoto", params: params})
		if err := c.parts.Note(to, c.outcome(err)); err != nil {
			return "", err
		}
	}
	return message, nil
}
