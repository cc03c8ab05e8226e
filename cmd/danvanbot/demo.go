package main

import (
	"context"
	"fmt"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/web"
	"danvanbot/storage"
)

// sample is somebody whom a visitor of the demo can be.
type sample struct {
	user string
	name string
	role conversation.Role // empty: a stranger
	unit orgunit.ID
}

// sampleNote marks the demo's reports, wherever they are shown.
const sampleNote = "dữ liệu mẫu"

// samples are the demo's people: of the first two communes, and of the province.
func (a *app) samples(tree *orgunit.Tree) []sample {
	root := tree.Roots(a.today())[0]
	home, next := a.sampleUnits(tree, root)
	return []sample{
		{"can-bo-1", "Cán bộ mẫu 1", conversation.Officer, home},
		{"can-bo-2", "Cán bộ mẫu 2", conversation.Officer, next},
		{"chi-huy", "Chỉ huy mẫu", conversation.Head, home},
		{"lanh-dao", "Lãnh đạo mẫu", conversation.Commander, root},
		{"quan-tri", "Quản trị mẫu", conversation.Admin, root},
		{"nguoi-la", "Người lạ", "", ""},
	}
}

// sampleUnits are the communes of the sample officers: Bờ Y and Sa Thầy, or the first two of another tree.
func (a *app) sampleUnits(tree *orgunit.Tree, root orgunit.ID) (home, next orgunit.ID) {
	all := tree.Communes(root, a.today())
	home, next = all[0], all[min(1, len(all)-1)]
	if found := tree.Find("xã Bờ Y", a.today()); len(found) == 1 {
		home = found[0].ID
	}
	if found := tree.Find("xã Sa Thầy", a.today()); len(found) == 1 {
		next = found[0].ID
	}
	return home, next
}

func (a *app) demoPeople(tree *orgunit.Tree) []web.DemoPerson {
	if !a.cfg.Web.Demo {
		return nil
	}
	var list []web.DemoPerson
	for _, s := range a.samples(tree) {
		p := web.DemoPerson{User: s.user, Name: s.name, Role: "chưa được mời"}
		if s.role != "" {
			p.Role, p.Unit = a.texts.T(a.lang, "role."+string(s.role)), tree.PoliceName(s.unit, a.today())
		}
		list = append(list, p)
	}
	return list
}

// seedDemo puts the sample people and reports into a new data file.
func (a *app) seedDemo(ctx context.Context, db *storage.DB) error {
	if a.head(ctx, db) > 1 { // a new file's journal holds the units alone
		return nil
	}
	err := db.Update(ctx, func(tx *storage.Tx) error {
		reporters := map[orgunit.ID]uint64{}
		for _, s := range a.samples(tx.Tree()) {
			if s.role == "" {
				continue
			}
			p, err := tx.PutPerson(conversation.Person{
				Name: s.name, Role: s.role, Unit: s.unit, Since: a.now(), Chats: []chat.Key{{Platform: chat.Web, Chat: s.user}},
			})
			if err != nil {
				return err
			}
			if s.role == conversation.Officer {
				reporters[s.unit] = p.ID
			}
		}
		return a.seedReports(tx, reporters)
	})
	if err != nil {
		return fmt.Errorf("writing the demo's samples: %w", err)
	}
	return nil
}

// sampleReport is one kind of report that the demo's communes have made.
type sampleReport struct {
	form    string
	choices map[string]string
	values  map[string]int64
}

var sampleReports = []sampleReport{
	{"tuyen_truyen", map[string]string{"topic": "atgt"}, map[string]int64{"luot_nguoi": 75}},
	{"phat_dong_dia_ban", nil, map[string]int64{"luot_nguoi": 120}},
	{"tinh_nguyen", map[string]string{"programme": "chu_nhat_xanh"}, map[string]int64{"luc_luong": 15, "luot_nguoi": 40}},
	{"tang_qua", map[string]string{"beneficiary": "ho_ngheo"}, map[string]int64{"suat_qua": 20, "tien": 10_000_000}},
	{"hien_mau", nil, map[string]int64{"don_vi_mau": 12, "luc_luong": 14}},
}

// seedReports makes two months of reports for two thirds of the communes, each marked as a sample. Those of communes
// without a sample officer are nobody's.
func (a *app) seedReports(tx *storage.Tx, reporters map[orgunit.ID]uint64) error {
	today := a.today()
	for i, unit := range tx.Tree().Communes(tx.Tree().Roots(today)[0], today) {
		if i%3 == 2 {
			continue
		}
		for k := range 4 {
			r := sampleReports[(i+k)%len(sampleReports)]
			s := r.submission(a.forms, unit, today-period.Date(3+13*k+i%5), int64(i+k))
			s.Reporter, s.SentAt = reporters[unit], a.now().Add(-time.Hour)
			if _, err := tx.Submit(s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r sampleReport) submission(forms *form.Catalogue, unit orgunit.ID, day period.Date, vary int64) form.Submission {
	s := form.Submission{
		Form: r.form, Kind: form.Event, N: 1, Unit: unit, Days: day.Day(), Choices: r.choices,
		Values: map[string]form.Value{}, Texts: map[string]string{form.KeyNote: sampleNote},
	}
	if f, ok := forms.Form(r.form); ok {
		s.Kind = f.Kind
	}
	for key, n := range r.values {
		s.Values[key] = form.Value{N: n + n*(vary%4)/8}
	}
	return s
}
