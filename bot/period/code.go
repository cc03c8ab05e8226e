package period

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Code is the short ASCII form, at most 24 bytes, that ParseCode reads back: 2026-11-22, 2026W47, 2026-10, 2026Q3, 2026H1,
// 2026M9 (nine months), 2026, 2010-06-17..2020-02-07. It does not name the calendar. Years have four digits.
func (p Period) Code() string {
	switch p.Kind {
	case Week:
		return fmt.Sprintf("%04dW%02d", p.Year, p.Index)
	case Month:
		return fmt.Sprintf("%04d-%02d", p.Year, p.Index)
	case Quarter:
		return fmt.Sprintf("%04dQ%d", p.Year, p.Index)
	case Half:
		return fmt.Sprintf("%04dH%d", p.Year, p.Index)
	case NineMonths:
		return fmt.Sprintf("%04dM9", p.Year)
	case Year:
		return fmt.Sprintf("%04d", p.Year)
	default:
		return p.Range.String()
	}
}

// ParseCode reads what Code writes, and nothing else.
func ParseCode(code string, c Calendar) (Period, error) {
	p, err := parseCode(code, c)
	if err != nil {
		return Period{}, err
	}
	// Only the canonical form is a code: this refuses 2026Q9, 2025W53 and 2026W7 in one place.
	if p.Code() != code {
		return Period{}, badCode(code)
	}
	return p, nil
}

// maxCode keeps a hostile text out of the expression and out of the error.
const maxCode = 24

var named = regexp.MustCompile(`^([0-9]{4})(?:([-WQHM])([0-9]{1,2}))?$`)

func parseCode(code string, c Calendar) (Period, error) {
	if len(code) > maxCode {
		return Period{}, fmt.Errorf("a period's code has at most %d characters, not %d", maxCode, len(code))
	}
	m := named.FindStringSubmatch(code)
	if m == nil {
		return parseDays(code, c)
	}
	year, _ := strconv.Atoi(m[1]) // digits alone, by the expression
	index, _ := strconv.Atoi(m[3])
	switch m[2] {
	case "W":
		return WeekOf(c, NewDate(year, 1, 4)+Date(7*(index-1))), nil // 4 January lies in week 1, ISO 8601
	case "-":
		return indexed(code, New(c, Month, year, index), 12)
	case "Q":
		return indexed(code, New(c, Quarter, year, index), 4)
	case "H":
		return indexed(code, New(c, Half, year, index), 2)
	case "M":
		return New(c, NineMonths, year, 0), nil
	default:
		return New(c, Year, year, 0), nil
	}
}

// indexed refuses an index that the year does not have.
func indexed(code string, p Period, most int) (Period, error) {
	if p.Index < 1 || p.Index > most {
		return Period{}, badCode(code)
	}
	return p, nil
}

// parseDays reads a day or a span.
func parseDays(code string, c Calendar) (Period, error) {
	first, last, span := strings.Cut(code, "..")
	if !span {
		last = first
	}
	from, err := ParseDate(first)
	if err != nil {
		return Period{}, badCode(code)
	}
	to, err := ParseDate(last)
	if err != nil || to < from {
		return Period{}, badCode(code)
	}
	return NewSpan(c, Range{From: from, To: to}), nil
}

func badCode(code string) error {
	return fmt.Errorf("a period looks like 2026-11-22, 2026W47, 2026-10, 2026Q3, 2026H1, 2026M9, 2026 or 2010-06-17..2020-02-07, not %q", code)
}
