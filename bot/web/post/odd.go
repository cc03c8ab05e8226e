package post

import (
	"strings"

	"danvanbot/bot/report"
)

// oddPage lists what is odd: questions, not faults.
type oddPage struct {
	head

	Rows []oddRow
	Next string // address of the page after; empty: this is the last
}

type oddRow struct {
	Unit, UnitURL, Code, URL, Label, Why string
}

// odd makes the page of what is odd. It reads reports, so it is a page of its own. Restricted forms are left out, as this
// screen has more than one reader.
func (s *Server) odd(tx ReadTx, v visit) (any, string, error) {
	found, err := report.Odd(tx, v.tree, s.Forms, report.OddQuery{
		Unit: v.unit, Period: v.period, Today: v.today, Offset: v.offset, Limit: maxReports,
	})
	if err != nil {
		return nil, "", err
	}
	p := oddPage{head: v.heading(report.Summary{Name: found.Name, Period: found.Period, View: v.view})}
	p.Title = v.Say("odd") + " · " + found.Name
	w := report.Writer{Texts: s.Texts, Lang: v.Lang}
	for _, o := range found.List {
		if o.Form.Restricted || !v.person.Sees(v.tree, o.Unit.ID) {
			continue
		}
		row := oddRow{Unit: o.Unit.Name, UnitURL: v.at(o.Unit.ID), Label: strings.TrimSpace(o.Form.Icon + " " + o.Form.Label.In(v.Lang)), Why: w.OddReason(o)}
		if o.Sub.ID != 0 && v.person.MayRead(v.tree, o.Sub) {
			row.Code, row.URL = o.Code, v.reportURL(o.Sub.ID)
		}
		p.Rows = append(p.Rows, row)
	}
	if found.Next > 0 {
		a := v.ask
		a.offset = found.Next
		p.Next = a.url("/bat-thuong")
	}
	return p, "odd", nil
}
