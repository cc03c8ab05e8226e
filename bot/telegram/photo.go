package telegram

import (
	"cmp"
	"context"
	"slices"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/chat"
)

// asFile marks the id of a picture that was sent as a file: Telegram shows it as a file only.
const asFile = "file:"

func photoRef(unique, file string) string {
	return chat.Picture{Platform: chat.Telegram, Same: cmp.Or(unique, file), File: file}.Ref()
}

// fileID is the id by which Telegram knows what a reference means; empty if it is no reference of ours.
func fileID(ref string) (id string, isFile bool) {
	p, ok := chat.ParsePicture(ref)
	if !ok || p.Platform != chat.Telegram {
		return "", false
	}
	return strings.CutPrefix(p.File, asFile)
}

// sendPhotos shows photos again: as one album, and those that came as files as another.
func (c *Client) sendPhotos(ctx context.Context, to chat.Key, r chat.Reply) (string, error) {
	var photos, files []string
	for _, ref := range r.Photos {
		switch id, isFile := fileID(ref); {
		case id == "":
		case isFile:
			files = append(files, id)
		default:
			photos = append(photos, id)
		}
	}
	albums := slices.DeleteFunc([]query{album(to, "photo", photos, r.Text), album(to, "document", files, r.Text)},
		func(q query) bool { return q.method == "" })
	parts := make([]string, len(albums))
	for i, q := range albums {
		parts[i] = asJSON(q.params)
	}
	message := ""
	for i := c.parts.Resume(to, parts); i < len(albums); i++ {
		result, err := c.request(ctx, albums[i])
		if err := c.parts.Note(to, outcome(err)); err != nil {
			return "", err
		}
		message = messageID(result)
	}
	return message, nil
}

// album makes the call for files of one kind, with a text below the first; none for no files.
func album(to chat.Key, kind string, ids []string, text string) query {
	params := tgbotapi.Params{"chat_id": to.Chat}
	switch len(ids) {
	case 0:
		return query{}
	case 1:
		params[kind], params["parse_mode"] = ids[0], tgbotapi.ModeHTML
		params.AddNonEmpty("caption", text)
		return query{method: map[string]string{"photo": "sendPhoto", "document": "sendDocument"}[kind], params: params}
	}
	media := make([]map[string]string, len(ids))
	for i, id := range ids {
		media[i] = map[string]string{"type": kind, "media": id}
	}
	media[0]["caption"], media[0]["parse_mode"] = text, tgbotapi.ModeHTML
	params["media"] = asJSON(media)
	return query{method: "sendMediaGroup", params: params}
}
