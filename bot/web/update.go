package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"danvanbot/bot/chat"
)

const (
	maxBody        = 32 << 10
	maxText        = 4096 // characters, as on Telegram
	maxData        = 64
	maxID          = 64
	maxPhotos      = 10
	deliverTimeout = 20 * time.Second
)

// post is what the page sends. Its id is made by the browser and is the same when it tries again.
type post struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"` // text, press or photo
	Text    string `json:"text"`
	Data    string `json:"data"`    // press: of the button
	Message string `json:"message"` // press: whose button it is
	ReplyTo string `json:"replyTo"`
	Photos  int    `json:"photos"` // how many; the pictures stay where they are
}

// errPost is returned by readPost for something that our page does not send.
var errPost = errors.New("malformed message")

// postUpdate hands one message on, and answers once it is kept.
func (s *Server) postUpdate(w http.ResponseWriter, r *http.Request) {
	v, ok := s.who(r)
	if !ok {
		http.Error(w, "no session", http.StatusUnauthorized)
		return
	}
	p, err := readPost(w, r)
	if err != nil {
		http.Error(w, err.Error(), statusOf(err))
		return
	}
	if !s.admits(v.user) {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "too many messages", http.StatusTooManyRequests)
		return
	}
	if err := s.keep(r, v, p); err != nil {
		s.options.Log.Warn("a web message was not kept", "err", err)
		http.Error(w, "not kept, try again", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) admits(user string) (ok bool) {
	err := s.hub.in(user, func(r *room) { ok = r.posts.Allow() })
	return ok && err == nil
}

// keep delivers a post. It goes on when the browser goes away: the browser will ask again, and others may be watching.
func (s *Server) keep(r *http.Request, v visitor, p post) error {
	deliver := s.deliver.Load()
	if deliver == nil {
		return errors.New("not running yet")
	}
	u := s.update(r, v, p)
	mine := message{ID: p.ID, Mine: true, Text: p.Text, Photos: p.Photos, ReplyTo: p.ReplyTo, At: u.Sent}
	if u.Kind != chat.Press {
		s.hub.peek(v.user, func(r *room) { r.expect(mine) })
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), deliverTimeout)
	defer cancel()
	err := (*deliver)(ctx, []chat.Update{u})
	s.hub.peek(v.user, func(r *room) {
		switch {
		case err != nil:
			r.forget(p.ID)
		case u.Kind == chat.Press:
			r.press(p.Message, p.Data)
		default:
			r.confirm(mine)
		}
	})
	return err
}

func (s *Server) update(r *http.Request, v visitor, p post) chat.Update {
	u := chat.Update{
		ID: digest(v.user + ":" + p.ID), Key: key(v.user), User: v.user, Name: v.name, Kind: chat.Text, Text: p.Text,
		Message: p.ID, ReplyTo: p.ReplyTo, Language: language(r), Sent: s.options.Now(),
	}
	s.hub.peek(v.user, func(r *room) {
		if m := r.find(p.ReplyTo, false); m != nil {
			u.Quoted = m.Text
		}
	})
	switch p.Kind {
	case "press":
		u.Kind, u.Data, u.Message = chat.Press, p.Data, p.Message // no Query: the answer to the post is the answer
	case "photo":
		u.Kind = chat.Photo
		for i := range p.Photos {
			u.Photos = append(u.Photos, chat.Picture{Platform: chat.Web, Same: p.ID + "-" + strconv.Itoa(i)}.Ref())
		}
	}
	return u
}

// digest is what the store remembers of a post, to know it again: nothing of who wrote it.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:sessionBytes])
}

func language(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	tag, _, _ := strings.Cut(first, ";")
	return strings.TrimSpace(tag[:min(len(tag), maxID)])
}

func readPost(w http.ResponseWriter, r *http.Request) (post, error) {
	var p post
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return p, fmt.Errorf("%w: not JSON", errPost)
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return p, fmt.Errorf("reading a message: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return p, fmt.Errorf("%w: more than one", errPost)
	}
	return p, p.check()
}

func (p post) check() error {
	switch {
	case !isID(p.ID) || p.ID == "" || !isID(p.Message) || !isID(p.ReplyTo):
		return fmt.Errorf("%w: id", errPost)
	case utf8.RuneCountInString(p.Text) > maxText:
		return fmt.Errorf("%w: text is too long", errPost)
	case p.Photos < 0 || p.Photos > maxPhotos:
		return fmt.Errorf("%w: number of photos", errPost)
	}
	fits := map[string]bool{
		"text":  strings.TrimSpace(p.Text) != "" && p.Photos == 0 && p.Data == "",
		"photo": p.Photos > 0 && p.Data == "",
		"press": isData(p.Data) && p.Message != "" && p.Text == "" && p.Photos == 0,
	}
	if !fits[p.Kind] {
		return fmt.Errorf("%w: kind", errPost)
	}
	return nil
}

// isID tells whether s could be an id that the page or we made; an empty one is none.
func isID(s string) bool {
	return len(s) <= maxID && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

func isData(s string) bool {
	return s != "" && len(s) <= maxData && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

func statusOf(err error) int {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}
