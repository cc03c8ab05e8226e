package telegramd

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // as people and bots send them
	_ "image/png"
	"net/http"
	"strings"
)

// file is what was uploaded by the bot or sent by a person.
type file struct {
	name, path string
	data       []byte
}

const (
	maxDownload = 20 << 20
	maxUpload   = 50 << 20
	maxPhoto    = 10 << 20
	maxSides    = 10000 // of a photo, width and height together
	maxRatio    = 20
)

func (s *Server) sendDocument(a args) answer { return s.sendFile("document", a) }

func (s *Server) sendPhoto(a args) answer { return s.sendFile("photo", a) }

func (s *Server) sendFile(field string, a args) answer {
	caption, refused := s.readText(a, "caption", maxCaption)
	if refused.Code != 0 {
		return refused
	}
	id, refused := s.receive(field, a)
	if refused.Code != 0 {
		return refused
	}
	return s.post("send"+field, a, Message{Text: caption, HTML: a.values["caption"], File: id, Name: s.files[id].name})
}

// receive takes an uploaded file, or one that is named by its id.
func (s *Server) receive(field string, a args) (string, answer) {
	given := a.values[field]
	sent, uploaded := a.files[field]
	if name, attached := strings.CutPrefix(given, "attach://"); attached {
		sent, uploaded = a.files[name]
	}
	switch {
	case uploaded && len(sent.data) == 0:
		return "", badRequest("file must be non-empty")
	case uploaded && len(sent.data) > maxUpload:
		return "", answer{Code: 413, Description: "Request Entity Too Large"}
	case uploaded && field == "photo" && len(sent.data) > maxPhoto:
		return "", badRequest("file is too big")
	case uploaded && field == "photo":
		if refused := checkPhoto(sent.data); refused.Code != 0 {
			return "", refused
		}
		return s.store(field, sent), answer{}
	case uploaded:
		return s.store(field, sent), answer{}
	case given == "":
		return "", badRequest("there is no " + field + " in the request")
	}
	if _, known := s.files[given]; !known {
		return "", badRequest("wrong file_id or the file is temporarily unavailable")
	}
	return given, answer{}
}

// checkPhoto refuses what is no picture, and one of a shape that Telegram does not show.
func checkPhoto(data []byte) answer {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return badRequest("IMAGE_PROCESS_FAILED")
	case c.Width+c.Height > maxSides || c.Width > maxRatio*c.Height || c.Height > maxRatio*c.Width:
		return badRequest("PHOTO_INVALID_DIMENSIONS")
	default:
		return answer{}
	}
}

// store keeps a file and gives its id; the lock is held.
func (s *Server) store(kind string, u upload) string {
	n := len(s.files) + 1
	id := fmt.Sprintf("%s-%d", kind, n)
	s.files[id] = file{name: u.name, path: fmt.Sprintf("%ss/file_%d", kind, n), data: u.data}
	return id
}

func (s *Server) getFile(a args) answer {
	id := a.values["file_id"]
	f, known := s.files[id]
	switch {
	case !known:
		return badRequest("wrong file_id or the file is temporarily unavailable")
	case len(f.data) > maxDownload:
		return badRequest("file is too big")
	}
	return ok(map[string]any{"file_id": id, "file_unique_id": "u" + id, "file_size": len(f.data), "file_path": f.path})
}

func (s *Server) download(w http.ResponseWriter, path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls["download"]++
	token, path, _ := strings.Cut(path, "/")
	for _, f := range s.files {
		if token == s.o.Token && f.path == path {
			_, _ = w.Write(f.data)
			return
		}
	}
	answer{Code: 404, Description: "Not Found"}.write(w)
}

// File gives the content of a file that the bot sent.
func (s *Server) File(id string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.files[id].data
}
