// Package post is the command post: a read-only page of figures for a larger screen, for heads of units and commanders.
//
// Promised: whoever looks came in by a link that the bot sent to this one person, that works once and for ten minutes, and
// that a mere look at its address does not use up; every single request reads from the store who the person is now, and
// what is not in the person's own scope does not exist, whatever the address says. A change of role or unit, erasure and
// "đóng mọi phiên" end a session at once. Secrets are kept as hashes, sessions outlive a restart. Nothing is loaded from
// anywhere else. The page works without a script; the script only keeps it current. Figures are those of /tonghop: small
// cells of restricted forms stay hidden also from those who may have them in a document of their own, as a screen on a
// wall has more than one reader.
//
// Not promised: that a page which is open in a browser is gone from its screen at once when the session ends; it says so
// within seconds, and gets nothing more.
package post

import (
	"cmp"
	"context"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
)

// Options is everything that the page needs.
type Options struct {
	Store     Store
	Forms     *form.Catalogue
	Texts     *i18n.Catalogue
	Calendar  period.Calendar // of those who ask for none
	Zone      *time.Location
	Lang      i18n.Lang // of people who chose none
	Now       func() time.Time
	NewSecret func() string // makes the secret of a session: at least 128 random bits
	Renderer  Renderer
	PublicURL string       // where the page is reached from outside: https://host; empty: only where it listens
	Log       *slog.Logger // nil for none
}

// Renderer makes files of figures.
type Renderer interface {
	Render(d report.Dossier, f chat.Format, lang i18n.Lang) ([]byte, error)
}

// Path is where the page is; what lies below it belongs to it, too.
const Path = "/bang"

// EntryPath is where a link leads to; its secret stands behind a #, so that no server and no log on the way sees it.
const EntryPath = Path + "/vao"

// Server answers the requests of the page.
type Server struct {
	Options

	pages  *template.Template
	mux    *http.ServeMux
	making chan struct{} // holds a token while a file is made: one at a time
	live   chan struct{} // holds a token for every screen that is kept current
}

// New makes the page.
func New(o Options) (*Server, error) {
	if o.Store == nil || o.Now == nil || o.NewSecret == nil {
		return nil, errors.New("the command post needs a store, a clock and randomness")
	}
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	s := &Server{Options: o, mux: http.NewServeMux(), making: make(chan struct{}, 1), live: make(chan struct{}, maxScreens)}
	if err := s.readPages(); err != nil {
		return nil, err
	}
	s.mux.HandleFunc("GET "+Path, s.seen(s.overview))
	s.mux.HandleFunc("GET "+Path+"/nguon", s.seen(s.trace))
	s.mux.HandleFunc("GET "+Path+"/bao-cao", s.seen(s.single))
	s.mux.HandleFunc("GET "+Path+"/bat-thuong", s.seen(s.odd))
	s.mux.HandleFunc("GET "+Path+"/tep", s.file)
	s.mux.HandleFunc("GET "+Path+"/moi", s.news)
	s.mux.HandleFunc("GET "+EntryPath, s.door)
	s.mux.HandleFunc("POST "+EntryPath, s.enter)
	s.mux.HandleFunc("POST "+Path+"/ra", s.leave)
	return s, nil
}

// policy lets nothing in but our own two files.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex")
	s.mux.ServeHTTP(w, r)
}

// What a request can fail by. What one may not see and what there is not are told apart by nobody.
var (
	errNoSession = errors.New("there is no session")
	errNotFound  = errors.New("there is no such thing in the person's scope")
	errMalformed = errors.New("the address is malformed")
)

// content makes the content of a page out of one state.
type content func(tx ReadTx, v visit) (page any, name string, err error)

// seen answers with a page for whoever has a session.
func (s *Server) seen(c content) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var page any
		var name string
		err := s.read(r, func(tx ReadTx, v visit) (err error) {
			page, name, err = c(tx, v)
			return err
		})
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		s.show(w, r, http.StatusOK, name, page)
	}
}

// read looks who asks and what for, and reads the answer, all in one state.
func (s *Server) read(r *http.Request, fn func(ReadTx, visit) error) error {
	return s.Store.View(r.Context(), func(tx ReadTx) error {
		v, err := s.visit(tx, r)
		if err != nil {
			return err
		}
		return fn(tx, v)
	})
}

// refuse says in words why there is no answer.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	status, key := http.StatusInternalServerError, "failed"
	switch {
	case errors.Is(err, errNoSession):
		status, key = http.StatusUnauthorized, "no_session"
	case errors.Is(err, errNotFound):
		status, key = http.StatusNotFound, "not_found"
	case errors.Is(err, errMalformed):
		status, key = http.StatusBadRequest, "malformed"
	case errors.Is(err, context.Canceled):
		return
	default:
		s.Log.Error("the command post failed", "path", r.URL.Path, "error", err)
	}
	s.say(w, r, status, key)
}

// say answers with a page of one sentence.
func (s *Server) say(w http.ResponseWriter, r *http.Request, status int, key string) {
	p := plain{words: s.words(s.Lang), Key: key, In: key == "not_found" || key == "malformed"}
	s.show(w, r, status, "say", p)
}

// plain is a page of one sentence.
type plain struct {
	words

	Key string
	In  bool // whoever reads it has a session
}
