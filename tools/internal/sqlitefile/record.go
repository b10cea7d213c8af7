package sqlitefile

import (
	"cmp"
	"encoding/binary"
	"math"
)

// Value is one column of a row: nil, int64, float64, string or []byte.
type Value any

// varint reads a number of 1 to 9 bytes; n is 0 where there is none.
func varint(data []byte) (v int64, n int) {
	var u uint64
	for i, b := range data {
		if i == 8 {
			return int64(u<<8 | uint64(b)), 9
		}
		u = u<<7 | uint64(b&0x7f)
		if b < 0x80 {
			return int64(u), i + 1
		}
	}
	return 0, 0
}

// record reads the values of a payload.
func record(payload []byte) ([]Value, error) {
	size, n := varint(payload)
	if n == 0 || size < int64(n) || size > int64(len(payload)) {
		return nil, errDamaged
	}
	types, content := payload[n:size], payload[size:]
	var values []Value
	for len(types) > 0 {
		serial, n := varint(types)
		if n == 0 {
			return nil, errDamaged
		}
		types = types[n:]
		v, length := value(serial, content)
		if length < 0 {
			return nil, errDamaged
		}
		values, content = append(values, v), content[length:]
	}
	return values, nil
}

// value reads a value of a serial type; the length is negative where data is too short.
func value(serial int64, data []byte) (Value, int) {
	lengths := [...]int{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}
	switch {
	case serial < 0 || serial == 10 || serial == 11:
		return nil, -1
	case serial >= 12:
		length := (serial - 12) / 2
		if length > int64(len(data)) {
			return nil, -1
		}
		if serial%2 == 0 {
			return append([]byte(nil), data[:length]...), int(length)
		}
		return string(data[:length]), int(length)
	}
	length := lengths[serial]
	if length > len(data) {
		return nil, -1
	}
	switch serial {
	case 0:
		return nil, 0
	case 7:
		return math.Float64frombits(binary.BigEndian.Uint64(data)), length
	case 8, 9:
		return serial - 8, 0
	}
	v := int64(int8(data[0])) // the sign
	for _, b := range data[1:length] {
		v = v<<8 | int64(b)
	}
	return v, length
}

// compare orders values as SQLite does, text by its bytes. Only null, integers and text
// can be compared here.
func compare(a, b Value) (int, error) {
	ra, rb := rank(a), rank(b)
	if ra < 0 || rb < 0 {
		return 0, errDamaged
	}
	if ra != rb {
		return cmp.Compare(ra, rb), nil
	}
	switch ra {
	case 1:
		return cmp.Compare(a.(int64), b.(int64)), nil
	case 2:
		return cmp.Compare(a.(string), b.(string)), nil
	}
	return 0, nil
}

func rank(v Value) int {
	switch v.(type) {
	case nil:
		return 0
	case int64:
		return 1
	case string:
		return 2
	}
	return -1
}

// comparePrefix compares the first values of a record with a key.
func comparePrefix(values, key []Value) (int, error) {
	if len(values) < len(key) {
		return 0, errDamaged
	}
	for i, k := range key {
		if c, err := compare(values[i], k); c != 0 || err != nil {
			return c, err
		}
	}
	return 0, nil
}
