package orgunit

import (
	"slices"
	"sync"

	"danvanbot/bot/period"
)

// memoSize is how many ids are remembered in all: those of some dozen days and of the units that are asked for on them.
const memoSize = 200_000

// memo remembers lists of units, as a country's take milliseconds to find and to put into order, and every summary asks
// for them.
type memo struct {
	mu    sync.Mutex
	lists map[memoKey][]ID
	held  int // ids in all lists
}

// memoKey is a question about the units below one on a day.
type memoKey struct {
	root ID
	on   period.Date
	due  bool // those that are due to report; or else those right below
}

// of gives a copy of what was found before, or finds it.
func (m *memo) of(key memoKey, find func() []ID) []ID {
	m.mu.Lock()
	list, ok := m.lists[key]
	m.mu.Unlock()
	if !ok {
		list = find()
		m.keep(key, list)
	}
	return slices.Clone(list)
}

func (m *memo) keep(key memoKey, list []ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lists == nil || m.held > memoSize {
		m.lists, m.held = map[memoKey][]ID{}, 0
	}
	m.lists[key] = list
	m.held += len(list)
}
