// Package wire reads and writes protobuf messages field by field, without
// generated code: for messages most of which are only passed on, and whose unknown
// fields must survive.
package wire

import (
	"errors"

	"google.golang.org/protobuf/encoding/protowire"
)

// Field is one protobuf field of a message.
type Field struct {
	// Num is its number.
	Num protowire.Number
	// Type is its type on the wire.
	Type protowire.Type
	// Val is the value as it stands on the wire; of the bytes type, without its
	// length.
	Val []byte
	// Raw is all of the field, tag included.
	Raw []byte
}

// Varint is the value of a field of the varint type.
func (f Field) Varint() uint64 {
	v, _ := protowire.ConsumeVarint(f.Val)
	return v
}

// Bool is the value of a boolean field.
func (f Field) Bool() bool { return f.Varint() != 0 }

// Each calls do for the fields of a message in their order.
func Each(msg []byte, do func(Field) error) error {
	for len(msg) > 0 {
		f := Field{}
		var tag, n int
		if f.Num, f.Type, tag = protowire.ConsumeTag(msg); tag < 0 {
			return errors.New("a protobuf message is cut off or damaged")
		}
		if f.Type == protowire.BytesType {
			f.Val, n = protowire.ConsumeBytes(msg[tag:])
		} else if n = protowire.ConsumeFieldValue(f.Num, f.Type, msg[tag:]); n >= 0 {
			f.Val = msg[tag : tag+n]
		}
		if n < 0 {
			return errors.New("a protobuf message is cut off or damaged")
		}
		f.Raw = msg[:tag+n]
		msg = msg[tag+n:]
		if err := do(f); err != nil {
			return err
		}
	}
	return nil
}

// Entry is the key and value of a protobuf map's entry.
func Entry(msg []byte) (key string, value []byte, err error) {
	err = Each(msg, func(f Field) error {
		switch {
		case f.Num == 1 && f.Type == protowire.BytesType:
			key = string(f.Val)
		case f.Num == 2 && f.Type == protowire.BytesType:
			value = f.Val
		}
		return nil
	})
	return key, value, err
}

// Append appends a field of the bytes type.
func Append(out []byte, num protowire.Number, val []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(out, num, protowire.BytesType), val)
}

// AppendUint appends a field of the varint type.
func AppendUint(out []byte, num protowire.Number, val uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(out, num, protowire.VarintType), val)
}

// Get is the value of the field at a path of field numbers; nil if it is absent
// or the message cannot be read.
func Get(msg []byte, path ...protowire.Number) []byte {
	for _, num := range path {
		var found []byte
		err := Each(msg, func(f Field) error {
			if f.Num == num {
				// Empty is not the same as absent.
				found = f.Val[:len(f.Val):len(f.Val)]
			}
			return nil
		})
		if err != nil || found == nil {
			return nil
		}
		msg = found
	}
	return msg
}
