package bot

import "runtime/debug"

const (
	// garbage is how much of it, in percent of what is in use, may lie about: what is in use is a few megabytes, and
	// collecting at every doubling of that costs a fifth of the CPU of each update.
	garbage = 400
	// heapLimit is from where on memory is saved instead. The data file's pages are not in it.
	heapLimit = 96 << 20
)

// SpareCollector sets the garbage collector up for a Bot that has the process to itself.
func SpareCollector() {
	debug.SetGCPercent(garbage)
	debug.SetMemoryLimit(heapLimit)
}
