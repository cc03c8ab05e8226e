package stage

import (
	"context"
	"fmt"
	"slices"
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
	return &telegramPerson{User: o.User(int64(1000+n), name)}
}

type telegramPerson struct {
	*telegramd.User

	said []int64 // ids of the messages that Send wrote
}

// Key is the private chat, whose id is the person's.
func (p *telegramPerson) Key() chat.Key {
	return chat.Key{Platform: chat.Telegram, Chat: fmt.Sprint(p.ID)}
}

// Send writes a message and keeps its id for Change.
func (p *telegramPerson) Send(text string) { p.said = append(p.said, p.User.Send(text)) }

// Answer replies to the newest receipt.
func (p *telegramPerson) Answer(text string) error {
	for _, m := range slices.Backward(p.Messages()) {
		if m.Bot && strings.Contains(m.Text, "Mã ") {
			p.Reply(m.ID, text)
			return nil
		}
	}
	return errNoReceipt
}

// Change edits a message.
func (p *telegramPerson) Change(n int, text string) error {
	if n < 1 || n > len(p.said) {
		return errNoMessage
	}
	p.Edit(p.said[n-1], text)
	return nil
}

// Next shows each row of buttons as a line of [labels].
func (p *telegramPerson) Next(ctx context.Context) ([]string, error) {
	m, err := p.User.Next(ctx)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(m.Text, "\n")
	for _, row := range m.Buttons {
		labels := make([]string, 0, len(row))
		for _, b := range row {
			labels = append(labels, "["+b.Label+"]")
		}
		lines = append(lines, "  "+strings.Join(labels, " "))
	}
	return lines, nil
}
