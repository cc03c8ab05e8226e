package post

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"strings"
)

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed static
var staticFiles embed.FS

// readPages parses what is built in. The names of the other files hold a hash of their content, so that browsers may keep
// them for ever and never keep an old one.
func (s *Server) readPages() error {
	names := map[string]string{}
	for name, kind := range map[string]string{
		"screen.css": "text/css; charset=utf-8", "screen.js": "text/javascript; charset=utf-8", "door.js": "text/javascript; charset=utf-8",
	} {
		body, err := staticFiles.ReadFile("static/" + name)
		if err != nil {
			return fmt.Errorf("reading the command post's files: %w", err)
		}
		sum := sha256.Sum256(body)
		names[name] = Path + "/" + hex.EncodeToString(sum[:6]) + "-" + name
		s.mux.HandleFunc("GET "+names[name], func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			write(w, r, http.StatusOK, body)
		})
	}
	pages, err := template.New("").Funcs(template.FuncMap{"file": func(name string) string { return names[name] }}).ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return fmt.Errorf("reading the command post's pages: %w", err)
	}
	s.pages = pages
	return nil
}

// show writes a page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, name string, page any) {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name, page); err != nil {
		s.Log.Error("a page of the command post cannot be written", "page", name, "error", err)
		http.Error(w, "failed", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	write(w, r, status, b.Bytes())
}

// write sends a body, compressed if the browser takes it so. A page holds nothing of a secret and little that somebody
// else chose, so its length tells nobody anything.
func write(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	w.Header().Set("Vary", "Accept-Encoding")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.WriteHeader(status)
		_, _ = w.Write(body)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	z := gzip.NewWriter(w)
	_, _ = z.Write(body)
	_ = z.Close()
}
