package period

import "time"

// Calendar says where the months and years of reports begin. The zero Calendar is not valid; use CalendarByID.
type Calendar struct {
	ID       string // as in the configuration
	StartDay int    // month M begins on this day of the month before; 1: on the first of M itself
	Lead     int    // how many months before January the year begins
}

// The calendars that are known.
var (
	// Plain is the calendar year.
	Plain = Calendar{ID: "duong_lich", StartDay: 1}
	// ND09 closes each month on the 14th and the year on 14 December: Decree 09/2019/NĐ-CP, article 12.
	ND09 = Calendar{ID: "nd09", StartDay: 15}
	// CommuneSecurity is the year of the "an toàn về ANTT" title for communes, 16/11 to 15/11: Circular 124/2021/TT-BCA, article 8.
	CommuneSecurity = Calendar{ID: "antt_xa", StartDay: 16, Lead: 1}
	// QuarterSecurity is the same for residential quarters, 1/11 to 31/10.
	QuarterSecurity = Calendar{ID: "antt_kdc", StartDay: 1, Lead: 2}
)

// Calendars lists them in the order in which they are offered.
var Calendars = []Calendar{ND09, Plain, CommuneSecurity, QuarterSecurity}

// CalendarByID finds a calendar by its configuration id.
func CalendarByID(id string) (Calendar, bool) {
	for _, c := range Calendars {
		if c.ID == id {
			return c, true
		}
	}
	return Calendar{}, false
}

// monthStart is the first day of reporting month m of year y; m may run out of 1..12.
func (c Calendar) monthStart(y, m int) Date {
	if c.StartDay > 1 {
		return NewDate(y, time.Month(m-1), c.StartDay)
	}
	return NewDate(y, time.Month(m), 1)
}

// months is the range of count reporting months that begins with month m of year y.
func (c Calendar) months(y, m, count int) Range {
	return Range{From: c.monthStart(y, m), To: c.monthStart(y, m+count) - 1}
}
