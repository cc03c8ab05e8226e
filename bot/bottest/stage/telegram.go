package stage

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot"
	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/telegram"
)

// overTelegram is the fake Bot API.
type overTelegram struct{ *telegramd.Server }

func (s *Stage) telegram() bot.Messenger {
	s.tb.Helper()
	s.Server = telegramd.New(s.tb, telegramd.Options{Now: s.Now, Flood: telegramd.Flood{Off: true}})
	s.fake = overTelegram{s.Server}
	client, err := telegram.New(telegram.Options{Token: s.Server.Token(), APIEndpoint: s.Server.URL(), Log: s.log, Now: s.Now})
	if err != nil {
		s.tb.Fatal(err)
	}
	return client
}

func (o overTelegram) person(n int, name string) Person {
	return telegramPerson{o.User(int64(1000+n), name)}
}

type telegramPerson struct{ *telegramd.User }

// Key is the private chat, whose id is the person's.
func (p telegramPerson) Key() chat.Key {
	return chat.Key{Platform: chat.Telegram, Chat: fmt.Sprint(p.ID)}
}

// Send writes a message.
func (p telegramPerson) Send(text string) string { return strconv.FormatInt(p.User.Send(text), 10) }

// Answer replies to the newest receipt.
func (p telegramPerson) Answer(text string) error {
	id, err := p.receipt()
	if err == nil {
		p.Reply(id, text)
	}
	return err
}

// receipt is the newest receipt's message.
func (p telegramPerson) receipt() (int64, error) {
	for _, m := range slices.Backward(p.Messages()) {
		if m.Bot && strings.Contains(m.Text, "Mã ") {
			return m.ID, nil
		}
	}
	return 0, errNoReceipt
}

// Photo sends a picture.
func (p telegramPerson) Photo(caption, album string) error {
	p.User.Photo(caption, album)
	return nil
}

// AnswerPhoto sends a picture that replies to the newest receipt.
func (p telegramPerson) AnswerPhoto(caption, album string) error {
	id, err := p.receipt()
	if err == nil {
		p.ReplyPhoto(id, caption, album)
	}
	return err
}

// theGroup is the one group chat of a play.
const theGroup = -1001

// sayInGroup writes into the group chat, to which the first who does so has added the bot.
func (o overTelegram) sayInGroup(p telegramPerson, text string) {
	o.Group(theGroup, "Tổ dân vận", p.User).Say(p.User, text)
}

// groupNext waits for the bot's next message in the group chat.
func (o overTelegram) groupNext(ctx context.Context) ([]string, error) {
	m, err := o.Group(theGroup, "", nil).Next(ctx)
	return strings.Split(m.Text, "\n"), err
}

// Change edits a message.
func (p telegramPerson) Change(id, text string) error {
	n, err := strconv.ParseInt(id, 10, 64)
	if err == nil {
		p.Edit(n, text)
	}
	return err
}

// Next shows each row of buttons as a line of [labels].
func (p telegramPerson) Next(ctx context.Context) ([]string, error) {
	m, err := p.User.Next(ctx)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(m.Text, "\n")
	if m.File != "" {
		lines = append([]string{"📎 " + m.Name}, lines...)
	}
	for _, row := range m.Buttons {
		labels := make([]string, 0, len(row))
		for _, b := range row {
			labels = append(labels, "["+b.Label+"]")
		}
		lines = append(lines, "  "+strings.Join(labels, " "))
	}
	return lines, nil
}
