package cuts

import (
	"iter"
	"math/rand/v2"
	"slices"
)

// sector is what a disk writes whole or not at all, in bytes.
const sector = 512

// part is one sector of a write, or a new length, that may or may not be on the disk.
type part struct {
	at   int64
	data []byte // nil: the file is to be that long
}

// cut is a moment at which the power may fail.
type cut struct {
	durable []byte // what is on the disk for sure
	pending []part // what may be, in order
	acked   int    // the reports up to this number were acknowledged
	failed  bool   // a sync failed before it
	syncs   int    // how many there were before it, to name it by
}

// cutsOf are the moments of a trace from when the file has its name: before each sync, when most is pending, and the end. A disk that lies makes nothing durable from
// the first acknowledgement on. What was pending when a sync failed may still be on the disk or not, until it is written anew:
// Linux takes it for written, and no later sync writes it.
func cutsOf(events []event, lies bool) iter.Seq[cut] {
	return func(yield func(cut) bool) {
		var c cut
		var ghosts []part
		there := false
		now := func() cut {
			all := c
			all.durable, all.pending = slices.Clone(c.durable), append(slices.Clone(ghosts), c.pending...)
			return all
		}
		for _, e := range events {
			switch e.kind {
			case written:
				c.pending = append(c.pending, parts(e)...)
			case resized:
				c.pending = append(c.pending, part{at: e.at})
			case acknowledged:
				c.acked = int(e.at)
			case named:
				there = true
			case synced:
				if there && !yield(now()) {
					return
				}
				c.syncs++
				switch {
				case e.failed:
					c.failed, ghosts, c.pending = true, append(ghosts, c.pending...), nil
				case !lies || c.acked == 0:
					ghosts = slices.DeleteFunc(ghosts, func(g part) bool { return overwritten(g, c.pending) })
					c.durable, c.pending = with(c.durable, c.pending), nil
				}
			}
		}
		yield(now())
	}
}

// parts are the sectors of a write.
func parts(e event) (list []part) {
	for at := 0; at < len(e.data); at += sector {
		list = append(list, part{at: e.at + int64(at), data: e.data[at:min(at+sector, len(e.data))]})
	}
	return list
}

func overwritten(g part, by []part) bool {
	return slices.ContainsFunc(by, func(p part) bool { return p.data != nil && g.data != nil && p.at == g.at })
}

// with is a file after some parts were written.
func with(content []byte, parts []part) []byte {
	content = slices.Clone(content)
	for _, p := range parts {
		end := p.at + int64(len(p.data))
		if p.data == nil && end < int64(len(content)) {
			content = content[:end]
		}
		if grow := end - int64(len(content)); grow > 0 {
			content = append(content, make([]byte, grow)...)
		}
		copy(content[p.at:], p.data)
	}
	return content
}

// images are some of those that may be on the disk: with nothing of what is pending, with all, with all but one or one alone, and with
// any subset.
func (c cut) images(most int, random *rand.Rand) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if !yield(c.durable) || len(c.pending) == 0 || !yield(with(c.durable, c.pending)) {
			return
		}
		for n := range most - 2 {
			one, chance := random.IntN(len(c.pending)), random.Float64()
			some := slices.DeleteFunc(slices.Clone(c.pending), func(p part) bool {
				mine := p.at == c.pending[one].at && (p.data == nil) == (c.pending[one].data == nil)
				switch n % 3 {
				case 0:
					return mine
				case 1:
					return !mine
				default:
					return random.Float64() > chance
				}
			})
			if !yield(with(c.durable, some)) {
				return
			}
		}
	}
}
