package storage

import (
	"bytes"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/orgunit"
)

// ErrReorganised is returned by Open for units that were changed outside, while those in the file were reorganised: to
// take over the ones would throw the others away.
var ErrReorganised = errors.New("the file of units was changed, but the units of the data file have been reorganised since they were taken from it; " +
	"put the old file back, and make the change as a reorganisation")

// storedTree loads the units in force; nil in a new file. given is the hash of the tree that Open was given.
func (r *ReadTx) storedTree() (tree *orgunit.Tree, given string, err error) {
	value := r.get(bucketUnits, keyTree)
	if value == nil {
		return nil, "", nil
	}
	text, err := unseal(formatBytes, value)
	if err != nil {
		return nil, "", wrap(bucketUnits, keyTree, err)
	}
	if tree, err = orgunit.Load(text); err != nil {
		return nil, "", fmt.Errorf("loading the stored units: %w", err)
	}
	value = r.get(bucketUnits, keyGiven)
	if value == nil {
		return tree, tree.Hash(), nil
	}
	hash, err := unseal(formatBytes, value)
	if err != nil {
		return nil, "", wrap(bucketUnits, keyGiven, err)
	}
	return tree, string(hash), nil
}

// useTree settles by which units this DB adds up, and tells whether they must be adopted first.
func (db *DB) useTree(o Options) (adopt bool, err error) {
	var stored *orgunit.Tree
	var given string
	err = db.bolt.View(func(base *bolt.Tx) error {
		stored, given, err = db.reader(base, db.table.Load()).storedTree()
		return err
	})
	if err != nil {
		return false, err
	}
	tree, err := choose(o, stored, given)
	if err != nil {
		return false, err
	}
	db.units.Store(newUnits(tree))
	return tree != stored, nil
}

// choose takes the given tree when it is another one than the last time, unless the stored one was reorganised since.
func choose(o Options, stored *orgunit.Tree, given string) (*orgunit.Tree, error) {
	switch {
	case stored == nil && o.Tree == nil:
		return nil, fmt.Errorf("%w: no units are stored", ErrDamaged)
	case stored == nil:
		return o.Tree, nil
	case o.Tree == nil, o.ReadOnly, o.Tree.Hash() == given, o.Tree.Hash() == stored.Hash():
		return stored, nil
	case stored.Hash() == given:
		return o.Tree, nil
	case o.KeepTree:
		return stored, nil
	default:
		return nil, ErrReorganised
	}
}

// adoptTree journals the tree that was given.
func (t *Tx) adoptTree() error {
	text := t.units.tree.JSON()
	if _, err := t.journal(entryUnits, 0, text); err != nil {
		return err
	}
	t.set(bucketUnits, keyTree, seal(formatBytes, text))
	t.remove(bucketUnits, keyGiven)
	return nil
}

// wholeTree is the text of a tree that an entry holds whole: a string of bytes. A reorganisation is a struct.
func wholeTree(payload []byte) (text []byte, ok bool) {
	err := decodeCBOR(payload, &text)
	return text, err == nil
}

// noteUnits takes a tree or a reorganisation from the journal.
func (a *replayed) noteUnits(payload []byte) error {
	if text, ok := wholeTree(payload); ok {
		a.units, a.patches = text, nil
		return nil
	}
	var p journaledUnits
	a.patches = append(a.patches, bytes.Clone(payload))
	return decodeCBOR(payload, &p)
}

// nextTree is the tree that an entry puts in force after another one, which is nil before the first.
func nextTree(before *orgunit.Tree, payload []byte) (*orgunit.Tree, error) {
	if text, ok := wholeTree(payload); ok {
		return orgunit.Load(text)
	}
	var p journaledUnits
	if err := decodeCBOR(payload, &p); err != nil {
		return nil, err
	}
	if before == nil {
		return nil, fmt.Errorf("%w: a reorganisation before there are units", ErrDamaged)
	}
	tree, err := before.Patched(p.Patch)
	if err == nil && tree.Hash() != p.Hash {
		err = fmt.Errorf("%w: a reorganisation leads to other units than it did", ErrDamaged)
	}
	return tree, err
}

// tree is the tree in force at the end of what was replayed.
func (a *replayed) tree() (*orgunit.Tree, error) {
	tree, err := orgunit.Load(a.units)
	for _, p := range a.patches {
		if err == nil {
			tree, err = nextTree(tree, p)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("loading the units of the journal: %w", err)
	}
	return tree, nil
}

// checkTree compares the stored tree with the journal's.
func (r *ReadTx) checkTree(all replayed) []Difference {
	tree, err := all.tree()
	switch {
	case err != nil:
		return []Difference{fault(bucketUnits, keyTree, err)}
	case tree.Hash() != r.units.tree.Hash():
		return []Difference{{Bucket: bucketUnits.String(), Key: string(keyTree), Stored: r.units.tree.Hash(), Expected: tree.Hash()}}
	default:
		return nil
	}
}

// restoreTree puts the journal's tree in force.
func (t *Tx) restoreTree(all replayed) error {
	tree, err := all.tree()
	if err != nil || tree.Hash() == t.units.tree.Hash() {
		return err
	}
	t.units = newUnits(tree)
	t.set(bucketUnits, keyTree, seal(formatBytes, tree.JSON()))
	return nil
}
