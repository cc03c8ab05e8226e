package bot

import (
	"cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// pageOdd is after how many oddities a page ends.
const pageOdd = 10

// oddities lists what is odd in a period, each with a button that sends the report back.
func (t *turn) oddities(q conversation.Query) error {
	p, err := t.findOdd(q, pageOdd)
	if err != nil {
		return err
	}
	r := chat.Reply{Text: t.writer().Odd(p), Keyboard: conversation.Rows(t.oddButtons(q, p))}
	t.turnTo(r)
	return nil
}

func (t *turn) findOdd(q conversation.Query, limit int) (report.OddPage, error) {
	return report.Odd(t.tx, t.tx.Tree(), t.Forms, report.OddQuery{
		Unit: q.Unit, Period: q.Period, Today: t.today(), Offset: q.Offset, Limit: limit,
	})
}

func (t *turn) oddButtons(q conversation.Query, p report.OddPage) []chat.Button {
	var list []chat.Button
	told := map[uint64]bool{}
	for _, o := range p.List {
		if o.Sub.ID == 0 {
			list = append(list, t.behindTotal(q, o))
			continue
		}
		if told[o.Sub.ID] || !t.person.MayReturn(t.tx.Tree(), o.Sub) {
			continue
		}
		told[o.Sub.ID] = true
		data, fits := conversation.ReturnOdd{Sub: o.Sub.ID, Kind: string(o.Kind), Key: o.Key, Period: q.Period}.Data()
		if !fits {
			data = conversation.ReturnData(o.Sub.ID)
		}
		list = append(list, chat.Button{Label: t.msg("odd.return", "code", o.Code), Data: data})
	}
	if p.Next > 0 {
		more := q
		more.Offset = p.Next
		list = append(list, chat.Button{Label: t.msg("summary.more"), Data: more.Data()})
	}
	q.Offset = 0
	before, totals := q, q
	before.Period, totals.Page = q.Period.Prev(), conversation.Totals
	return append(list,
		chat.Button{Label: t.msg("summary.before"), Data: before.Data()},
		chat.Button{Label: t.msg("summary.totals"), Data: totals.Data()})
}

// behindTotal leads from a total that is odd to the reports that it is the sum of, where each can be sent back.
func (t *turn) behindTotal(q conversation.Query, o report.Oddity) chat.Button {
	q.Page, q.Unit, q.Also, q.Offset, q.Measure = conversation.Listed, o.Unit.ID, nil, 0, string(rollup.MeasureOf(o.Form.ID, o.Key))
	label := cmp.Or(o.Form.Short.In(t.lang()), o.Form.Label.In(t.lang()))
	return chat.Button{Label: t.msg("odd.behind", "unit", orgunit.Bare(o.Unit.Name), "label", label), Data: q.Data()}
}

// returnOdd sends a report back for what is still odd about it, with that as the reason.
func (t *turn) returnOdd(r conversation.ReturnOdd) error {
	s, ok, err := t.tx.Submission(r.Sub)
	if err != nil || !ok {
		return err
	}
	p, err := t.findOdd(conversation.Query{Unit: s.Unit, Period: r.Period}, 1)
	if err != nil {
		return err
	}
	for _, o := range p.List {
		if o.Sub.ID == r.Sub && string(o.Kind) == r.Kind && o.Key == r.Key {
			w := t.writer()
			w.Lang = t.Lang // it is kept
			return t.sendBack(conversation.Return{Sub: s.ID, Version: s.Version, Key: o.Key, Reason: w.OddReason(o), By: t.person.ID})
		}
	}
	t.replies = append(t.replies, chat.Reply{Text: t.msg("odd.again")})
	return nil
}
