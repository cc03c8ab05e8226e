package post_test

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// TestOneUnitDoesNotReachAnother asks for every unit and group that there is or was, on every page, as the head of one
// commune: what is not the commune's is not there, and nothing of it is in the answer.
func TestOneUnitDoesNotReachAnother(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	session := r.enter(r.head)
	var ids []orgunit.ID
	for _, u := range r.db.Tree().All() {
		ids = append(ids, u.ID)
	}
	for _, g := range r.db.Tree().Groups() {
		ids = append(ids, g.ID)
	}
	reached := map[orgunit.ID]bool{}
	for _, id := range ids {
		mine := r.db.Tree().Now(id) == boY
		for _, page := range []string{"", "/nguon", "/bat-thuong", "/tep", "/moi"} {
			for _, view := range []string{"now", "was"} {
				if mine && (page == "/moi" || page == "/tep") {
					continue // it goes on for ever; a file takes a while
				}
				q := url.Values{"unit": {string(id)}, "view": {view}}
				switch page {
				case "/nguon":
					q.Set("measure", "tuyen_truyen.luot_nguoi")
				case "/tep":
					q.Set("format", "csv")
				}
				a := r.get("/bang"+page+"?"+q.Encode(), session)
				if got := a.StatusCode == http.StatusOK; got != mine {
					t.Errorf("%s of %s in view %s: got status %d, want it answered: %v", page, id, view, a.StatusCode, mine)
				}
				holdsNothingForeign(t, a)
			}
		}
		reached[id] = mine
	}
	if !reached[boY] || reached[saThay] || reached[province] || reached[groupOfBY] || !reached["k-611-plei-kan"] {
		t.Errorf("got %v as reachable, want Bờ Y and what became a part of it", reached)
	}
}

func holdsNothingForeign(t *testing.T, a answer) {
	t.Helper()
	for _, secret := range []string{"4.321", "4321", "Sa Thầy", "Chỉ huy Ba"} {
		if strings.Contains(a.body, secret) {
			t.Errorf("%s: the answer holds %q of another unit", a.Request.URL.RequestURI(), secret)
		}
	}
}

// TestHostileAddresses: whatever the address says, nothing of another unit comes back.
func TestHostileAddresses(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	session := r.enter(r.head)
	foreign, own := r.foreign.ID, r.own.ID
	tests := map[string]struct {
		path string
		want int
	}{
		"own":                      {"/bang", http.StatusOK},
		"own by name of parameter": {"/bang?unit=q-bo-y&period=2026-12&calendar=nd09&view=was&against=last_year", http.StatusOK},
		"two units":                {"/bang?unit=q-bo-y&unit=q-sa-thay", http.StatusBadRequest},
		"two units, the other way": {"/bang?unit=q-sa-thay&unit=q-bo-y", http.StatusBadRequest},
		"unit in capitals":         {"/bang?unit=Q-SA-THAY", http.StatusNotFound},
		"unit by name":             {"/bang?unit=" + url.QueryEscape("Sa Thầy"), http.StatusNotFound},
		"list of units":            {"/bang?unit=q-bo-y,q-sa-thay", http.StatusNotFound},
		"unit with a zero byte":    {"/bang?unit=q-bo-y%00q-sa-thay", http.StatusNotFound},
		"broken escape":            {"/bang?unit=%zz", http.StatusOK}, // no parameter at all: the own unit
		"semicolon":                {"/bang?unit=q-bo-y;unit=q-sa-thay", http.StatusOK},
		"path":                     {"/bang/q-sa-thay", http.StatusNotFound},
		"path up":                  {"/bang/../bang/q-sa-thay", http.StatusTemporaryRedirect},
		"no such unit":             {"/bang?unit=nowhere", http.StatusNotFound},
		"report of another unit":   {fmt.Sprintf("/bang/bao-cao?id=%d", foreign), http.StatusNotFound},
		"the same, claimed":        {fmt.Sprintf("/bang/bao-cao?unit=q-bo-y&id=BY-%04d", foreign), http.StatusBadRequest},
		"own report":               {fmt.Sprintf("/bang/bao-cao?id=%d", own), http.StatusOK},
		"own report, foreign unit": {fmt.Sprintf("/bang/bao-cao?unit=q-sa-thay&id=%d", own), http.StatusNotFound},
		"no report":                {"/bang/bao-cao?id=999999", http.StatusNotFound},
		"no id":                    {"/bang/bao-cao", http.StatusBadRequest},
		"id with words":            {"/bang/bao-cao?id=1%20or%201", http.StatusBadRequest},
		"huge id":                  {"/bang/bao-cao?id=" + fmt.Sprint(uint64(math.MaxUint64)), http.StatusBadRequest},
		"figure":                   {"/bang/nguon?measure=tuyen_truyen.n", http.StatusOK},
		"figure of a choice":       {"/bang/nguon?measure=tuyen_truyen.topic%3Datgt.n&reports=1", http.StatusOK},
		"figure of no form":        {"/bang/nguon?measure=nothing.n", http.StatusNotFound},
		"figure of no kind":        {"/bang/nguon?measure=tuyen_truyen.nothing", http.StatusOK},
		"hostile figure":           {"/bang/nguon?measure=%3Cscript%3E.n", http.StatusBadRequest},
		"no figure":                {"/bang/nguon", http.StatusBadRequest},
		"far page":                 {"/bang/nguon?measure=tuyen_truyen.n&offset=1000000", http.StatusOK},
		"page before the first":    {"/bang/nguon?measure=tuyen_truyen.n&offset=-1", http.StatusBadRequest},
		"too far":                  {"/bang?offset=99999999999", http.StatusBadRequest},
		"period to come":           {"/bang?period=2031-01", http.StatusBadRequest},
		"period of ten thousand":   {"/bang?period=0001-01-01..2026-11-20", http.StatusBadRequest},
		"no period":                {"/bang?period=yesterday", http.StatusBadRequest},
		"no calendar":              {"/bang?calendar=x", http.StatusBadRequest},
		"no view":                  {"/bang?view=x", http.StatusBadRequest},
		"nothing to compare with":  {"/bang?against=x", http.StatusBadRequest},
		"file of no format":        {"/bang/tep?format=exe", http.StatusBadRequest},
		"file of another unit":     {"/bang/tep?format=csv&unit=q-sa-thay", http.StatusNotFound},
		"file of all":              {"/bang/tep?format=docx&unit=p-quang-ngai", http.StatusNotFound},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := r.get(test.path, session)
			a.want(t, test.want)
			holdsNothingForeign(t, a)
			if strings.Contains(a.body, "<script>") {
				t.Errorf("%s: what somebody wrote became a script", test.path)
			}
		})
	}
}

