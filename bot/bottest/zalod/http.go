package zalod

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// args are a request's parameters.
type args map[string]json.RawMessage

// text reads a string; anything else is none.
func (a args) text(name string) (string, bool) {
	var s string
	err := json.Unmarshal(a[name], &s)
	return s, err == nil
}

const maxRequest = 1 << 20

// serve takes /bot<token>/<method>. The real one takes forms and queries too; the bot that is tested sends JSON.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, found := strings.Cut(path, "/")
	if !ok || !found {
		answer{Code: 404, Description: "Not Found"}.write(w)
		return
	}
	c := call{token: token, method: method}
	var refused answer
	if c.args, refused = s.read(w, r, c); refused.Code != 0 {
		refused.write(w)
		return
	}
	s.call(w, r, c)
}

func (s *Server) read(w http.ResponseWriter, r *http.Request, c call) (args, answer) {
	var a args
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	err := json.NewDecoder(r.Body).Decode(&a)
	if r.Method == http.MethodPost && r.Header.Get("Content-Type") == "application/json" && err == nil {
		return a, answer{}
	}
	s.change(func() { s.breach("%s: not a POST of a JSON object", c.method) })
	return nil, badRequest("can't read the request")
}

// call is one request that was read.
type call struct {
	token, method string
	args          args
}

func (s *Server) call(w http.ResponseWriter, r *http.Request, c call) {
	f := s.pickFault(c)
	if f.before(r.Context(), w) {
		return
	}
	a := s.handle(r.Context(), c)
	if f.Kind == CutAfter {
		panic(http.ErrAbortHandler)
	}
	a.write(w)
}

// method is a handler that answers at once, with the lock held, and the parameters that it knows.
type method struct {
	do     func(*Server, args) answer
	params string
}

func methods() map[string]method {
	return map[string]method{
		"getMe":          {(*Server).getMe, ""},
		"getUpdates":     {nil, "timeout"},
		"setWebhook":     {(*Server).setWebhook, "url secret_token"},
		"deleteWebhook":  {(*Server).deleteWebhook, ""},
		"getWebhookInfo": {(*Server).getWebhookInfo, ""},
		"sendMessage":    {(*Server).sendMessage, "chat_id text"},
		"sendPhoto":      {(*Server).sendPhoto, "chat_id photo caption"},
		"sendChatAction": {(*Server).sendChatAction, "chat_id action"},
	}
}

func (s *Server) handle(ctx context.Context, c call) answer {
	m, refused := s.admit(c)
	if refused.Code != 0 {
		return refused
	}
	if m.do == nil {
		return s.getUpdates(ctx, c.args)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.wake()
	return m.do(s, c.args)
}

// admit checks the token, the method's name and the parameters' names.
func (s *Server) admit(c call) (method, answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reset || c.token != s.o.Token {
		return method{}, answer{Code: 401, Description: "Unauthorized"}
	}
	m, found := methods()[c.method]
	if !found {
		s.breach("%s: unknown method", c.method)
		return m, badRequest("API name is invalid")
	}
	for name := range c.args {
		if !slices.Contains(strings.Fields(m.params), name) {
			s.breach("%s: unknown parameter %s", c.method, name)
		}
	}
	return m, answer{}
}

func (s *Server) getMe(args) answer {
	id, _, _ := strings.Cut(s.o.Token, ":")
	return ok(map[string]any{
		"id": id, "account_name": "bot.VDKyGxQvc", "account_type": "BASIC", "can_join_groups": false, "display_name": "Bot Dân vận",
	})
}
