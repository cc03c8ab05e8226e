package post

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// visit is one request: who asks, as the person is now, and for what.
type visit struct {
	words
	ask

	person conversation.Person
	tree   *orgunit.Tree
	rules  conversation.Rules
	now    time.Time
	today  period.Date
	head   uint64
	values url.Values
}

// ask is what a page is about. All of it stands in the address.
type ask struct {
	unit    orgunit.ID
	period  period.Period
	view    rollup.View
	against report.Against
	offset  int
}

// maxSpan is how many days are summed up at most: two centuries.
const maxSpan = 200 * 366

// maxOffset is how far a list can be turned.
const maxOffset = 1 << 20

// The names of what stands in an address.
const (
	keyUnit     = "unit"
	keyPeriod   = "period"
	keyCalendar = "calendar"
	keyView     = "view"
	keyAgainst  = "against"
	keyOffset   = "offset"
	keyMeasure  = "measure"
	keyReports  = "reports"
	keyID       = "id"
	keyFormat   = "format"
)

// person finds whose session a request has.
func (s *Server) who(tx ReadTx, r *http.Request) (conversation.Person, error) {
	secret, ok := sessionOf(r)
	if !ok {
		return conversation.Person{}, errNoSession
	}
	return s.admitted(tx, secret, true)
}

// admitted finds the person whom a secret lets in: by a session, or by a link.
func (s *Server) admitted(tx ReadTx, secret string, session bool) (conversation.Person, error) {
	pass, ok, err := tx.Pass(secret)
	if err != nil || !ok || pass.Session != session {
		return conversation.Person{}, orNoSession(err)
	}
	person, ok, err := tx.PersonByID(pass.Person)
	if err != nil || !ok || !pass.Admits(person, s.Now()) {
		return conversation.Person{}, orNoSession(err)
	}
	return person, nil
}

func orNoSession(err error) error {
	if err != nil {
		return err
	}
	return errNoSession
}

// visit reads who asks for what.
func (s *Server) visit(tx ReadTx, r *http.Request) (visit, error) {
	person, err := s.who(tx, r)
	if err != nil {
		return visit{}, err
	}
	v := visit{
		words: s.words(person.Language(s.Lang)), person: person, tree: tx.Tree(), now: s.Now().In(s.Zone), values: r.URL.Query(),
	}
	v.today = period.DateOf(v.now)
	if v.rules, err = conversation.RulesIn(tx, conversation.Rules{Calendar: s.Calendar}); err != nil {
		return v, err
	}
	if v.head, err = tx.Head(); err != nil {
		return v, err
	}
	for _, list := range v.values {
		if len(list) != 1 {
			return v, errMalformed
		}
	}
	v.ask, err = s.parse(v)
	return v, err
}

// parse reads an address, which anybody can write.
func (s *Server) parse(v visit) (a ask, err error) {
	if a.period, err = s.parsePeriod(v); err != nil {
		return a, err
	}
	switch v.values.Get(keyView) {
	case "", rollup.Now.String():
		a.view = rollup.Now
	case rollup.Was.String():
		a.view = rollup.Was
	default:
		return a, errMalformed
	}
	switch v.values.Get(keyAgainst) {
	case "", report.Before.String():
	case report.LastYear.String():
		a.against = report.LastYear
	default:
		return a, errMalformed
	}
	if text := v.values.Get(keyOffset); text != "" {
		if a.offset, err = strconv.Atoi(text); err != nil || a.offset < 0 || a.offset > maxOffset {
			return a, errMalformed
		}
	}
	a.unit = orgunit.ID(v.values.Get(keyUnit))
	if a.unit == "" {
		a.unit = v.person.Unit
	}
	if !v.known(a.unit) || !v.person.SeesAll(v.tree, a.unit) {
		return a, errNotFound
	}
	return a, nil
}

// known tells whether there is such a unit or group.
func (v visit) known(id orgunit.ID) bool {
	_, unit := v.tree.Unit(id)
	_, group := v.tree.Group(id)
	return unit || group
}

func (s *Server) parsePeriod(v visit) (period.Period, error) {
	cal := v.rules.Calendar
	if id := v.values.Get(keyCalendar); id != "" {
		var ok bool
		if cal, ok = period.CalendarByID(id); !ok {
			return period.Period{}, errMalformed
		}
	}
	code := v.values.Get(keyPeriod)
	if code == "" {
		return period.MonthOf(cal, v.today), nil
	}
	p, err := period.ParseCode(code, cal)
	if err != nil || p.Range.From < period.Dawn || p.Range.Days() > maxSpan || p.Range.From > v.today {
		return p, errMalformed
	}
	return p, nil
}

// url is the address of a page about the same, with more names and values in turn.
func (a ask) url(path string, more ...string) string {
	q := url.Values{}
	q.Set(keyUnit, string(a.unit))
	q.Set(keyPeriod, a.period.Code())
	q.Set(keyCalendar, a.period.Calendar.ID)
	if a.view != rollup.Now {
		q.Set(keyView, a.view.String())
	}
	if a.against != report.Before {
		q.Set(keyAgainst, a.against.String())
	}
	if a.offset > 0 {
		q.Set(keyOffset, strconv.Itoa(a.offset))
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return Path + path + "?" + q.Encode()
}

// query is what is summed. With clear, small cells are told that the person may see.
func (v visit) query(clear bool) report.Query {
	q := report.Query{Unit: v.unit, Period: v.period, View: v.view, Today: v.today, Against: v.against}
	if clear {
		q.Clear = func(u orgunit.ID) bool { return v.person.Sees(v.tree, u) }
	}
	return q
}

// hasParts tells whether there are units below the one that is asked for.
func (v visit) hasParts() bool {
	_, group := v.tree.Group(v.unit)
	return group || len(v.tree.Children(v.unit, v.today)) > 0
}

// words says things in the language of whoever reads.
type words struct {
	Lang  i18n.Lang
	texts *i18n.Catalogue
}

func (s *Server) words(l i18n.Lang) words { return words{l, s.Texts} }

// Say is a text of the page; its key has no area.
func (w words) Say(key string, args ...any) string { return w.texts.T(w.Lang, "post."+key, args...) }

// of is a text of any area.
func (w words) of(key string, args ...any) string { return w.texts.T(w.Lang, key, args...) }

// number writes a number.
func (w words) number(n int64) string { return i18n.Number(w.Lang, n) }

// bare takes the tags and entities out of a text for chats.
func bare(text string) string {
	return strings.NewReplacer("<b>", "", "</b>", "", "<i>", "", "</i>", "", "<s>", "", "</s>", "",
		"&lt;", "<", "&gt;", ">", "&amp;", "&", "&#39;", "'", "&#34;", `"`).Replace(text)
}

// crumbs are the units above the one that is asked for which the person may see, the topmost first.
func (v visit) crumbs() []link {
	var list []link
	if v.unit == v.person.Unit {
		return nil
	}
	above := v.tree.Ancestors(v.unit, min(v.period.Range.To, v.today))
	if _, group := v.tree.Group(v.unit); group {
		above = []orgunit.ID{v.person.Unit}
	}
	for _, u := range slices.Backward(above) {
		if v.person.Sees(v.tree, u) {
			a := v.ask
			a.unit, a.offset = u, 0
			list = append(list, link{Text: v.tree.Name(u, v.today), URL: a.url("")})
		}
	}
	return list
}
