package bot

import (
	"encoding/json"
	"fmt"
	"runtime"

	"danvanbot/bot/chart"
	"danvanbot/bot/chat"
	"danvanbot/bot/export"
	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// Renderer makes files of figures. The same dossier, format and language give the same bytes.
type Renderer interface {
	Render(d report.Dossier, f chat.Format, lang i18n.Lang) ([]byte, error)
	// Version names what makes the bytes: with another one they may be others.
	Version() string
	// Layout is what else the bytes depend on, to be kept with a frozen document; nil: nothing.
	Layout() []byte
}

// documentsVersion is to be raised whenever the same dossier would make another document.
const documentsVersion = "documents 3"

// Documents is the Renderer of the product.
type Documents struct {
	Template *export.Template // of written reports; nil: the embedded one
}

// Version names the writers of this program, the template and the Go that compresses the files.
func (r Documents) Version() string {
	return documentsVersion + ", template " + shortHash(hashOf(r.Layout())) + ", " + runtime.Version()
}

// Layout is the template as JSON.
func (r Documents) Layout() []byte {
	t := export.DefaultTemplate()
	if r.Template != nil {
		t = *r.Template
	}
	text, _ := json.Marshal(t) // plain data
	return text
}

// Render makes a file of a dossier.
func (r Documents) Render(d report.Dossier, f chat.Format, lang i18n.Lang) ([]byte, error) {
	o := export.Options{Lang: lang, Template: r.Template}
	switch f {
	case chat.Docx:
		return export.Docx(d, o)
	case chat.PNG:
		return chart.PNG(d, chart.Options{Lang: lang})
	case chat.Xlsx:
		return export.Xlsx(d, o)
	case chat.CSV:
		return export.CSV(d, o)
	case chat.JSON:
		return export.JSON(d, o)
	default:
		return nil, fmt.Errorf("there is no file of format %q", f)
	}
}
