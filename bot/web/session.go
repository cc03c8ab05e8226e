package web

import (
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
)

const (
	plainCookie  = "danvan"
	secureCookie = "__Host-danvan"
	sessionBytes = 16
	sessionAge   = 400 * 24 * 3600 // the longest that browsers keep; each visit renews it
)

// visitor is who asks.
type visitor struct{ user, name string }

// session is what the page learns first.
type session struct {
	Demo     bool         `json:"demo"`
	Me       *DemoPerson  `json:"me,omitempty"`
	People   []DemoPerson `json:"people,omitempty"`
	Commands []Command    `json:"commands"`
}

// postSession tells the page what it is, and outside the demo gives the browser its id. It is a post of the page, not
// part of loading it: a strict cookie does not come along when one follows a link from another site, and setting a
// new one then would cost people their session.
func (s *Server) postSession(w http.ResponseWriter, r *http.Request) {
	out := session{Demo: s.options.Demo, Commands: s.options.Commands}
	if s.options.Demo {
		out.People = s.options.People
		if p, ok := s.people[r.URL.Query().Get("as")]; ok {
			out.Me = &p
		}
	} else if err := s.renew(w, r); err != nil {
		s.options.Log.Error("giving a session failed", "err", err)
		http.Error(w, "no session", http.StatusInternalServerError)
		return
	}
	writeJSON(w, out)
}

// renew gives the browser its id again, or a new one. Over HTTPS only an id from the cookie that no other host can set is
// taken over: what stands in the plain one may be an id that somebody else chose and knows.
func (s *Server) renew(w http.ResponseWriter, r *http.Request) (err error) {
	c := &http.Cookie{
		Name: plainCookie, Path: "/", MaxAge: sessionAge, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
	names := []string{secureCookie, plainCookie}
	if strings.HasPrefix(r.Header.Get("Origin"), "https://") {
		c.Name, c.Secure, names = secureCookie, true, names[:1]
	}
	id, ok := sessionID(r, names...)
	if !ok {
		if id, err = randomHex(s.options.Rand, sessionBytes); err != nil {
			return err
		}
	}
	c.Value = id
	http.SetCookie(w, c)
	return nil
}

func sessionID(r *http.Request, names ...string) (string, bool) {
	for _, name := range names {
		c, err := r.Cookie(name)
		if err != nil {
			continue
		}
		if b, err := hex.DecodeString(c.Value); err == nil && len(b) == sessionBytes {
			return c.Value, true
		}
	}
	return "", false
}

// who finds the visitor. Outside the demo the user id is a digest of the session id, so that whoever reads the data
// or a log cannot take over the session.
func (s *Server) who(r *http.Request) (visitor, bool) {
	if s.options.Demo {
		p, ok := s.people[r.URL.Query().Get("as")]
		return visitor{user: p.User, name: p.Name}, ok
	}
	id, ok := sessionID(r, secureCookie, plainCookie)
	if !ok {
		return visitor{}, false
	}
	return visitor{user: digest(id)}, true
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // the browser is gone; it will ask again
}
