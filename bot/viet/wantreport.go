package viet

import "slices"

// flagOf names findings as the test set does.
var flagOf = map[FindingKind]string{
	Phone: "pii_phone", Email: "pii_phone", Identity: "pii_id", Plate: "pii_id", Person: "pii_name", PersonList: "pii_name",
	Secrecy: "classified", Informant: "classified", Plan: "classified", Religion: "religion",
}

// WantReport is the report of a line in the shape of the test set; several reports stand in "reports".
func WantReport(line string, c Context) map[string]any {
	if Asks(Unescape(line)) {
		return map[string]any{"kind": nil, "missing": []string{FieldForm}}
	}
	found := Read(Unescape(line), c)
	switch len(found) {
	case 0:
		return map[string]any{"kind": nil, "missing": []string{FieldForm}}
	case 1:
		return wantReport(found[0])
	}
	var list []map[string]any
	for _, r := range found {
		list = append(list, wantReport(r))
	}
	return map[string]any{"reports": list}
}

func wantReport(r Report) map[string]any {
	w := map[string]any{}
	if flags := flags(r.Findings); len(flags) > 0 {
		w["flags"] = flags
	}
	if r.Reject || r.Undone != Done {
		w["reject"] = true
		return w
	}
	missing := slices.Clone(r.Missing)
	w["kind"] = r.Form()
	if r.Form() == "" {
		w["kind"] = nil
		missing = append([]string{FieldForm}, missing...)
	}
	wantDays(w, r)
	w["place"] = nil
	if len(r.Units) > 0 {
		w["place"] = r.Units[0].Name
	}
	if r.Event {
		w["n"] = max(r.N, 1)
	}
	wantCounts(w, r)
	if t, ok := r.Choices["topic"]; ok {
		w["topic"] = t
	}
	if r.Model != "" {
		w["model"] = r.Model
	}
	if len(missing) > 0 {
		w["missing"] = missing
	}
	if r.Ambiguous() {
		w["ambiguous"] = true
	}
	return w
}

func wantDays(w map[string]any, r Report) {
	switch {
	case r.Date == nil || r.Date.Bad:
		w["date"] = nil
	case r.Date.Range.From == r.Date.Range.To:
		w["date"] = r.Date.Range.From
	default:
		w["from"], w["to"] = r.Date.Range.From, r.Date.Range.To
	}
}

func wantCounts(w map[string]any, r Report) {
	counts := map[string]any{}
	for m, n := range r.Counts {
		counts[m] = n.Value
	}
	w["counts"] = counts
	if len(r.Derived) > 0 {
		w["derived"] = r.Derived
	}
}

func flags(findings []Finding) []string {
	var list []string
	for _, f := range findings {
		if !slices.Contains(list, flagOf[f.Kind]) {
			list = append(list, flagOf[f.Kind])
		}
	}
	slices.Sort(list)
	return list
}
