package bot

import (
	"context"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Store keeps everything. An error from Update or wait after fn returned nil is ambiguous: the commit may or may not have
// happened, so the process must stop and start anew.
type Store interface {
	// Update runs fn in the one write transaction and commits it durably, or changes nothing if fn returns an error.
	Update(ctx context.Context, fn func(Tx) error) error
	// Start is Update that returns while the commit goes on, so that the next one can begin; wait tells how it ended. When
	// it failed, the next Start fails, too.
	Start(ctx context.Context, fn func(Tx) error) (wait func() error, err error)
	// View runs fn on the last committed state. It must be short: no sending, no rendering.
	View(ctx context.Context, fn func(ReadTx) error) error
	// ViewAt is View of the state as it was known when a journal entry was the last one.
	ViewAt(ctx context.Context, number uint64, fn func(ReadTx) error) error
}

// ReadTx reads one state. Every error means that the stored data is damaged.
type ReadTx interface {
	// Tree is the tree of units in force; inside of a Tx the one that it changed.
	Tree() *orgunit.Tree
	// Person finds who writes from a chat.
	Person(from chat.Key) (conversation.Person, bool, error)
	// PersonByID finds a person by number; erased ones are found with Gone set.
	PersonByID(id uint64) (conversation.Person, bool, error)
	// People are all persons, erased ones included, in order of their numbers.
	People() ([]conversation.Person, error)
	// State is what a chat remembers; the zero State for a new chat.
	State(of chat.Key) (conversation.State, error)
	// Submission is the newest version of a submission, withdrawn or not.
	Submission(id uint64) (form.Submission, bool, error)
	// Versions are all versions of a submission, oldest first.
	Versions(id uint64) ([]form.Submission, error)
	// Recent are the newest submissions of a reporter, newest first, withdrawn ones included.
	Recent(reporter uint64, limit int) ([]form.Submission, error)
	// OnDay are the submissions of one unit that count in the range, in order of day and number, at most limit.
	OnDay(unit orgunit.ID, days period.Range, limit int) ([]form.Submission, error)
	// Alike finds the first report of somebody else that may be of the same event: of the same unit, form and days, and part
	// of no joint event yet.
	Alike(s form.Submission) (form.Submission, bool, error)
	// InForce is the declaration of a stock that counts for its unit on a day: the last one that is not after it.
	InForce(stock string, unit orgunit.ID, on period.Date) (form.Submission, bool, error)
	// Sum adds up the cells of one unit over a range of days. A stock's total as of a day is its sum from period.Dawn to that day.
	Sum(unit orgunit.ID, view rollup.View, days period.Range) (rollup.Row, error)
	// Sums is Sum for many units, whose rows stand in the same order.
	Sums(units []orgunit.ID, view rollup.View, days period.Range) ([]rollup.Row, error)
	// Astride gives the days of the sums that lie in a range in part only, in order, which Sum leaves out.
	Astride(unit orgunit.ID, view rollup.View, days period.Range) ([]period.Range, error)
	// Heard tells which units, as they were, reported or declared zero in a range of days.
	Heard(days period.Range) (rollup.Heard, error)
	// Invitation finds an invitation by its code.
	Invitation(code string) (conversation.Invitation, bool, error)
	// Invitations lists those that are open (not used, not revoked), newest first.
	Invitations(limit int) ([]conversation.Invitation, error)
	// Position is where polling of a platform goes on; 0 at first.
	Position(p chat.Platform) (int64, error)
	// Usage is what was counted of a platform's messages in its latest month; zero at first.
	Usage(p chat.Platform) (chat.Usage, error)
	// Pending are the outbox rows after a number, oldest first.
	Pending(after uint64, limit int) ([]conversation.Letter, error)
	// Reachable tells whether sends to a chat are not known to be refused.
	Reachable(k chat.Key) (bool, error)
	// Model is the newest version of a model of the registry.
	Model(id uint64) (form.Model, bool, error)
	// Models are all models in their newest versions, those that are Gone included, in order of their numbers.
	Models() ([]form.Model, error)
	// Targets are the goals of one unit in a year, by form and measure.
	Targets(unit orgunit.ID, year int) ([]form.Target, error)
	// Returns are the open returns of a submission, or with 0 those of all, by submission and then as they were sent back.
	Returns(sub uint64) ([]conversation.Return, error)
	// Since calls yield for every version that was journaled after a number, oldest first, until it returns an error.
	Since(after uint64, yield func(number uint64, s form.Submission) error) error
	// Asked is what a person was told of a question last; false if that is not remembered.
	Asked(person uint64, question string) (rollup.Asked, bool, error)
	// Announcement finds an announcement by its entry; false also for one that is erased with age.
	Announcement(entry uint64) (conversation.Announcement, bool, error)
	// Announcements are those that are kept, newest first.
	Announcements() ([]conversation.Announcement, error)
	// Receivers are those of an announcement in order of their numbers.
	Receivers(announcement uint64) ([]conversation.Receiver, error)
	// Receiver tells how far an announcement has come with one person; false if it did not go there.
	Receiver(announcement, person uint64) (conversation.Receiver, bool, error)
	// Group is what a group chat is bound to.
	Group(k chat.Key) (conversation.Group, bool, error)
	// Acts are the newest entries before a number (0: of all) that are about any of the units, the newest first.
	Acts(units []orgunit.ID, before uint64, limit int) ([]conversation.Acted, error)
	// Head is the number of the last journal entry; 0 before the first.
	Head() (uint64, error)
	// Frozen is the freeze in force of a unit's period.
	Frozen(unit orgunit.ID, calendar, code string) (conversation.Freeze, bool, error)
	// FrozenAt is what a journal entry froze; false for an entry of another kind.
	FrozenAt(entry uint64) (conversation.Freeze, bool, error)
	// LastFreeze is the newest freeze in force of a unit's periods that ended before a day.
	LastFreeze(unit orgunit.ID, before period.Date) (conversation.Freeze, bool, error)
	// LateChanges are the changes that entries after a number made to the periods that a unit has frozen, by submission.
	LateChanges(unit orgunit.ID, since uint64) ([]conversation.LateChange, error)
	// ChainHead is the last journal entry with the hash of the chain up to it.
	ChainHead() (conversation.ChainHead, error)
	// Done is how far a work of a kind has come that the clock leads to, and whether it was ever begun.
	Done(kind, key string) (conversation.Done, bool, error)
	// Setting is what an administrator set, and whether anything was.
	Setting(key string) (conversation.Setting, bool, error)
	// Subscriptions are those that have not ended, oldest first.
	Subscriptions() ([]conversation.Subscription, error)
	// PeopleAfter are persons with numbers after one, erased ones included, in order, at most limit.
	PeopleAfter(id uint64, limit int) ([]conversation.Person, error)
	// AllDone are the works of a kind in the order of their keys.
	AllDone(kind string) ([]conversation.Done, error)
}

// Tx writes. All of it commits together with the batch.
type Tx interface {
	ReadTx
	// Attempt runs fn as a part that is taken back alone when fn returns an error or panics (the panic becomes an error).
	Attempt(fn func() error) error
	// MarkSeen notes an update and its poll position; it reports false if the update was seen before.
	MarkSeen(p chat.Platform, update string, position int64) (bool, error)
	// SetState keeps what a chat remembers; the zero State forgets it.
	SetState(of chat.Key, s conversation.State) error
	// Submit journals a submission and moves the cells. With ID 0 it is new and gets its number; otherwise it is the next
	// version of that submission. It returns it with ID and Version set.
	Submit(s form.Submission) (form.Submission, error)
	// Freezers are the units that have frozen the period of one of two versions of a submission, the nearest first.
	Freezers(before, after form.Submission) ([]orgunit.ID, error)
	// Freeze journals a freeze, or with Reopened its end, and returns it with its entry. What is frozen cannot be frozen.
	Freeze(f conversation.Freeze) (conversation.Freeze, error)
	// ChangePerson journals a person, new (ID 0) or changed, with who did that (0: the command line), and returns it with
	// its number.
	ChangePerson(p conversation.Person, by uint64) (conversation.Person, error)
	// PutPerson is ChangePerson by whoever invited a new person, or by the person itself.
	PutPerson(p conversation.Person) (conversation.Person, error)
	// PutModel journals a model, new (ID 0) or changed, and returns it with its number and version.
	PutModel(m form.Model) (form.Model, error)
	// PutTarget journals a goal in place of the unit's former one for the same measure and year; with Goal 0 there is none.
	PutTarget(g form.Target) error
	// PutReturn journals that a submission is sent back or, with Settled, the end of an open return, and returns it with
	// the entry that opened it.
	PutReturn(r conversation.Return) (conversation.Return, error)
	// PutAnnouncement journals an announcement without its text, keeps text and receivers, and returns it with its entry.
	PutAnnouncement(a conversation.Announcement, receivers []uint64) (conversation.Announcement, error)
	// NoteReminded keeps when the receivers of an announcement were reminded.
	NoteReminded(announcement uint64, at time.Time) error
	// NoteDelivery keeps what became of an announcement on its way to a receiver.
	NoteDelivery(announcement, person uint64, d conversation.Delivery) error
	// Acknowledge journals that a receiver has read an announcement, once; false: it did not go there, or is erased.
	Acknowledge(announcement, person uint64) (bool, error)
	// BindGroup journals that a group chat is a unit's from here on.
	BindGroup(k chat.Key, g conversation.Group) error
	// UnbindGroup journals that a group chat is nobody's any more.
	UnbindGroup(k chat.Key, by uint64) error
	// MoveGroup follows a group chat to its new id.
	MoveGroup(from, to chat.Key) error
	// PutInvitation journals an invitation, new or changed.
	PutInvitation(i conversation.Invitation) error
	// PutPass keeps a link to the command post, or a session there, under its secret.
	PutPass(secret string, p conversation.Pass) error
	// ClosePasses ends all of a person's, and tells how many sessions were open.
	ClosePasses(person uint64) (sessions int, err error)
	// SetUsage keeps what was counted of a platform's messages.
	SetUsage(p chat.Platform, u chat.Usage) error
	// Reorganise journals another tree of units and moves what it moves: figures, and people and open invitations to other
	// units as people says.
	Reorganise(by uint64, to *orgunit.Tree, people map[orgunit.ID]orgunit.ID) (conversation.Reorganised, error)
	// PutSetting journals a setting in place of the former one; without a value there is none any more.
	PutSetting(s conversation.Setting) error
	// PutSubscription journals a subscription, new (ID 0), changed or Gone, and returns it with its number.
	PutSubscription(s conversation.Subscription) (conversation.Subscription, error)
	// SetDone notes how far a work of a kind has come. One without a moment is forgotten.
	SetDone(kind string, d conversation.Done) error
	// SetAsked remembers what a person was told of a question: of a bounded number of each, and not of who is erased.
	SetAsked(person uint64, question string, a rollup.Asked) error
	// Queue appends a reply to the outbox and returns its row. Rows of a chat are sent in order.
	Queue(to chat.Key, r chat.Reply, at time.Time) (conversation.Letter, error)
	// Sent removes outbox rows.
	Sent(rows ...uint64) error
	// SetReachable notes whether a chat takes messages.
	SetReachable(k chat.Key, ok bool) error
	// Bury notes an update that failed, with its cause and without its content, and returns the number to quote.
	Bury(d conversation.DeadLetter) (uint64, error)
}

// Messenger is one platform.
type Messenger interface {
	Platform() chat.Platform
	// Run takes updates in from a poll position and hands each batch to deliver, which returns once it is committed.
	// It returns when ctx ends, or with an error that no retry can mend (a wrong token).
	Run(ctx context.Context, from int64, deliver func(context.Context, []chat.Update) error) error
	// Send sends one reply and returns the platform's id of the (last) message. A refusal is a *chat.SendError.
	Send(ctx context.Context, to chat.Key, r chat.Reply) (message string, err error)
}

// Carrier is a Messenger that takes files to a chat.
type Carrier interface {
	// SendDocument sends one file and returns the platform's id of its message. A refusal is a *chat.SendError.
	SendDocument(ctx context.Context, to chat.Key, d chat.Document) (message string, err error)
}

// Busybody is a Messenger that can show that something is being made.
type Busybody interface {
	// Busy shows it for some seconds. Whether it succeeds is of no account.
	Busy(ctx context.Context, to chat.Key)
}

// Spacer is a Messenger that sends a long text as several messages.
type Spacer interface {
	// Space says how far these are to be apart, at least as far as the platform itself wants.
	Space(apart time.Duration)
}

// Metered is a Messenger whose platform gives the bot a quota of messages. What it counted is kept with each commit.
type Metered interface {
	Messenger
	// Usage is what was counted this month.
	Usage() chat.Usage
	// Resume goes on with what an earlier process counted. It is called once, before Run.
	Resume(u chat.Usage)
}
