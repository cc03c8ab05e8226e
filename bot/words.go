package bot

import (
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/viet"
)

// words are what sentences are understood by. They follow the tree of units. Only one goroutine at a time uses them.
type words struct {
	tree *orgunit.Tree
	made *viet.Vocabulary
}

func (w *words) of(forms *form.Catalogue, tree *orgunit.Tree) *viet.Vocabulary {
	if w.tree != tree {
		w.tree, w.made = tree, conversation.Vocabulary(forms, tree)
	}
	return w.made
}
