package orgunit

import (
	_ "embed" // the sample is part of the program
	"fmt"
)

//go:embed sample.json
var sample []byte

// Sample is the embedded province: Quảng Ngãi with the forty communes of former Kon Tum, their districts and
// communes of old, and what became of them.
func Sample() *Tree {
	t, err := Load(sample)
	if err != nil {
		panic(fmt.Sprintf("the embedded sample of units: %v", err))
	}
	return t
}
