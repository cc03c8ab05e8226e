package storage

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// guard turns a panic or a fault below bbolt, both of which damage can cause, into an error.
func guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, cause)
		}
	}()
	return fn()
}

// noteDamage is deferred around a transaction, which runs code that is not ours: what damage causes, a panic in bbolt or a
// fault of the mapped file, becomes ErrDamaged, and any other panic goes on.
func noteDamage(err *error) {
	cause := recover()
	if cause == nil {
		return
	}
	if _, fault := cause.(interface{ Addr() uintptr }); !fault && !inBolt() {
		panic(cause)
	}
	*err = fmt.Errorf("%w: %v", ErrDamaged, cause)
}

// inBolt tells, inside of a deferred call, whether the panic began in bbolt, or in what bbolt called.
func inBolt() bool {
	var places [64]uintptr
	frames := runtime.CallersFrames(places[:runtime.Callers(0, places[:])])
	for panicking := false; ; {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			panicking = true
		case panicking && strings.HasPrefix(f.Function, "go.etcd.io/bbolt"):
			return true
		case panicking && strings.HasPrefix(f.Function, "danvanbot/"):
			return false
		}
		if !more {
			return false
		}
	}
}
