package conversation

import (
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// Registry reads models and targets. As with Reports, a fault of the store is the caller's to notice.
type Registry interface {
	// Models are all models in their newest versions, those that are Gone included.
	Models() []form.Model
	// Targets are the goals of one unit in a year.
	Targets(unit orgunit.ID, year int) []form.Target
}
