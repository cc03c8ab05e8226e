package bot

import "context"

// Database is what keeps everything, with transactions of its own kinds: storage.DB, without this package knowing it.
type Database[T Tx, R ReadTx] interface {
	Update(ctx context.Context, fn func(T) error) error
	Start(ctx context.Context, fn func(T) error) (wait func() error, err error)
	View(ctx context.Context, fn func(R) error) error
	ViewAt(ctx context.Context, number uint64, fn func(R) error) error
}

// StoreOf lets a Bot use a database: the same calls, with the bot's names for the transactions.
func StoreOf[T Tx, R ReadTx](db Database[T, R]) Store { return named[T, R]{db} }

type named[T Tx, R ReadTx] struct{ db Database[T, R] }

func (n named[T, R]) Update(ctx context.Context, fn func(Tx) error) error {
	return n.db.Update(ctx, func(tx T) error { return fn(tx) })
}

func (n named[T, R]) Start(ctx context.Context, fn func(Tx) error) (wait func() error, err error) {
	return n.db.Start(ctx, func(tx T) error { return fn(tx) })
}

func (n named[T, R]) View(ctx context.Context, fn func(ReadTx) error) error {
	return n.db.View(ctx, func(tx R) error { return fn(tx) })
}

func (n named[T, R]) ViewAt(ctx context.Context, number uint64, fn func(ReadTx) error) error {
	return n.db.ViewAt(ctx, number, func(tx R) error { return fn(tx) })
}
