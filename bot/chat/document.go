package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Document is one outgoing file.
type Document struct {
	Name    string // with its extension, shown to the person
	Caption string // HTML like Reply.Text, at most 1,024 characters as read
	Photo   bool   // show it as a picture rather than as a file
	Data    []byte
}

// maxName is how many bytes of a name every file system takes, with room for what a browser adds.
const maxName = 180

// FileName makes a name that every system takes out of words; letters with accents stay.
func FileName(words string, f Format) string {
	name := strings.Join(strings.FieldsFunc(words, unnameable), " ")
	for len(name) > maxName {
		_, last := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-last]
	}
	return strings.Trim(name, " .") + "." + string(f)
}

// unnameable are the characters that some system does not take in a name.
func unnameable(r rune) bool {
	return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`/\:*?"<>|`+string(utf8.RuneError), r)
}
