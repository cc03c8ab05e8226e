package web

import (
	"errors"
	"sync"
)

const (
	maxRooms    = 4096 // chats with a history in memory; the one unused for longest goes first
	maxWatchers = 2048 // connected browsers
	maxTabs     = 12   // of one chat
)

// errFull is returned when more people are connected than one process should hold.
var errFull = errors.New("too many connections")

// hub holds the rooms. Its numbers rise over all rooms and, since they start from the clock, over restarts.
type hub struct {
	epoch string // tells this process's numbers from an earlier one's

	mu       sync.Mutex
	number   int64
	rooms    map[string]*room
	watchers int
	files    []kept // oldest first
}

func newHub(epoch string, number int64) *hub {
	return &hub{epoch: epoch, number: number, rooms: map[string]*room{}}
}

// in runs f on a user's room, which it makes if needed.
func (h *hub) in(user string, f func(*room)) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, ok := h.rooms[user]
	if !ok {
		if len(h.rooms) >= maxRooms && !h.evict() {
			return errFull
		}
		r = newRoom(&h.number)
		h.rooms[user] = r
	}
	r.used = r.next()
	f(r)
	return nil
}

// peek runs f on a user's room if there is one.
func (h *hub) peek(user string, f func(*room)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r, ok := h.rooms[user]; ok {
		f(r)
	}
}

func (h *hub) evict() bool {
	oldest := ""
	for user, r := range h.rooms {
		if len(r.tabs) == 0 && (oldest == "" || r.used < h.rooms[oldest].used) {
			oldest = user
		}
	}
	delete(h.rooms, oldest)
	return oldest != ""
}

// tab is one connected browser; wake holds a token while there may be something new.
type tab struct{ wake chan struct{} }

func (h *hub) join(user string) (*tab, error) {
	t := &tab{wake: make(chan struct{}, 1)}
	full := true
	err := h.in(user, func(r *room) {
		if full = h.watchers >= maxWatchers || len(r.tabs) >= maxTabs; !full {
			r.tabs[t] = true
			h.watchers++
		}
	})
	if err == nil && full {
		err = errFull
	}
	return t, err
}

func (h *hub) leave(user string, t *tab) {
	h.peek(user, func(r *room) {
		delete(r.tabs, t)
		h.watchers--
	})
}
