package chat

// Format is a kind of file.
type Format string

// The formats of files.
const (
	Docx Format = "docx"
	Xlsx Format = "xlsx"
	CSV  Format = "csv"
	JSON Format = "json"
	PNG  Format = "png"
)

// Job asks for a file in the place of a text. The file is made when its turn to be sent has come, from what was known at
// the journal number Number, so that it is the same however late that is.
type Job struct {
	Format Format `cbor:"1,keyasint"`
	Query  string `cbor:"2,keyasint"` // which figures, as a button asks for them
	Number uint64 `cbor:"3,keyasint"`
	By     uint64 `cbor:"4,keyasint"` // the person who asked

	Freeze bool   `cbor:"5,keyasint,omitempty"` // the file is to be frozen, and is sent then
	Frozen uint64 `cbor:"6,keyasint,omitempty"` // the file is the one that this journal entry holds
}
