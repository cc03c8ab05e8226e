package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"path"
)

// The limits of a book before a parser sees it: it keeps in memory what is open, so a small file could fill that with one text, one
// tag, or tags within tags.
const (
	maxUnzipped = 512 << 20 // bytes of all parts together
	leastLimit  = 16 << 20  // that any book may unpack into
	mostRatio   = 200       // beyond that: how much more than the file
	longestRun  = 256 << 10 // bytes of a text or a tag; a cell of Excel has less
	deepest     = 64        // tags within tags
)

// unzipLimit is how much a file of some bytes may unpack into.
func unzipLimit(size int) int64 { return min(maxUnzipped, leastLimit+mostRatio*int64(size)) }

// tame tells whether the parts of a book cost a parser no more memory than their rows do, and are whole.
func tame(data []byte) bool {
	book, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false
	}
	total := uint64(0)
	for _, f := range book.File {
		if total += f.UncompressedSize64; total > uint64(unzipLimit(len(data))) {
			return false
		}
	}
	for _, f := range book.File {
		if ext := path.Ext(f.Name); (ext == ".xml" || ext == ".rels") && !tamePart(f) {
			return false
		}
	}
	return true
}

func tamePart(f *zip.File) bool {
	part, err := f.Open()
	if err != nil {
		return false
	}
	defer part.Close() //nolint:errcheck // it was read
	var m marks
	for r := bufio.NewReaderSize(part, 1<<16); ; {
		switch b, err := r.ReadByte(); {
		case errors.Is(err, io.EOF):
			return m.depth == 0 && !m.inTag
		case err != nil || !m.next(b):
			return false
		}
	}
}

// marks follows the tags of an XML text, no more closely than is needed to see how deep they lie.
type marks struct {
	inTag       bool
	first, last byte // of the tag
	quote       byte // that is open in it
	run, depth  int
}

// next takes a byte in; false: it is beyond the limits.
func (m *marks) next(b byte) bool {
	switch {
	case b == '<' && !m.inTag:
		*m = marks{inTag: true, depth: m.depth}
		return true
	case b == '>' && m.inTag && m.quote == 0:
		m.depth = max(m.depth+m.step(), 0)
		m.inTag, m.run = false, 0
		return m.depth <= deepest
	case m.inTag && b == m.quote:
		m.quote = 0
	case m.inTag && m.quote == 0 && (b == '"' || b == '\'') && m.first != '!' && m.first != '?':
		m.quote = b
	}
	if m.run == 0 {
		m.first = b
	}
	m.last = b
	m.run++
	return m.run <= longestRun
}

// step is how much deeper it is behind a tag than before it.
func (m *marks) step() int {
	switch {
	case m.first == '/':
		return -1
	case m.last == '/' || m.first == '?' || m.first == '!':
		return 0
	default:
		return 1
	}
}
