// Package sheet reads tables from CSV and XLSX files and writes them.
//
// Promised: an untrusted file costs a bounded amount of memory (a small file that unpacks into a huge one is refused) and
// never panics; formulas are read as the values that were stored with them and never evaluated; nothing touches the disk.
// CSV may be UTF-8 or UTF-16, with commas, semicolons or tabs. Not promised: styles, more than the first sheet of a book.
package sheet
