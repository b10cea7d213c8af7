package snapshot

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// encoder and decoder go through the same fields in the same order, so that the
// format is written down once. A section is a table of strings and then fields,
// with strings as numbers.
type codec interface {
	number(*uint64)
	text(*string)
	digest(*[16]byte)
}

// encode is the section that the fields make. The same fields make the same
// bytes.
func encode(fields func(codec)) []byte {
	e := &encoder{ids: map[string]uint64{}}
	fields(e)
	table := make([]string, 0, len(e.ids))
	for text := range e.ids {
		table = append(table, text)
	}
	slices.Sort(table)
	for i, text := range table {
		e.ids[text] = uint64(i)
	}
	e.out, e.final = appendTable(nil, table), true
	fields(e)
	return e.out
}

// decode reads a section that encode made.
func decode(section []byte, fields func(codec)) error {
	d := &decoder{in: section}
	d.strings = d.table()
	fields(d)
	return d.finish()
}

// appendTable appends strings: their number, their lengths, and all of them.
func appendTable(out []byte, table []string) []byte {
	out = binary.AppendUvarint(out, uint64(len(table)))
	for _, text := range table {
		out = binary.AppendUvarint(out, uint64(len(text)))
	}
	for _, text := range table {
		out = append(out, text...)
	}
	return out
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

// finish is the error, one of them that not all was read.
func (d *decoder) finish() error {
	if d.err == nil && len(d.in) > 0 {
		d.fail()
	}
	return d.err
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

// count reads the number of elements of which each takes that many bytes at
// least: a damaged one allocates no more than the file has.
func (d *decoder) count(size int) int {
	var n uint64
	d.number(&n)
	if n > uint64(len(d.in)/size) {
		d.fail()
		return 0
	}
	return int(n)
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

// table reads what appendTable wrote; all strings share one piece of memory.
func (d *decoder) table() []string {
	n := d.count(1)
	lengths, total := make([]int, n), 0
	for i := range lengths {
		var length uint64
		if d.number(&length); length > uint64(len(d.in)) {
			d.fail()
			return nil
		}
		lengths[i] = int(length)
		total += int(length)
	}
	if total > len(d.in) {
		d.fail()
		return nil
	}
	all := string(d.in[:total])
	d.in = d.in[total:]
	table := make([]string, n)
	for i, length := range lengths {
		table[i], all = all[:length], all[length:]
	}
	return table
}
