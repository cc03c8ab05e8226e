// Package web is the chat in a browser: a messenger like the others, and the page that is its client.
//
// Promised: a posted message is answered only after deliver has returned, and the same post again is the same
// update, so a browser may retry until it hears; a browser that reconnects gets what it missed; Send accepts a reply
// only while a browser of that chat is connected, so that what nobody can see yet stays in the outbox; nothing is
// loaded from anywhere else, and no text of a person is ever parsed as HTML. Demo mode listens on loopback alone and
// answers to loopback names alone.
//
// Not promised: the conversation shown after a reload is kept in memory, so a restart empties it (the bot then greets and
// says what is open), and a reply that was written to a connection that had silently died is lost if the process
// also ends before the browser is back. Photos stay on the phone: only references are passed on.
package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"danvanbot/bot/chat"
)

// ErrNotLoopback is returned by New when demo mode, which asks nobody who they are, is to listen to the network.
var ErrNotLoopback = errors.New("demo mode listens on loopback only, such as 127.0.0.1:8080")

// ErrNoPeople is returned by New for demo mode without anybody to pick.
var ErrNoPeople = errors.New("demo mode needs people with distinct users")

// DemoPerson is somebody whom a visitor of the demo can be.
type DemoPerson struct {
	User string `json:"user"` // the chat is web:User; letters, digits, dash and underscore
	Name string `json:"name"`
	Role string `json:"role"` // as shown, such as "Cán bộ"
	Unit string `json:"unit"` // as shown, such as "Công an xã Bờ Y"; may be empty
}

// PostPath is where the command post is.
const PostPath = "/bang"

// Command is an entry of the page's menu.
type Command struct {
	Name  string `json:"name"` // with the slash
	Label string `json:"label"`
}

// Options says how to serve.
type Options struct {
	Listen   string           // host:port; port 0 takes a free one
	Demo     bool             // let visitors pick one of People; otherwise each browser is its own user
	People   []DemoPerson     // the sample people, in the order shown
	Commands []Command        // the menu; nil for DefaultCommands
	Post     http.Handler     // the command post, at PostPath and below; nil for none
	Now      func() time.Time // needed: the time of posts and replies
	Rand     io.Reader        // source of session ids; nil for the system's
	Log      *slog.Logger     // nil for none
}

// DefaultCommands is the menu that everybody can use.
func DefaultCommands() []Command {
	return []Command{
		{"/baocao", "Báo cáo hoạt động"},
		{"/tinhnguyen", "Báo cáo ngày tình nguyện"},
		{"/tonghop", "Tổng hợp số liệu"},
		{"/cuatoi", "Báo cáo của tôi"},
		{"/thieu", "Đơn vị chưa báo cáo"},
		{"/khongco", "Kỳ này không có hoạt động"},
		{"/han", "Thời hạn báo cáo"},
		{"/quaylai", "Quay lại câu trước"},
		{"/huy", "Hủy việc đang làm"},
		{"/trogiup", "Trợ giúp"},
	}
}

// Server is the messenger of the web chat.
type Server struct {
	options   Options
	people    map[string]DemoPerson
	listener  net.Listener
	handler   http.Handler
	hub       *hub
	deliver   atomic.Pointer[deliverFunc]
	connected atomic.Pointer[func(chat.Key)]
}

// New checks the options and binds the address; Run serves it, and closes it.
func New(o Options) (*Server, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	epoch, err := randomHex(o.Rand, 4)
	if err != nil {
		return nil, err
	}
	s := &Server{options: o, people: map[string]DemoPerson{}, hub: newHub(epoch, o.Now().UnixMilli()*1000)}
	for _, p := range o.People {
		s.people[p.User] = p
	}
	if o.Demo && (len(s.people) == 0 || len(s.people) != len(o.People)) {
		return nil, ErrNoPeople
	}
	if s.handler, err = s.routes(); err != nil {
		return nil, err
	}
	if s.listener, err = new(net.ListenConfig).Listen(context.Background(), "tcp", o.Listen); err != nil {
		return nil, fmt.Errorf("binding the web chat: %w", err)
	}
	return s, nil
}

func (o Options) complete() (Options, error) {
	if o.Demo && !loopback(o.Listen) {
		return o, fmt.Errorf("%w; got %q", ErrNotLoopback, o.Listen)
	}
	if o.Now == nil {
		return o, errors.New("web chat needs a clock")
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Commands == nil {
		o.Commands = DefaultCommands()
	}
	return o, nil
}

// Addr is the bound address, with the real port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Platform is chat.Web.
func (s *Server) Platform() chat.Platform { return chat.Web }

// Connected sets what is called when a browser of a chat connects, so that replies that wait for it are sent at once.
// It is called from the browser's own goroutine and should not block for long.
func (s *Server) Connected(f func(chat.Key)) { s.connected.Store(&f) }

func key(user string) chat.Key { return chat.Key{Platform: chat.Web, Chat: user} }

func randomHex(from io.Reader, n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(from, b); err != nil {
		return "", fmt.Errorf("drawing a random id: %w", err)
	}
	return hex.EncodeToString(b), nil
}
