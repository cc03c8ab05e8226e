// Package importer turns the rows of a file of past reports and stocks into submissions, and those of a file of models into
// entries of the registry, and those of a file of operations into reorganisations of the units.
//
// A row names a unit, an activity or a stock, a day or a period, and figures. Headers are known by the keys and labels of the
// catalogue, with or without accents, in any order. Days are read as officers write them; a named period (tháng 3/2015, quý
// II/2012, năm 2014) makes the row a sum, which belongs to no single day. Units are read as of the row's last day.
//
// Promised: pure; every fault is named with its row and column; nothing is guessed: what has two readings, or a name with a slip,
// is a fault that names the choices. A text with personal data is refused and stands in no fault. The same row has the same key
// whenever it is read, in whatever format, order of columns or spelling: the key is the text of the column "Mã dòng", else
// what the row says and how often the file has said it before; of an operation, which cannot happen twice, it is its very words.
// Not promised: reading files (package sheet) and storing (package storage).
package importer
