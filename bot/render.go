package bot

import (
	"fmt"

	"danvanbot/bot/chat"
	"danvanbot/bot/export"
	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// Renderer makes files of figures. The same dossier, format and language give the same bytes.
type Renderer interface {
	Render(d report.Dossier, f chat.Format, lang i18n.Lang) ([]byte, error)
}

// Documents is the Renderer of the product.
type Documents struct{}

// Render makes a file of a dossier.
func (Documents) Render(d report.Dossier, f chat.Format, lang i18n.Lang) ([]byte, error) {
	o := export.Options{Lang: lang}
	switch f {
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
