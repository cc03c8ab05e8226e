// Package export turns a dossier into files: a report in the form of Decree 30/2020 (DOCX), a workbook (XLSX), CSV and JSON.
//
// Promised: the same Dossier and Options give the same bytes, for nothing is taken from a clock, from the order of a map
// or from chance; every figure of the summary is in every file, with its hedge; no cell of a table is read as a formula.
// Not promised: who may see the files, which the caller decides, and the same bytes from another version of the program.
package export

import (
	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// Options say how files are written.
type Options struct {
	Lang     i18n.Lang // of headings in XLSX and CSV; a DOCX is in Vietnamese
	Template *Template // of DOCX; nil: DefaultTemplate
}

// writer makes the parts of one file.
type writer struct {
	d    report.Dossier
	lang i18n.Lang
	more map[string]string // another word for "more than" with a form's figures
}

func newWriter(d report.Dossier, o Options) writer { return writer{d: d, lang: o.Lang} }

// words say what the chat says in the same words.
func (w writer) words() report.Writer { return report.Writer{Texts: i18n.Default(), Lang: w.lang} }

func (w writer) msg(key string, args ...any) string { return i18n.Default().T(w.lang, key, args...) }
