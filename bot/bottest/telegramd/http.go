package telegramd

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// args are a request's parameters, wherever they stood.
type args struct {
	values map[string]string
	files  map[string]upload
}

type upload struct {
	name string
	data []byte
}

func (a args) has(name string) bool { _, ok := a.values[name]; return ok }

// number reads an integer and clamps it, as the real server does.
func (a args) number(name string, ifMissing, low, high int64) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(a.values[name]), 10, 64)
	if err != nil {
		return ifMissing
	}
	return min(max(n, low), high)
}

const maxRequest = 60 << 20

func readArgs(w http.ResponseWriter, r *http.Request) (args, error) {
	a := args{values: map[string]string{}, files: map[string]upload{}}
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	for name, values := range r.URL.Query() {
		a.values[name] = values[0]
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		return a, a.readJSON(r.Body)
	case "multipart/form-data":
		return a, a.readMultipart(r)
	default:
		err := r.ParseForm()
		for name, values := range r.PostForm {
			a.values[name] = values[0]
		}
		return a, err
	}
}

func (a args) readJSON(body io.Reader) error {
	var fields map[string]json.RawMessage
	if err := json.NewDecoder(body).Decode(&fields); err != nil {
		return err
	}
	for name, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		a.values[name] = text
	}
	return nil
}

func (a args) readMultipart(r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF { //nolint:errorlint // NextPart returns it bare
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			a.files[part.FormName()] = upload{name: part.FileName(), data: data}
		} else {
			a.values[part.FormName()] = string(data)
		}
	}
}

// serve takes /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.download(w, path)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/bot")
	if !ok {
		answer{Code: 404, Description: "Not Found"}.write(w)
		return
	}
	token, method, _ := strings.Cut(path, "/")
	a, err := readArgs(w, r)
	if err != nil {
		badRequest("can't read the request").write(w)
		return
	}
	if method == "" {
		method = a.values["method"]
	}
	s.call(w, r, call{token: token, method: strings.ToLower(method), args: a})
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
	if f.Kind == CutAfter || f.Kind == HangAfter {
		s.excuse(c, a)
	}
	f.after(r.Context())
	a.write(w)
}

// handler is a method that answers at once; the lock is held.
type handler func(*Server, args) answer

func handlerOf(method string) handler {
	return map[string]handler{
		"getme":                  (*Server).getMe,
		"deletewebhook":          (*Server).deleteWebhook,
		"setwebhook":             (*Server).setWebhook,
		"sendmessage":            (*Server).sendMessage,
		"editmessagetext":        (*Server).editMessageText,
		"editmessagereplymarkup": (*Server).editMessageReplyMarkup,
		"answercallbackquery":    (*Server).answerCallbackQuery,
		"setmycommands":          (*Server).setMyCommands,
		"getmycommands":          (*Server).getMyCommands,
		"sendchataction":         (*Server).sendChatAction,
		"senddocument":           (*Server).sendDocument,
		"sendphoto":              (*Server).sendPhoto,
		"sendmediagroup":         (*Server).sendMediaGroup,
		"getfile":                (*Server).getFile,
	}[method]
}

func (s *Server) handle(ctx context.Context, c call) answer {
	if a := s.admit(c); a.Code != 0 {
		return a
	}
	if c.method == "getupdates" {
		return s.getUpdates(ctx, c.args)
	}
	h := handlerOf(c.method)
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.wake()
	if h == nil {
		s.breach("%s: unknown method", c.method)
		return answer{Code: 404, Description: "Not Found: method not found"}
	}
	return h(s, c.args)
}

// admit checks the token.
func (s *Server) admit(c call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, _, ok := strings.Cut(c.token, ":")
	_, err := strconv.ParseInt(id, 10, 64)
	switch {
	case !ok || err != nil || len(c.token) > 80 || strings.HasPrefix(id, "0"):
		return answer{Code: 401, Description: "Unauthorized: invalid token specified"}
	case s.revoked || c.token != s.o.Token:
		return answer{Code: 401, Description: "Unauthorized"}
	}
	return answer{}
}

func (s *Server) getMe(args) answer {
	id, _, _ := strings.Cut(s.o.Token, ":")
	return ok(map[string]any{
		"id": json.Number(id), "is_bot": true, "first_name": "Dân vận", "username": s.o.Username,
		"can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": false,
		"supports_guest_queries": false, "can_connect_to_business": false, "has_main_web_app": false,
		"has_topics_enabled": false, "allows_users_to_create_topics": false, "can_manage_bots": false,
	})
}
