// Package bench measures the product on the machine at hand: whole turns, one chat alone, steps, summaries, imports and
// starts, each in rounds, so that figures come with their spread.
//
// Promised: the bot, the loop and the data file are the real ones, and every commit is durable; only the platform is a
// line without a network, whose officers are the benchmark itself. Not promised: figures of another machine, or of one
// that does something else meanwhile.
package bench
