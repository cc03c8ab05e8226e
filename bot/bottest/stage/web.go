package stage

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/web"
)

// overWeb is the real web chat on loopback. Nothing of it is faked but the browser.
type overWeb struct {
	tb     testing.TB
	origin string
}

func (s *Stage) web() bot.Messenger {
	s.tb.Helper()
	server, err := web.New(web.Options{Listen: "127.0.0.1:0", Now: s.Now, Rand: rand.Reader, Log: s.log})
	if err != nil {
		s.tb.Fatal(err)
	}
	server.Connected(func(k chat.Key) { s.bot.Wake(k) })
	s.fake = overWeb{s.tb, "http://" + server.Addr()}
	return server
}

// person opens the chat in a browser of its own, which gets its cookie as every browser does. The chat has no name.
func (o overWeb) person(int, string) Person {
	o.tb.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.tb.Fatal(err)
	}
	p := &webPerson{tb: o.tb, origin: o.origin, client: &http.Client{Jar: jar}, news: make(chan struct{}, 1)}
	opened := make(chan struct{})
	ctx, stop := context.WithCancel(context.Background())
	o.tb.Cleanup(stop)
	if err := p.post(ctx, "/api/session", nil); err != nil {
		o.tb.Fatal(err)
	}
	go p.listen(ctx, sync.OnceFunc(func() { close(opened) }))
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-opened:
	case <-wait.Done():
		o.tb.Fatal("the web chat does not open")
	}
	return p
}

// Drained has nothing to wait for: a post is answered once it is committed.
func (overWeb) Drained(context.Context) error { return nil }

// Breaches are none: whatever the page does not understand fails when it is read.
func (overWeb) Breaches() []string { return nil }

// webPerson is somebody in a browser. What it does over HTTP is what bot/web/static does.
type webPerson struct {
	tb     testing.TB
	origin string
	client *http.Client
	news   chan struct{} // holds a token while there may be something new

	mu       sync.Mutex
	sent     int
	messages []webMessage // in their order
	unread   []webMessage
}

// webMessage is a bubble of the page.
type webMessage struct {
	ID      string
	Order   int64
	Mine    bool
	Text    string
	Buttons [][]struct{ Label, Data string }
	File    *struct{ Name string }
}

// Key is the chat: a digest of the cookie, so that the data file cannot open a session.
func (p *webPerson) Key() chat.Key {
	at, _ := url.Parse(p.origin)
	var user string
	for _, c := range p.client.Jar.Cookies(at) {
		sum := sha256.Sum256([]byte(c.Value))
		user = hex.EncodeToString(sum[:16])
	}
	return chat.Key{Platform: chat.Web, Chat: user}
}

// errLater is an answer that tells a browser to try again.
var errLater = errors.New("try again")

// post sends something as our own page does.
func (p *webPerson) post(ctx context.Context, path string, body any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encoding a post: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.origin+path, bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("making a post: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", p.origin)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("Accept-Language", "vi-VN,vi;q=0.9")
	resp, err := p.client.Do(req)
	if err != nil {
		return fmt.Errorf("posting: %w", err)
	}
	defer resp.Body.Close() //nolint:errcheck // nothing of it is needed
	switch resp.StatusCode {
	case http.StatusOK, http.StatusNoContent:
		return nil
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return errLater
	default:
		return fmt.Errorf("posting to %s: got %s", path, resp.Status)
	}
}

// update posts a message, again while it is told to, and gives its id.
func (p *webPerson) update(kind string, of map[string]any) (string, error) {
	p.mu.Lock()
	p.sent++
	id := "m-" + strconv.Itoa(p.sent)
	p.mu.Unlock()
	of["id"], of["kind"] = id, kind
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		err := p.post(ctx, "/api/updates", of)
		if !errors.Is(err, errLater) {
			return id, err
		}
		pause, stop := context.WithTimeout(ctx, 100*time.Millisecond)
		<-pause.Done()
		stop()
	}
}

// listen takes in what the page shows until ctx ends; opened is called once the stream is open.
func (p *webPerson) listen(ctx context.Context, opened func()) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.origin+"/api/events", nil)
	if err != nil {
		return
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	for lines := bufio.NewReader(resp.Body); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		var batch struct{ Messages []webMessage }
		if data, ok := strings.CutPrefix(line, "data: "); ok && json.Unmarshal([]byte(data), &batch) == nil {
			p.take(batch.Messages)
			opened()
		}
	}
}

