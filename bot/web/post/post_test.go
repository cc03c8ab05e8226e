package post_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/web/post"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// store lets the page use the database.
type store struct{ *storage.DB }

func (s store) View(ctx context.Context, fn func(post.ReadTx) error) error {
	return s.DB.View(ctx, func(tx *storage.ReadTx) error { return fn(tx) })
}

func (s store) Update(ctx context.Context, fn func(post.Tx) error) error {
	return s.DB.Update(ctx, func(tx *storage.Tx) error { return fn(tx) })
}

// The units of the tests.
const (
	province  = orgunit.ID("p-quang-ngai")
	boY       = orgunit.ID("q-bo-y")
	saThay    = orgunit.ID("q-sa-thay")
	groupOfBY = orgunit.ID("kv-ngoc-hoi")
)

// rig is the page over a real file.
type rig struct {
	t      *testing.T
	db     *storage.DB
	url    string
	clock  atomic.Int64
	secret atomic.Int64

	commander, head, other, officer conversation.Person
	own, foreign                    form.Submission // reports of Bờ Y and of Sa Thầy
}

// open makes the file of a tree.
func open(t *testing.T, tree *orgunit.Tree) *rig {
	t.Helper()
	r := &rig{t: t}
	r.clock.Store(stage.Morning.UnixNano())
	r.db = storagetest.OpenWith(t, storage.Options{Dir: t.TempDir(), Tree: tree, Now: r.now, Log: slog.New(slog.DiscardHandler)})
	return r
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := open(t, orgunit.Sample())
	r.update(func(tx *storage.Tx) error {
		for p, who := range map[*conversation.Person]conversation.Person{
			&r.commander: {Name: "Lãnh đạo Một", Role: conversation.Commander, Unit: province},
			&r.head:      {Name: "Chỉ huy Hai", Role: conversation.Head, Unit: boY},
			&r.other:     {Name: "Chỉ huy Ba", Role: conversation.Head, Unit: saThay},
			&r.officer:   {Name: "Cán bộ Bốn", Role: conversation.Officer, Unit: boY},
		} {
			var err error
			if *p, err = tx.PutPerson(who); err != nil {
				return err
			}
		}
		return nil
	})
	r.own = r.report(boY, r.officer.ID, 85)
	r.foreign = r.report(saThay, r.other.ID, 4321)
	r.serve()
	return r
}

func (r *rig) now() time.Time { return time.Unix(0, r.clock.Load()).In(stage.Zone) }

func (r *rig) pass(d time.Duration) { r.clock.Add(int64(d)) }

func (r *rig) update(fn func(*storage.Tx) error) {
	r.t.Helper()
	if err := r.db.Update(context.Background(), fn); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) report(unit orgunit.ID, by uint64, people int64) (s form.Submission) {
	r.t.Helper()
	r.update(func(tx *storage.Tx) (err error) {
		s, err = tx.Submit(form.Submission{
			Form: "tuyen_truyen", Kind: form.Event, N: 1, Unit: unit, Days: period.DateOf(r.now()).Day(), Reporter: by, SentAt: r.now(),
			Choices: map[string]string{"topic": "atgt"}, Values: map[string]form.Value{"luot_nguoi": {N: people}},
			Texts: map[string]string{form.KeyNote: "<script>alert(1)</script>"},
		})
		return err
	})
	return s
}

// serve starts the page; called again it is started anew, as after a restart.
func (r *rig) serve() {
	r.t.Helper()
	s, err := post.New(post.Options{
		Store: store{r.db}, Forms: form.Default(), Texts: i18n.Default(), Calendar: period.ND09, Zone: stage.Zone, Lang: i18n.VI,
		Now: r.now, NewSecret: r.newSecret, Renderer: bot.Documents{},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	server := httptest.NewServer(s)
	r.t.Cleanup(server.Close)
	r.url = server.URL
}

func (r *rig) newSecret() string { return fmt.Sprintf("secret-%04d", r.secret.Add(1)) }

// link is what the bot sends.
func (r *rig) link(p conversation.Person) string {
	r.t.Helper()
	secret := r.newSecret()
	r.update(func(tx *storage.Tx) error {
		return tx.PutPass(secret, conversation.Pass{Person: p.ID, Role: p.Role, Unit: p.Unit, Expires: r.now().Add(conversation.LinkFor)})
	})
	return secret
}

// answer is what came back.
type answer struct {
	*http.Response

	body string
}

func (r *rig) do(method, path, fields string, edit ...func(*http.Request)) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, strings.NewReader(fields))
	if err != nil {
		r.t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", r.url)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, e := range edit {
		e(req)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer{resp, string(body)}
}

func (r *rig) follow(secret string, edit ...func(*http.Request)) answer {
	return r.do(http.MethodPost, post.EntryPath, url.Values{"token": {secret}}.Encode(), edit...)
}

// enter follows a link and gives the session's cookie.
func (r *rig) enter(p conversation.Person) *http.Cookie {
	r.t.Helper()
	a := r.follow(r.link(p))
	cookies := a.Cookies()
	if a.StatusCode != http.StatusSeeOther || len(cookies) != 1 {
		r.t.Fatalf("got status %d and cookies %v for a good link, want a redirect and one", a.StatusCode, cookies)
	}
	return cookies[0]
}

func with(c *http.Cookie) func(*http.Request) { return func(r *http.Request) { r.AddCookie(c) } }

func (r *rig) get(path string, c *http.Cookie) answer { return r.do(http.MethodGet, path, "", with(c)) }

func (a answer) want(t *testing.T, status int) {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("%s %s: got status %d, want %d", a.Request.Method, a.Request.URL.RequestURI(), a.StatusCode, status)
	}
}

var _ post.Renderer = bot.Documents{}

var formats = []chat.Format{chat.Xlsx, chat.Docx, chat.PNG, chat.CSV}
