package web

import (
	"context"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"

	"danvanbot/bot/chat"
)

const (
	fileAge   = time.Hour // how long a file can be fetched
	maxFiles  = 64 << 20  // bytes of all files; the oldest go first
	tokenSize = 16        // bytes of randomness in a file's address
)

// attachment is a file below a message.
type attachment struct {
	Name  string `json:"name"`
	URL   string `json:"url"`
	Photo bool   `json:"photo,omitempty"`
}

// kept is a file that waits to be fetched by the one user for whom it is. The hub's lock guards it.
type kept struct {
	token, user string
	document    chat.Document
	until       time.Time
}

// SendDocument shows a link to a file in the connected browsers of a chat. The file is kept in memory for an hour, for this
// chat alone. While no browser is connected, it returns a *chat.SendError with Retry.
func (s *Server) SendDocument(_ context.Context, to chat.Key, d chat.Document) (string, error) {
	token, err := randomHex(s.options.Rand, tokenSize)
	if err != nil {
		return "", err
	}
	url := "/api/file/" + token
	if s.options.Demo {
		url += "?as=" + to.Chat
	}
	id, now := "", s.options.Now()
	s.hub.peek(to.Chat, func(r *room) {
		if len(r.tabs) == 0 {
			return
		}
		s.hub.keep(kept{token: token, user: to.Chat, document: d, until: now.Add(fileAge)}, now)
		id = r.attach(s.hub.epoch, chat.Reply{Text: d.Caption}, attachment{Name: d.Name, URL: url, Photo: d.Photo}, now)
	})
	if id == "" {
		return "", &chat.SendError{Failure: chat.Retry, Cause: "no browser is connected"}
	}
	return id, nil
}

// attach is show with a file.
func (r *room) attach(epoch string, reply chat.Reply, a attachment, at time.Time) string {
	id := r.show(epoch, reply, at)
	r.find(id, false).File = &a
	return id
}

// keep takes a file in, and drops those that are old or too many; the lock is held.
func (h *hub) keep(k kept, now time.Time) {
	h.files = slices.DeleteFunc(append(h.files, k), func(k kept) bool { return now.After(k.until) })
	size := 0
	for i, k := range slices.Backward(h.files) {
		if size += len(k.document.Data); size > maxFiles && i < len(h.files)-1 {
			h.files = slices.Delete(h.files, 0, i+1)
			return
		}
	}
}

// file finds a file of a user.
func (h *hub) file(token, user string, now time.Time) (chat.Document, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, k := range h.files {
		if k.token == token && k.user == user && !now.After(k.until) {
			return k.document, true
		}
	}
	return chat.Document{}, false
}

// getFile gives a file to the one for whom it is.
func (s *Server) getFile(w http.ResponseWriter, r *http.Request) {
	v, ok := s.who(r)
	if !ok {
		http.Error(w, "no session", http.StatusUnauthorized)
		return
	}
	d, ok := s.hub.file(r.PathValue("token"), v.user, s.options.Now())
	if !ok {
		http.Error(w, "Tệp này không còn nữa. Đồng chí yêu cầu lại trong cuộc trò chuyện.", http.StatusNotFound)
		return
	}
	h, kind, disposition := w.Header(), "application/octet-stream", "attachment"
	if d.Photo {
		kind, disposition = "image/png", "inline"
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(d.Data)))
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": d.Name}))
	_, _ = w.Write(d.Data)
}
