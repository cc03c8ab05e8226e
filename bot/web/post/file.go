package post

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// formats are the files that the page offers.
var formats = []chat.Format{chat.Xlsx, chat.Docx, chat.PNG, chat.CSV}

// kinds are what browsers are told that the files are.
var kinds = map[chat.Format]string{
	chat.Xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	chat.Docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	chat.PNG:  "image/png",
	chat.CSV:  "text/csv; charset=utf-8",
}

// file gives the figures of the page as a file, as /xuat does.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	var d report.Dossier
	var format chat.Format
	lang := s.Lang
	err := s.read(r, func(tx ReadTx, v visit) (err error) {
		if format = chat.Format(v.values.Get(keyFormat)); !slices.Contains(formats, format) {
			return errMalformed
		}
		lang = v.Lang
		d, err = report.BuildDossier(tx, v.tree, s.Forms, report.DossierQuery{Query: v.query(true)})
		d.Made.At, d.Made.Journal = v.now, v.head
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	data, err := s.make(r, d, format, lang)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	name := chat.FileName(strings.Join([]string{d.Summary.Name, d.Summary.Period.Code(), d.Summary.Period.Calendar.ID}, " "), format)
	h := w.Header()
	h.Set("Content-Type", kinds[format])
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, _ = w.Write(data) //nolint:gosec // it is a file to be saved
}

// make renders one file at a time: the machine has the dialogues to serve.
func (s *Server) make(r *http.Request, d report.Dossier, f chat.Format, lang i18n.Lang) (data []byte, err error) {
	select {
	case s.making <- struct{}{}:
		defer func() { <-s.making }()
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	defer func() {
		if cause := recover(); cause != nil { // its value may hold what people wrote
			err = fmt.Errorf("making a file of format %s: panic: %T", f, cause)
		}
	}()
	return s.Renderer.Render(d, f, lang)
}
