package post

import (
	"context"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/report"
)

// Store is what the page reads, and where its sessions are kept.
type Store interface {
	// View runs fn on the last committed state.
	View(ctx context.Context, fn func(ReadTx) error) error
	// Update runs fn in the one write transaction and commits it durably, or changes nothing if fn returns an error.
	Update(ctx context.Context, fn func(Tx) error) error
}

// ReadTx reads one state.
type ReadTx interface {
	report.Source
	report.Behind
	// Tree is the tree of units in force.
	Tree() *orgunit.Tree
	// Pass finds a link or a session by its secret.
	Pass(secret string) (conversation.Pass, bool, error)
	// PersonByID finds a person by number; erased ones are found with Gone set.
	PersonByID(id uint64) (conversation.Person, bool, error)
	// Submission is the newest version of a submission, withdrawn or not.
	Submission(id uint64) (form.Submission, bool, error)
	// Setting is what an administrator set, and whether anything was.
	Setting(key string) (conversation.Setting, bool, error)
	// Head is the number of the last journal entry.
	Head() (uint64, error)
}

// Tx exchanges links for sessions, and ends them.
type Tx interface {
	ReadTx
	// PutPass keeps a session under its secret.
	PutPass(secret string, p conversation.Pass) error
	// DropPass ends a link or a session.
	DropPass(secret string)
}
