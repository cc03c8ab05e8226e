package post_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/web/post"
	"danvanbot/storage"
)

type formValue = form.Value

func (r *rig) submit(s form.Submission) {
	r.t.Helper()
	r.update(func(tx *storage.Tx) error { _, err := tx.Submit(s); return err })
}

// TestLinks: a link works once, for ten minutes, for the person as the person was.
func TestLinks(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	used := r.link(r.head)
	for range 3 { // a messenger's preview uses nothing up
		a := r.do(http.MethodGet, post.EntryPath, "")
		a.want(t, http.StatusOK)
		if len(a.Cookies()) != 0 {
			t.Error("looking at the door gave a cookie")
		}
	}
	r.follow(used).want(t, http.StatusSeeOther)
	r.follow(used).want(t, http.StatusForbidden)
	session := r.enter(r.head)
	late := r.link(r.head)
	r.pass(conversation.LinkFor)
	for name, secret := range map[string]string{
		"expired": late, "none": "", "forged": strings.Repeat("A", 26), "long": strings.Repeat("A", 5000), "a session's": session.Value,
		"of an officer": r.link(r.officer), "of nobody": r.link(conversation.Person{ID: 99, Role: conversation.Admin, Unit: province}),
		"of a role that is gone": r.link(conversation.Person{ID: r.head.ID, Role: conversation.Commander, Unit: boY}),
		"of a unit that is gone": r.link(conversation.Person{ID: r.head.ID, Role: conversation.Head, Unit: saThay}),
	} {
		t.Run(name, func(t *testing.T) {
			a := r.follow(secret)
			a.want(t, http.StatusForbidden)
			if len(a.Cookies()) != 0 {
				t.Errorf("got cookies %v, want none", a.Cookies())
			}
		})
	}
	// What is left over opens nothing either.
	r.get("/bang", &http.Cookie{Name: "bang", Value: r.link(r.head)}).want(t, http.StatusUnauthorized) //nolint:gosec // what a browser sends of it
	r.get("/bang", &http.Cookie{Name: "bang", Value: "forged"}).want(t, http.StatusUnauthorized)       //nolint:gosec // what a browser sends of it
	r.do(http.MethodGet, "/bang", "").want(t, http.StatusUnauthorized)
	r.get("/bang", session).want(t, http.StatusOK)
}

// TestForeignPostsAreRefused: no other site's page can make a browser enter or leave.
func TestForeignPostsAreRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	link, session := r.link(r.head), r.enter(r.head)
	for name, edit := range map[string]func(*http.Request){
		"other origin":  func(q *http.Request) { q.Header.Set("Origin", "https://evil.example") },
		"null origin":   func(q *http.Request) { q.Header.Set("Origin", "null") },
		"no origin":     func(q *http.Request) { q.Header.Del("Origin") },
		"cross-site":    func(q *http.Request) { q.Header.Set("Sec-Fetch-Site", "cross-site") },
		"same-site":     func(q *http.Request) { q.Header.Set("Sec-Fetch-Site", "same-site") },
		"origin's twin": func(q *http.Request) { q.Header.Set("Origin", r.url+".evil.example") },
	} {
		t.Run(name, func(t *testing.T) {
			r.follow(link, edit).want(t, http.StatusForbidden)
			r.do(http.MethodPost, "/bang/ra", "", with(session), edit).want(t, http.StatusForbidden)
			r.get("/bang", session).want(t, http.StatusOK)
		})
	}
	r.follow(link).want(t, http.StatusSeeOther)
	for _, path := range []string{"/bang", "/bang/nguon", "/bang/bao-cao", "/bang/tep", "/bang/moi"} {
		r.do(http.MethodPost, path, "", with(session)).want(t, http.StatusMethodNotAllowed)
	}
	r.do(http.MethodPost, "/bang/ra", "", with(session)).want(t, http.StatusOK)
	r.get("/bang", session).want(t, http.StatusUnauthorized)
}

// TestSessionsEnd: at once, by whatever ends them; a restart of the bot does not.
func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	put := func(change func(*conversation.Person)) func(*rig) {
		return func(r *rig) {
			p := r.head
			change(&p)
			r.update(func(tx *storage.Tx) error { _, err := tx.PutPerson(p); return err })
		}
	}
	for name, test := range map[string]struct {
		do   func(*rig)
		want int
	}{
		"nothing":       {func(*rig) {}, http.StatusOK},
		"a restart":     {func(r *rig) { r.serve() }, http.StatusOK},
		"eleven hours":  {func(r *rig) { r.pass(11 * time.Hour) }, http.StatusOK},
		"twelve hours":  {func(r *rig) { r.pass(conversation.SessionFor) }, http.StatusUnauthorized},
		"erasure":       {put(func(p *conversation.Person) { p.Gone = true }), http.StatusUnauthorized},
		"another role":  {put(func(p *conversation.Person) { p.Role = conversation.Officer }), http.StatusUnauthorized},
		"a higher role": {put(func(p *conversation.Person) { p.Role = conversation.Commander }), http.StatusUnauthorized},
		"another unit":  {put(func(p *conversation.Person) { p.Unit = saThay }), http.StatusUnauthorized},
		"another name":  {put(func(p *conversation.Person) { p.Name = "Chỉ huy Năm" }), http.StatusOK},
		"closing all": {func(r *rig) {
			r.update(func(tx *storage.Tx) error { _, err := tx.ClosePasses(r.head.ID); return err })
		}, http.StatusUnauthorized},
		"somebody else closing": {func(r *rig) {
			r.update(func(tx *storage.Tx) error { _, err := tx.ClosePasses(r.other.ID); return err })
		}, http.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			session := r.enter(r.head)
			r.get("/bang", session).want(t, http.StatusOK)
			test.do(r)
			for _, path := range []string{"/bang", "/bang/nguon?measure=tuyen_truyen.n", "/bang/bao-cao?id=1", "/bang/tep?format=csv"} {
				r.get(path, session).want(t, test.want)
			}
		})
	}
}

func TestCookie(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.enter(r.head)
	if c.Name != "bang" || !c.HttpOnly || c.Secure || c.SameSite != http.SameSiteStrictMode || c.MaxAge != 12*60*60 {
		t.Errorf("got cookie %v over http", c)
	}
	host := strings.TrimPrefix(r.url, "http://")
	a := r.follow(r.link(r.head), func(q *http.Request) { q.Header.Set("Origin", "https://"+host) })
	if c := a.Cookies()[0]; c.Name != "__Host-bang" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" {
		t.Errorf("got cookie %v over https", c)
	}
	if got := r.get("/bang", c).Header; got.Get("Cache-Control") != "no-store" || !strings.Contains(got.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("got headers %v, want no caching and a strict policy", got)
	}
}

// TestNews: a screen hears of a new report, and of the end of its session.
func TestNews(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	session := r.enter(r.head)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.url+"/bang/moi", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(session)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	lines := bufio.NewScanner(resp.Body)
	next := func() string {
		for lines.Scan() {
			if lines.Text() != "" {
				return lines.Text()
			}
		}
		return "the end"
	}
	first := next()
	r.report(boY, r.officer.ID, 10)
	if second := next(); !strings.HasPrefix(first, "data: ") || !strings.HasPrefix(second, "data: ") || first == second {
		t.Errorf("got %q and after a report %q, want two numbers", first, second)
	}
	r.update(func(tx *storage.Tx) error { _, err := tx.ClosePasses(r.head.ID); return err })
	if got := next(); got != "event: end" {
		t.Errorf("got %q after the sessions were closed, want the end", got)
	}
}
