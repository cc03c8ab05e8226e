package storage

// SealedNumber is a number as it is stored.
func SealedNumber(n uint64) []byte {
	value, err := encode(n)
	if err != nil {
		panic(err)
	}
	return value
}
