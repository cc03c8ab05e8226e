package export

import (
	"encoding/json"

	"danvanbot/bot/report"
)

// JSON writes the whole dossier, indented.
func JSON(d report.Dossier, _ Options) ([]byte, error) {
	b, err := json.MarshalIndent(d, "", "  ")
	return append(b, '\n'), err
}