// TestCommanderDrillsDown: what is below is reachable, with the reporters' names.
func TestCommanderDrillsDown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	session := r.enter(r.commander)
	for path, want := range map[string]string{
		"/bang": "4.406", // both units together
		"/bang/nguon?measure=tuyen_truyen.luot_nguoi":                             "Sa Thầy",
		"/bang/nguon?measure=tuyen_truyen.luot_nguoi&reports=1":                   "Chỉ huy Ba",
		"/bang/nguon?measure=tuyen_truyen.luot_nguoi&unit=q-bo-y":                 r.own.Code(r.db.Tree()),
		"/bang?unit=q-sa-thay":                                                    "4.321",
		"/bang?unit=kv-ngoc-hoi":                                                  "85",
		fmt.Sprintf("/bang/bao-cao?id=%d", r.own.ID):                              "Cán bộ Bốn",
		"/bang/nguon?measure=tuyen_truyen.n&unit=p-quang-ngai&reports=1&view=was": r.foreign.Code(r.db.Tree()),
	} {
		a := r.get(path, session)
		a.want(t, http.StatusOK)
		if !strings.Contains(a.body, want) {
			t.Errorf("%s: the page lacks %q", path, want)
		}
	}
	for _, f := range formats {
		a := r.get("/bang/tep?unit=q-bo-y&format="+string(f), session)
		a.want(t, http.StatusOK)
		if len(a.body) < 100 || !strings.Contains(a.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: got %d bytes as %q, want a file to keep", f, len(a.body), a.Header.Get("Content-Disposition"))
		}
	}
}

// TestSmallCellsStayHidden: a screen on a wall has more than one reader.
func TestSmallCellsStayHidden(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	s := r.own
	s.ID, s.Form, s.Choices, s.Kind, s.N = 0, "nguon_tin", map[string]string{"field": "antt"}, 2, 0
	s.Values = map[string]formValue{"nguon_tin": {N: 2}}
	r.submit(s)
	for _, path := range []string{"/bang?unit=q-bo-y", "/bang?period=" + period.MonthOf(period.ND09, period.DateOf(r.now())).Code()} {
		a := r.get(path, r.enter(r.commander))
		if !strings.Contains(a.body, "dưới 3") || strings.Contains(a.body, `value="2" data-key="nguon_tin`) {
			t.Errorf("%s: want the two tips told as fewer than three", path)
		}
	}
	a := r.get("/bang/nguon?measure=nguon_tin.nguon_tin&unit=q-bo-y", r.enter(r.commander))
	if !strings.Contains(a.body, "không nêu từng báo cáo") {
		t.Error("single reports of a restricted form are told")
	}
}
