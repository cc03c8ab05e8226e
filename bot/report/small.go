package report

import (
	"cmp"
	"slices"

	"danvanbot/bot/form"
)

// What stands in the place of a figure that is not told, as values of Figure.Hidden.
const (
	Small = "small" // above 0 and below 3
	Held  = "held"  // anything: told, it would give a small one away
)

// told is the least number of a restricted form that everybody is told who may see the unit. What is less may point at
// one person, and is for the unit and its commanders alone.
const told = 3

func small(n int64) bool { return 0 < n && n < told }

// hide takes the numbers out of a figure.
func (f *Figure) hide(mark string) {
	f.N, f.Before, f.Carried, f.Stale, f.Hedge, f.Hidden = 0, 0, 0, 0, "", mark
}

// hideSmall hides the small figures of restricted forms.
func hideSmall(forms *form.Catalogue, lines []Line) {
	for i := range lines {
		if !restricted(forms, lines[i].Form) {
			continue
		}
		for j := range lines[i].Figures {
			switch f := &lines[i].Figures[j]; {
			case small(f.N):
				f.hide(Small)
			case small(f.Before):
				f.Before, f.Alone = 0, true
			}
		}
	}
}

func restricted(forms *form.Catalogue, id string) bool {
	f, ok := forms.Form(id)
	return ok && f.Restricted
}

// cover says for each part of a whole whether it is told, "", or what stands in its place. Besides the small parts it
// hides another one where the whole, from which all others can be taken away, would give a small one away. open are the
// parts that whoever asks may see though they are small.
func cover(amounts []int64, open func(i int) bool) []string {
	marks := make([]string, len(amounts))
	sum, n := int64(0), int64(0)
	for i, amount := range amounts {
		if small(amount) && !open(i) {
			marks[i] = Small
			sum, n = sum+amount, n+1
		}
	}
	if n == 0 || n > 1 && sum != n && sum != n*(told-1) { // several parts that are 1 or 2, and nobody knows which
		return marks
	}
	if i := screen(amounts, marks, open); i >= 0 {
		marks[i] = Held
		if amounts[i] != 0 {
			return marks
		}
	}
	for i := range marks { // nothing is large enough to hide behind: not even told that they are small
		if marks[i] == Small {
			marks[i] = Held
		}
	}
	return marks
}

// screen finds the part to hide a small one behind: the smallest that is something, rather one that is not open; then
// one that is nothing; -1 if there is none.
func screen(amounts []int64, marks []string, open func(i int) bool) int {
	var free []int
	for i := range amounts {
		if marks[i] == "" {
			free = append(free, i)
		}
	}
	if len(free) == 0 {
		return -1
	}
	return slices.MinFunc(free, func(a, b int) int {
		return cmp.Or(order(amounts[a] == 0, amounts[b] == 0), order(open(a), open(b)), cmp.Compare(amounts[a], amounts[b]))
	})
}

// order puts what is not so before what is.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// coverLines hides, in the lines of the parts of a whole, what cover says of each measure of the restricted forms.
func coverLines(forms *form.Catalogue, parts [][]Line, open func(i int) bool) {
	for _, f := range forms.Forms {
		if !f.Restricted {
			continue
		}
		for key := range keysOf(f) {
			coverMeasure(parts, f, key, open)
		}
	}
}

func coverMeasure(parts [][]Line, f form.Form, key string, open func(i int) bool) {
	amounts := make([]int64, len(parts))
	for i, lines := range parts {
		if fig := figureIn(lines, f.ID, key); fig != nil {
			amounts[i] = fig.N
		}
	}
	for i, mark := range cover(amounts, open) {
		if mark == "" {
			continue
		}
		parts[i] = withFigure(parts[i], f, key)
		figureIn(parts[i], f.ID, key).hide(mark)
	}
}

// withFigure gives lines a figure that they lack because it is 0: that it is 0 is not told.
func withFigure(lines []Line, f form.Form, key string) []Line {
	if figureIn(lines, f.ID, key) != nil {
		return lines
	}
	i := slices.IndexFunc(lines, func(l Line) bool { return l.Form == f.ID })
	if i < 0 {
		i = len(lines)
		lines = append(lines, emptyLine(f))
	}
	lines[i].Figures = append(lines[i].Figures, figureOf(f, key, Figure{}))
	return lines
}

// figureIn finds a figure.
func figureIn(lines []Line, formID, key string) *Figure {
	for i := range lines {
		if lines[i].Form != formID {
			continue
		}
		for j := range lines[i].Figures {
			if lines[i].Figures[j].Key == key {
				return &lines[i].Figures[j]
			}
		}
	}
	return nil
}
