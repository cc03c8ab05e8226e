package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// A command that the running bot does writes to two streams, which come over one connection in frames: the number of the
// stream, the length in four bytes, and what was written.
const (
	streamOut byte = 1
	streamErr byte = 2
)

const frameHead = 5

// frames writes to one of the streams.
type frames struct {
	w      http.ResponseWriter
	mu     *sync.Mutex // of the connection
	stream byte
}

// Write sends one frame; a message at once, so that progress is seen.
func (f frames) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	head := binary.BigEndian.AppendUint32([]byte{f.stream}, uint32(len(p)))
	if _, err := f.w.Write(append(head, p...)); err != nil {
		return 0, err
	}
	if f.stream == streamErr {
		return len(p), http.NewResponseController(f.w).Flush()
	}
	return len(p), nil
}

// copyFrames takes the streams apart until the connection ends.
func copyFrames(from io.Reader, out, messages io.Writer) error {
	var head [frameHead]byte
	for {
		if _, err := io.ReadFull(from, head[:]); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		to := out
		switch head[0] {
		case streamOut:
		case streamErr:
			to = messages
		default:
			return fmt.Errorf("a frame of stream %d", head[0])
		}
		if _, err := io.CopyN(to, from, int64(binary.BigEndian.Uint32(head[1:]))); err != nil {
			return err
		}
	}
}
