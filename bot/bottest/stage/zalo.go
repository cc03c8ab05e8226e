package stage

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"danvanbot/bot"
	"danvanbot/bot/bottest/zalod"
	"danvanbot/bot/chat"
	"danvanbot/bot/zalo"
)

// overZalo is the fake Zalo.
type overZalo struct{ *zalod.Server }

func (s *Stage) zalo() bot.Messenger {
	s.tb.Helper()
	s.Zalo = zalod.New(s.tb, zalod.Options{Now: s.Now})
	s.fake = overZalo{s.Zalo}
	client, err := zalo.New(zalo.Options{Token: s.Zalo.Token(), APIEndpoint: s.Zalo.URL(), Log: s.log, Now: s.Now})
	if err != nil {
		s.tb.Fatal(err)
	}
	return client
}

func (o overZalo) person(n int, name string) Person {
	return zaloPerson{o.User(fmt.Sprintf("6ede9afa66b88fe6%04x", n), name)}
}

type zaloPerson struct{ *zalod.User }

// Key is the private chat, whose id is the person's.
func (p zaloPerson) Key() chat.Key { return chat.Key{Platform: chat.Zalo, Chat: p.ID} }

// Press types the number of a choice of the newest message that offers it, or its words where it has no number.
func (p zaloPerson) Press(label string) error {
	numbered := regexp.MustCompile(`(?m)(?:^|   )([0-9]+)\. ` + regexp.QuoteMeta(label) + `(?:   |$)`)
	for _, m := range slices.Backward(p.Messages()) {
		if !m.Bot || !strings.Contains(m.Text, label) {
			continue
		}
		if found := numbered.FindStringSubmatch(m.Text); found != nil {
			p.Send(found[1])
		} else {
			p.Send(strings.TrimLeftFunc(label, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
		}
		return nil
	}
	return errNoChoice
}

// Answer is not possible: Zalo does not tell a bot which message another one answers.
func (p zaloPerson) Answer(string) error { return errCannot }

// Photo sends a picture: Zalo has no albums.
func (p zaloPerson) Photo(caption, album string) error {
	if album != "" {
		return errCannot
	}
	p.User.Photo(caption)
	return nil
}

// AnswerPhoto is not possible, as Answer.
func (p zaloPerson) AnswerPhoto(string, string) error { return errCannot }

// Change is not possible on Zalo.
func (p zaloPerson) Change(string, string) error { return errCannot }

// Next gives the text as it is: Zalo has no buttons.
func (p zaloPerson) Next(ctx context.Context) ([]string, error) {
	m, err := p.User.Next(ctx)
	if err != nil {
		return nil, err
	}
	return strings.Split(m.Text, "\n"), nil
}
