package orgunit

import "fmt"

// Why says what stands against an operation, for those who tell people in their own language.
type Why uint8

// The reasons.
const (
	Ends        Why = iota + 1 // the unit ends already
	Begins                     // it would end before it has begun
	Below                      // others still answer to it
	Later                      // something was entered already for a later day
	Already                    // it answers to that one already
	NeedsParent                // whom the new unit answers to must be said
	Itself                     // it would take itself over, and nobody else
)

// RefusalError is returned by Apply, wrapped, for an operation against which one of the reasons stands.
type RefusalError struct {
	Why  Why
	text string
}

func refuse(why Why, format string, args ...any) error {
	return &RefusalError{why, fmt.Sprintf(format, args...)}
}

// Error says it in English, with ids.
func (r *RefusalError) Error() string { return r.text }
