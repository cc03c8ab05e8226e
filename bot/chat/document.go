package chat

// Document is one outgoing file.
type Document struct {
	Name    string // with its extension, shown to the person
	Caption string // HTML like Reply.Text, at most 1,024 characters as read
	Photo   bool   // show it as a picture rather than as a file
	Data    []byte
}
