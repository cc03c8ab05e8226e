package main

import (
	"iter"
	"slices"
	"sync"
)

// Values go from one goroutine to the other in chunks, of which some may wait.
const (
	aheadChunk = 256
	aheadMost  = 16
)

// ahead runs a sequence in a goroutine of its own, so that it works while what it gave is worked on. It ends with the loop,
// and a panic of it is one of the loop.
func ahead[V any](seq iter.Seq[V]) iter.Seq[V] {
	return func(yield func(V) bool) {
		chunks, stop := make(chan []V, aheadMost), make(chan struct{})
		var cause any
		var work sync.WaitGroup
		work.Go(func() {
			defer close(chunks)
			defer func() { cause = recover() }()
			sendChunks(seq, chunks, stop)
		})
		defer work.Wait()
		defer close(stop)
		for chunk := range chunks {
			for _, v := range chunk {
				if !yield(v) {
					return
				}
			}
		}
		if cause != nil {
			panic(cause)
		}
	}
}

// sendChunks sends until the end or until somebody says stop.
func sendChunks[V any](seq iter.Seq[V], to chan<- []V, stop <-chan struct{}) {
	for chunk := range chunksOf(seq) {
		select {
		case to <- chunk:
		case <-stop:
			return
		}
	}
}

func chunksOf[V any](seq iter.Seq[V]) iter.Seq[[]V] {
	return func(yield func([]V) bool) {
		var chunk []V
		for v := range seq {
			if chunk = append(chunk, v); len(chunk) < aheadChunk {
				continue
			}
			if !yield(chunk) {
				return
			}
			chunk = make([]V, 0, aheadChunk)
		}
		if len(chunk) > 0 {
			yield(slices.Clip(chunk))
		}
	}
}
