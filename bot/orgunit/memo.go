package orgunit

import (
	"slices"
	"sync"

	"danvanbot/bot/period"
)

// memoSize is how many lists of communes are remembered: the days and units that are asked for within a while.
const memoSize = 64

// memo remembers the communes of units, as a country's take milliseconds to find and each summary asks for them.
type memo struct {
	mu    sync.Mutex
	lists map[dueKey][]ID
}

type dueKey struct {
	root ID
	on   period.Date
}

// of gives a copy of what was found before, or finds it.
func (m *memo) of(key dueKey, find func() []ID) []ID {
	m.mu.Lock()
	list, ok := m.lists[key]
	m.mu.Unlock()
	if !ok {
		list = find()
		m.keep(key, list)
	}
	return slices.Clone(list)
}

func (m *memo) keep(key dueKey, list []ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lists == nil || len(m.lists) >= memoSize {
		m.lists = map[dueKey][]ID{}
	}
	m.lists[key] = list
}
