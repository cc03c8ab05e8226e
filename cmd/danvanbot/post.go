package main

import (
	"cmp"
	"context"
	"crypto/rand"

	"danvanbot/bot"
	"danvanbot/bot/web/post"
	"danvanbot/storage"
)

// postStore lets the command post use the database.
type postStore struct{ db *storage.DB }

var _ post.Store = postStore{}

// View runs fn on the last committed state.
func (s postStore) View(ctx context.Context, fn func(post.ReadTx) error) error {
	return s.db.View(ctx, func(tx *storage.ReadTx) error { return fn(tx) })
}

// Update runs fn in the write transaction.
func (s postStore) Update(ctx context.Context, fn func(post.Tx) error) error {
	return s.db.Update(ctx, func(tx *storage.Tx) error { return fn(tx) })
}

// post makes the command post, which the web chat serves.
func (a *app) post(db *storage.DB) (*post.Server, error) {
	return post.New(post.Options{
		Store: postStore{db}, Forms: a.forms, Texts: a.texts, Calendar: a.calendar, Zone: a.zone, Lang: a.lang, Now: a.now,
		NewSecret: rand.Text, Renderer: bot.Documents{Template: &a.template}, PublicURL: a.cfg.Web.PublicURL, Log: a.log,
	})
}

// postLink makes the link to the command post out of a secret; nil while there is none.
func (a *app) postLink(m platforms) func(secret string) string {
	if m.web == nil {
		return nil
	}
	origin := cmp.Or(a.cfg.Web.PublicURL, "http://"+m.web.Addr())
	return func(secret string) string { return origin + post.EntryPath + "#" + secret }
}