// take puts messages where they belong. One that only shows now that its button was pressed is not new.
func (p *webPerson) take(messages []webMessage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range messages {
		i := slices.IndexFunc(p.messages, func(old webMessage) bool { return old.ID == m.ID && old.Mine == m.Mine })
		if i >= 0 && fmt.Sprint(p.messages[i].Text, p.messages[i].Buttons) == fmt.Sprint(m.Text, m.Buttons) {
			continue
		}
		if i >= 0 {
			p.messages[i] = m
		} else {
			p.messages = append(p.messages, m)
		}
		if !m.Mine {
			p.unread = append(p.unread, m)
		}
	}
	slices.SortStableFunc(p.messages, func(a, b webMessage) int { return int(a.Order - b.Order) })
	select {
	case p.news <- struct{}{}:
	default:
	}
}

// newest is the newest message of the bot that fits.
func (p *webPerson) newest(fits func(webMessage) bool) (webMessage, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range slices.Backward(p.messages) {
		if !m.Mine && fits(m) {
			return m, true
		}
	}
	return webMessage{}, false
}

// Send writes a message.
func (p *webPerson) Send(text string) string {
	id, err := p.update("text", map[string]any{"text": text})
	if err != nil {
		p.tb.Errorf("writing %q: %v", text, err)
	}
	return id
}

// Press presses the newest button with this label.
func (p *webPerson) Press(label string) error {
	var data string
	m, ok := p.newest(func(m webMessage) bool {
		for _, row := range m.Buttons {
			for _, b := range row {
				if b.Label == label {
					data = b.Data
					return true
				}
			}
		}
		return false
	})
	if !ok {
		return errNoChoice
	}
	_, err := p.update("press", map[string]any{"data": data, "message": m.ID})
	return err
}

// receipt is the newest receipt's message.
func (p *webPerson) receipt() (string, error) {
	m, ok := p.newest(func(m webMessage) bool { return strings.Contains(m.Text, "Mã ") })
	if !ok {
		return "", errNoReceipt
	}
	return m.ID, nil
}

// Answer replies to the newest receipt.
func (p *webPerson) Answer(text string) error {
	id, err := p.receipt()
	if err == nil {
		_, err = p.update("text", map[string]any{"text": text, "replyTo": id})
	}
	return err
}

// Change is not possible: the page has no way to edit what was sent.
func (p *webPerson) Change(string, string) error { return errCannot }

// Photo sends a picture, or with an album such as x3 three in one message: the page has no albums.
func (p *webPerson) Photo(caption, album string) error { return p.photo(caption, album, "") }

// AnswerPhoto sends a picture that answers the newest receipt.
func (p *webPerson) AnswerPhoto(caption, album string) error {
	id, err := p.receipt()
	if err == nil {
		err = p.photo(caption, album, id)
	}
	return err
}

func (p *webPerson) photo(caption, album, replyTo string) error {
	photos := 1
	if album != "" {
		count, together := strings.CutPrefix(album, "x")
		if photos, _ = strconv.Atoi(count); !together {
			return errCannot
		}
	}
	_, err := p.update("photo", map[string]any{"text": caption, "photos": photos, "replyTo": replyTo})
	return err
}

// Next gives a message as the page shows it, each row of buttons as a line of [labels].
func (p *webPerson) Next(ctx context.Context) ([]string, error) {
	for {
		if m, ok := p.first(); ok {
			return m.lines()
		}
		select {
		case <-p.news:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (p *webPerson) first() (webMessage, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.unread) == 0 {
		return webMessage{}, false
	}
	m := p.unread[0]
	p.unread = p.unread[1:]
	return m, true
}

// lines are what the page shows of a message: the markup is the one that Telegram takes.
func (m webMessage) lines() ([]string, error) {
	text, err := telegramd.ParseHTML(m.Text)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", m.Text, err)
	}
	lines := strings.Split(text, "\n")
	if m.File != nil {
		lines = append([]string{"📎 " + m.File.Name}, lines...)
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

// Unread is how many messages Next has not given yet.
func (p *webPerson) Unread() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.unread)
}
