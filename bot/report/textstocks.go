package report

import "strings"

// marks says what of a stock was not declared by the units that have it now, and what was declared long ago:
// " (trong đó 12 chuyển từ đơn vị cũ, chưa khai lại)".
func (w Writer) marks(f Figure) string {
	if f.Stale == f.Carried {
		f.Stale = 0 // most likely the same ones: one mark is enough to have them declared
	}
	var marks []string
	for _, m := range []struct {
		part, all string
		n         int64
	}{{"report.carried", "report.carried_all", f.Carried}, {"report.stale", "report.stale_all", f.Stale}} {
		switch {
		case m.n == 0 || f.Hidden != "":
		case m.n == f.N:
			return " (" + w.msg(m.all) + ")"
		default:
			marks = append(marks, w.msg(m.part, "n", m.n))
		}
	}
	if len(marks) == 0 {
		return ""
	}
	return " (" + w.msg("report.of_which", "parts", strings.Join(marks, "; ")) + ")"
}
