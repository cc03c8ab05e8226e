package storage

import (
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
func storedTree(base *bolt.Tx) (tree *orgunit.Tree, given string, err error) {
	stored := base.Bucket(bucketUnits.name())
	value := stored.Get(keyTree)
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
	value = stored.Get(keyGiven)
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
		stored, given, err = storedTree(base)
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
