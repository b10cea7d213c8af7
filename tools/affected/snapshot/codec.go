package snapshot

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/klauspost/compress/zstd"
)

const magic = "fwaffect"

// maxSize bounds what a damaged file can make us allocate.
const maxSize = 1 << 30

// ErrForeign says that a file is no snapshot that this program can read.
var ErrForeign = errors.New("it is no snapshot of this version of affected")

// Encode is the snapshot as a file: the magic bytes, the format's version, and
// one zstd frame with a checksum. In it are a table of strings, each with the
// length of the prefix it shares with the one before, and then the fields in a
// fixed order, with strings as numbers. The same snapshot makes the same file.
func (s *Snapshot) Encode() ([]byte, error) {
	e := &encoder{ids: map[string]uint64{}}
	s.fields(e)
	strings := make([]string, 0, len(e.ids))
	for text := range e.ids {
		strings = append(strings, text)
	}
	slices.Sort(strings)
	for i, text := range strings {
		e.ids[text] = uint64(i)
	}
	e.out = appendTable(nil, strings)
	e.final = true
	s.fields(e)
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(true), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("compressing a snapshot: %w", err)
	}
	defer enc.Close()
	head := append([]byte(magic), formatVersion)
	return enc.EncodeAll(e.out, head), nil
}

// Decode reads a file that Encode made.
func Decode(data []byte) (*Snapshot, error) {
	if !bytes.HasPrefix(data, append([]byte(magic), formatVersion)) {
		return nil, ErrForeign
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxSize))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	payload, err := dec.DecodeAll(data[len(magic)+1:], nil)
	if err != nil {
		return nil, fmt.Errorf("%w: it is truncated or damaged: %w", ErrForeign, err)
	}
	d := &decoder{in: payload}
	d.table()
	s := &Snapshot{}
	s.fields(d)
	if d.err == nil && len(d.in) > 0 {
		d.fail()
	}
	if d.err != nil {
		return nil, d.err
	}
	return s, nil
}

func appendTable(out []byte, strings []string) []byte {
	out = binary.AppendUvarint(out, uint64(len(strings)))
	last := ""
	for _, text := range strings {
		shared := 0
		for shared < len(text) && shared < len(last) && text[shared] == last[shared] {
			shared++
		}
		out = binary.AppendUvarint(out, uint64(shared))
		out = binary.AppendUvarint(out, uint64(len(text)-shared))
		out = append(out, text[shared:]...)
		last = text
	}
	return out
}

// encoder and decoder go through the same fields in the same order, so that the
// format is written down once.
type codec interface {
	number(*uint64)
	text(*string)
	digest(*[16]byte)
}

type encoder struct {
	out   []byte
	ids   map[string]uint64
	final bool
}

func (e *encoder) number(n *uint64) { e.out = binary.AppendUvarint(e.out, *n) }

func (e *encoder) text(s *string) {
	if !e.final {
		e.ids[*s] = 0
		return
	}
	e.out = binary.AppendUvarint(e.out, e.ids[*s])
}

func (e *encoder) digest(d *[16]byte) { e.out = append(e.out, d[:]...) }

type decoder struct {
	in      []byte
	strings []string
	err     error
}

func (d *decoder) fail() {
	if d.err == nil {
		d.err = fmt.Errorf("%w: it is damaged", ErrForeign)
	}
	d.in = nil
}

func (d *decoder) number(n *uint64) {
	v, size := binary.Uvarint(d.in)
	if size <= 0 {
		d.fail()
		*n = 0
		return
	}
	*n, d.in = v, d.in[size:]
}

func (d *decoder) text(s *string) {
	var id uint64
	d.number(&id)
	if id >= uint64(len(d.strings)) {
		d.fail()
		return
	}
	*s = d.strings[id]
}

func (d *decoder) digest(v *[16]byte) {
	if len(d.in) < len(v) {
		d.fail()
		return
	}
	d.in = d.in[copy(v[:], d.in):]
}

func (d *decoder) table() {
	var n, shared, more uint64
	d.number(&n)
	last := ""
	for range n {
		d.number(&shared)
		d.number(&more)
		if d.err != nil || shared > uint64(len(last)) || more > uint64(len(d.in)) {
			d.fail()
			return
		}
		last = last[:shared] + string(d.in[:more])
		d.in = d.in[more:]
		d.strings = append(d.strings, last)
	}
}
