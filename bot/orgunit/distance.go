package orgunit

// distance counts the slips between two keys (a letter more, less, other, or two swapped), as far as limit; beyond it
// the answer is limit+1.
func distance(a, b string, limit int) int {
	if len(a) > longest || len(b) > longest || max(len(a)-len(b), len(b)-len(a)) > limit {
		return limit + 1
	}
	var rows [3][longest + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		least := row[0]
		for j := range len(b) {
			row[j+1] = min(last[j]+differ(a[i], b[j]), last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}

// longest is the longest key, in bytes, that is compared by slips.
const longest = 40

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
