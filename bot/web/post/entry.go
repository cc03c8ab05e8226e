package post

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"danvanbot/bot/conversation"
)

const (
	plainCookie  = "bang"
	secureCookie = "__Host-bang"
	maxSecret    = 128
	maxBody      = 4 << 10
)

// door is where a link leads to. To see it changes nothing: messengers look at links before people do.
func (s *Server) door(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, http.StatusOK, "door", struct{ words }{s.words(s.Lang)})
}

// enter exchanges a link for a session.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) {
	if !s.ours(r) {
		s.say(w, r, http.StatusForbidden, "foreign")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	session, err := s.exchange(r, r.PostFormValue("token"))
	switch {
	case errors.Is(err, errNoSession):
		s.say(w, r, http.StatusForbidden, "link_over")
	case err != nil:
		s.refuse(w, r, err)
	default:
		s.setCookie(w, r, session, int(conversation.SessionFor.Seconds()))
		http.Redirect(w, r, Path, http.StatusSeeOther)
	}
}

// exchange takes a link's secret and gives a session's. A guess does not get as far as the write transaction.
func (s *Server) exchange(r *http.Request, link string) (session string, err error) {
	if link == "" || len(link) > maxSecret {
		return "", errNoSession
	}
	err = s.Store.View(r.Context(), func(tx ReadTx) error {
		_, err := s.admitted(tx, link, false)
		return err
	})
	if err != nil {
		return "", err
	}
	session = s.NewSecret()
	return session, s.Store.Update(r.Context(), func(tx Tx) error {
		p, err := s.admitted(tx, link, false) // somebody may have been faster
		if err != nil {
			return err
		}
		tx.DropPass(link)
		return tx.PutPass(session, conversation.Pass{
			Person: p.ID, Role: p.Role, Unit: p.Unit, Expires: s.Now().Add(conversation.SessionFor), Session: true,
		})
	})
}

// leave ends the session of this browser.
func (s *Server) leave(w http.ResponseWriter, r *http.Request) {
	if !s.ours(r) {
		s.say(w, r, http.StatusForbidden, "foreign")
		return
	}
	secret, ok := sessionOf(r)
	if ok {
		err := s.Store.View(r.Context(), func(tx ReadTx) error {
			_, err := s.who(tx, r)
			return err
		})
		if err == nil {
			err = s.Store.Update(r.Context(), func(tx Tx) error { tx.DropPass(secret); return nil })
		}
		if err != nil && !errors.Is(err, errNoSession) {
			s.refuse(w, r, err)
			return
		}
	}
	s.setCookie(w, r, "", -1)
	s.say(w, r, http.StatusOK, "left")
}

func (s *Server) setCookie(w http.ResponseWriter, r *http.Request, secret string, age int) {
	c := &http.Cookie{Name: plainCookie, Value: secret, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteStrictMode}
	if strings.HasPrefix(r.Header.Get("Origin"), "https://") || strings.HasPrefix(s.PublicURL, "https://") {
		c.Name, c.Secure = secureCookie, true
	}
	http.SetCookie(w, c)
}

// sessionOf finds the session's secret that a request carries.
func sessionOf(r *http.Request) (string, bool) {
	for _, name := range []string{secureCookie, plainCookie} {
		if c, err := r.Cookie(name); err == nil && c.Value != "" && len(c.Value) <= maxSecret {
			return c.Value, true
		}
	}
	return "", false
}

// ours tells whether a post comes from our own page. Browsers say where they were told to post.
func (s *Server) ours(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return false
	}
	origin := r.Header.Get("Origin")
	if s.PublicURL != "" && origin == s.PublicURL {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && u.Host == r.Host && (u.Scheme == "http" || u.Scheme == "https")
}
