package main

import (
	"fmt"
	"io"
	"slices"

	"danvanbot/bot/bench"
)

// header names the columns.
const header = "rows\tsystem\tturns/s, 256 chats\tone alone\tmonth p50 ms\tp99 ms\timport rows/s\tstart ms\tMB\tstate B\tfile MB\t"

func printMeasured(w io.Writer, rows int, all []measured) {
	fmt.Fprintln(w, header)
	for _, m := range all {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t\n", rows, m.name,
			spread(m.turns, 0), spread(m.alone, 0), spread(m.half, 3), spread(m.most, 3), spread(m.rows, 0),
			spread(m.start, 0), spread(m.memory, 0), m.state, m.size>>20)
	}
}

// spread is a median, with the least and the most.
func spread(runs []float64, digits int) string {
	if len(runs) == 0 {
		return "–"
	}
	return fmt.Sprintf("%.*f (%.*f–%.*f)", digits, bench.Quantile(runs, 0.5), digits, slices.Min(runs), digits, slices.Max(runs))
}
