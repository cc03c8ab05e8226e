package form

import "fmt"

var kindNames = [...]string{Event: "event", Count: "count", Stock: "stock", Zero: "zero"}

// String gives the name as in the catalogue, "event".
func (k Kind) String() string {
	if k < Event || k > Zero {
		return fmt.Sprintf("kind %d", uint8(k))
	}
	return kindNames[k]
}

// MarshalText writes the name.
func (k Kind) MarshalText() ([]byte, error) {
	if k < Event || k > Zero {
		return nil, fmt.Errorf("there is no %v of form", k)
	}
	return []byte(k.String()), nil
}

// UnmarshalText reads the name.
func (k *Kind) UnmarshalText(text []byte) error {
	for i, name := range kindNames {
		if name != "" && name == string(text) {
			*k = Kind(i)
			return nil
		}
	}
	return fmt.Errorf("kind %q is none of event, count and stock", text)
}
