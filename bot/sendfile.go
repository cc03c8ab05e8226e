package bot

import (
	"errors"

	"danvanbot/bot/chart"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// errNoFiles is why a file is not sent to a platform that takes none.
var errNoFiles = errors.New("the platform takes no files")

// settleFile makes the file that a letter asks for, and sends it. What it cannot make or send the loop regrets.
func (s *sender) settleFile(q *queue, l conversation.Letter) (receipt, error) {
	if l.Reply.File.Freeze {
		return s.settleFreeze(l)
	}
	m := s.messengers[l.To.Platform]
	carrier, ok := m.(Carrier)
	if !ok {
		return receipt{row: l.Row, to: l.To, file: l.Reply.File, cause: errNoFiles}, nil
	}
	if b, ok := m.(Busybody); ok {
		b.Busy(s.ctx, l.To)
	}
	made := s.files.make(s.ctx, *l.Reply.File, l.At)
	switch {
	case s.ctx.Err() != nil:
		return receipt{}, s.ctx.Err()
	case errors.Is(made.cause, errNotTheirs):
		return receipt{row: l.Row, to: l.To}, nil
	case made.cause != nil:
		return receipt{row: l.Row, to: l.To, file: l.Reply.File, cause: made.cause}, nil //nolint:nilerr // it is not the sender that ends
	}
	return s.deliver(q, l, func(to chat.Key) error {
		_, err := carrier.SendDocument(s.ctx, to, made.document)
		return err
	})
}

// settleFreeze makes what is to be frozen; the loop journals it.
func (s *sender) settleFreeze(l conversation.Letter) (receipt, error) {
	done := receipt{row: l.Row, to: l.To}
	made := s.files.make(s.ctx, *l.Reply.File, l.At)
	switch {
	case s.ctx.Err() != nil:
		return done, s.ctx.Err()
	case errors.Is(made.cause, errNotTheirs):
	case made.cause != nil:
		done.file, done.cause = l.Reply.File, made.cause
	default:
		done.frozen = &made.freeze
	}
	return done, nil
}

// regret tells whoever asked for a file that there is none. That is queued with the removal of the row that asked, so
// that it is said once.
func (w *work) regret(tx Tx, r receipt) error {
	if errors.Is(r.cause, chart.ErrNothing) {
		return w.tell(tx, r, "file.nothing")
	}
	number, err := tx.Bury(conversation.DeadLetter{Platform: r.to.Platform, Update: "file " + string(r.file.Format), Cause: r.cause.Error(), At: w.now})
	if err != nil {
		return err
	}
	w.Metrics.buried()
	w.Log.Error("a file was not made", "platform", r.to.Platform, "format", r.file.Format, "as_known_at", r.file.Number, "dead_letter", number, "cause", r.cause)
	return w.tell(tx, r, "file.failed", "number", number)
}

// tell queues a text about a file for whoever asked.
func (w *work) tell(tx Tx, r receipt, key string, args ...any) error {
	p, known, err := tx.Person(r.to)
	if err != nil || !known {
		return err
	}
	lang := p.Language(w.Lang)
	args = append(args, "name", w.Texts.T(lang, "file."+string(r.file.Format)))
	l, err := tx.Queue(r.to, chat.Reply{Text: w.Texts.T(lang, key, args...)}, w.now)
	if err != nil {
		return err
	}
	w.letters = append(w.letters, l)
	return nil
}

// makeFile queues the job of making a file, or answers with the figures where the platform takes no files.
func (t *turn) makeFile(a conversation.MakeFile) error {
	if !t.carriesFiles() {
		if err := t.summarise(conversation.Summarise{Query: a.Query}); err != nil {
			return err
		}
		t.replies = append(t.replies, chat.Reply{Text: t.msg("file.cannot")})
		return nil
	}
	head, err := t.tx.Head()
	if err != nil {
		return err
	}
	job := chat.Job{Format: a.Format, Query: a.Query.Data(), Number: head, By: t.person.ID}
	t.replies = append(t.replies, chat.Reply{File: &job})
	return nil
}

// carriesFiles tells whether the platform of this chat takes files.
func (t *turn) carriesFiles() bool {
	return carries(t.Messengers, t.in.Key.Platform)
}

func carries(messengers []Messenger, p chat.Platform) bool {
	for _, m := range messengers {
		if m.Platform() == p {
			_, ok := m.(Carrier)
			return ok
		}
	}
	return false
}
