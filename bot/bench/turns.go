package bench

import (
	"context"
	"errors"

	"danvanbot/storage"
)

// Turns is the whole turn of an update (load, Step, apply, durable group commit, outbox and its removal) with Chats chats
// at once, each of which waits for its answer's commit. A fresh file and one with submissions take rounds in turns, so
// that both meet the same machine. CPU is of the whole process, officers and messenger included.
type Turns struct {
	notes

	files  []turnsFile
	aRound int
}

type turnsFile struct {
	name string
	db   *storage.DB
	rig  *Rig
}

// NewTurns opens the files of both folders. A round is so many updates in each.
func NewTurns(fresh, full string, aRound int) (*Turns, error) {
	t := &Turns{aRound: aRound}
	for _, f := range []turnsFile{{name: "fresh"}, {name: "full"}} {
		dir := map[string]string{"fresh": fresh, "full": full}[f.name]
		var err error
		if f.db, err = Open(dir); err == nil {
			f.rig, err = NewRig(f.db, Chats)
		}
		if err != nil {
			return nil, errors.Join(err, t.Close())
		}
		t.files = append(t.files, f)
	}
	return t, nil
}

// TurnsARound is how many updates are measured at a time.
const TurnsARound = 5000

// Round measures both files once.
func (t *Turns) Round(context.Context) error {
	for _, f := range t.files {
		before, cpu := f.rig.commits.made.Load(), cpuTime()
		took, err := Seconds(func() error { return f.rig.Talk(t.aRound) })
		if err != nil {
			return err
		}
		t.add("turns_"+f.name, "1/s", float64(t.aRound)/took)
		t.add("cpu_"+f.name, "µs", (cpuTime()-cpu).Seconds()*1e6/float64(t.aRound))
		t.add("batch_"+f.name, "", float64(t.aRound)/float64(f.rig.commits.made.Load()-before))
	}
	return nil
}

// Close closes both files.
func (t *Turns) Close() (err error) {
	for _, f := range t.files {
		err = errors.Join(err, f.rig.Close(), f.db.Close())
	}
	return err
}
