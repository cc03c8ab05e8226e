package storage

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"danvanbot/bot/orgunit"
)

// stockForms are the stocks of which there are declarations.
func (t *Tx) stockForms() []string {
	var forms []string
	for from := []byte{}; ; {
		form, some := t.firstStock(from)
		if !some {
			return forms
		}
		forms = append(forms, form)
		from = append([]byte(form), 1) // behind all keys of this one, which go on with a zero
	}
}

func (t *Tx) firstStock(from []byte) (string, bool) {
	for key := range t.scan(bucketStocks, nil, from) {
		form, _, _ := bytes.Cut(key, []byte{0})
		return string(form), true
	}
	return "", false
}

// stockMeasures are the numbers of all measures of some forms.
func (t *Tx) stockMeasures(forms []string) map[uint32]bool {
	numbers := map[uint32]bool{}
	for name, n := range t.dict.numbers {
		form, _, _ := strings.Cut(string(name), ".")
		if slices.Contains(forms, form) {
			numbers[n] = true
		}
	}
	return numbers
}

// shiftStocks takes the changes of stocks out that follow from one tree, and puts those in that follow from the other.
func (s *shifting) shiftStocks(forms []string, touched map[orgunit.ID]bool) error {
	concerned := maps.Clone(touched)
	for id := range touched {
		for _, line := range []lines{s.from.lines, s.to.lines} {
			for _, heir := range line.heirs(id) {
				concerned[heir] = true
			}
		}
	}
	ids := slices.Sorted(maps.Keys(concerned))
	mine := s.units
	defer func() { s.units = mine }()
	for _, form := range forms {
		for sign, by := range map[int64]*units{-1: s.from, 1: s.to} {
			s.units = by
			changes, err := s.changesOf(form, ids)
			if err != nil {
				return err
			}
			if err := s.postChanges(changes, sign); err != nil {
				return err
			}
		}
	}
	return nil
}
