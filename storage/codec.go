package storage

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/fxamacker/cbor/v2"
)

// ErrDamaged is returned when stored bytes are not what was written: a checksum does not match, a value cannot be
// decoded, an entry is missing. The remedy is a backup, or Rebuild where only derived data is damaged.
var ErrDamaged = errors.New("the data file is damaged")

// The format bytes: how what follows the checksum is encoded.
const (
	formatCBOR byte = 1 // the struct's integer keys are the schema
	// 2 is not used any more
	formatRow   byte = 3 // packed counts, see row.go
	formatBytes byte = 4 // as they are
	formatEntry byte = 5 // a journal entry: chain hash, then CBOR
)

// headerSize is the format byte and the CRC32C of everything else in the value.
const headerSize = 5

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	encOptions = cbor.EncOptions{Sort: cbor.SortCoreDeterministic, Time: cbor.TimeRFC3339Nano}
	encoding   = mustMode(encOptions.EncMode())
	buffered   = mustMode(encOptions.UserBufferEncMode())
	decoding   = mustMode(decOptions.DecMode())
	// Letters that a platform broke are written, so they must be read again.
	decOptions = cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, UTF8: cbor.UTF8DecodeInvalid}
)

// mustMode takes the result of constant options, which cannot fail.
func mustMode[M any](mode M, err error) M {
	if err != nil {
		panic(err)
	}
	return mode
}

// formatSums are the checksums of the format bytes, with which those of values begin.
var formatSums = func() (sums [256]uint32) {
	for f := range sums {
		sums[f] = crc32.Checksum([]byte{byte(f)}, castagnoli)
	}
	return sums
}()

func checksum(format byte, payload []byte) uint32 {
	return crc32.Update(formatSums[format], castagnoli, payload)
}

// seal makes a stored value of the parts of its payload.
func seal(format byte, payload ...[]byte) []byte {
	size := headerSize
	for _, part := range payload {
		size += len(part)
	}
	value := make([]byte, headerSize, size)
	for _, part := range payload {
		value = append(value, part...)
	}
	return sealed(format, value)
}

// sealed is seal in place: the payload stands behind room for the header.
func sealed(format byte, value []byte) []byte {
	value[0] = format
	binary.BigEndian.PutUint32(value[1:], checksum(format, value[headerSize:]))
	return value
}

// unseal checks a stored value and gives what was sealed, without a copy.
func unseal(format byte, value []byte) ([]byte, error) {
	switch {
	case len(value) < headerSize:
		return nil, fmt.Errorf("%w: a value of %d bytes", ErrDamaged, len(value))
	case value[0] != format:
		return nil, fmt.Errorf("%w: format %d where %d is expected", ErrDamaged, value[0], format)
	case binary.BigEndian.Uint32(value[1:]) != checksum(value[0], value[headerSize:]):
		return nil, fmt.Errorf("%w: wrong checksum", ErrDamaged)
	default:
		return value[headerSize:], nil
	}
}

func encode(v any) ([]byte, error) {
	b := buffers.Get().(*bytes.Buffer) //nolint:forcetypeassert // there are no others
	defer buffers.Put(b)
	b.Reset()
	b.Write(make([]byte, headerSize))
	if err := buffered.MarshalToBuffer(v, b); err != nil {
		return nil, fmt.Errorf("encoding a value: %w", err)
	}
	return sealed(formatCBOR, bytes.Clone(b.Bytes())), nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func decode(value []byte, into any) error {
	payload, err := unseal(formatCBOR, value)
	if err != nil {
		return err
	}
	return decodeCBOR(payload, into)
}

func decodeCBOR(payload []byte, into any) error {
	if err := decoding.Unmarshal(payload, into); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}
