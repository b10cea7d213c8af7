package sqlitefile

import "encoding/binary"

// The kinds of pages of a tree.
const (
	innerIndex = 2
	innerTable = 5
	leafIndex  = 10
	leafTable  = 13
)

// maxDepth bounds trees, so that a damaged one does not lead in circles.
const maxDepth = 40

// node is a page of a tree.
type node struct {
	data  []byte
	kind  byte
	cells []byte // two bytes each: where a cell is
	right uint32 // the last child of an inner page
}

func (f *File) node(n uint32) (node, error) {
	data, err := f.page(n)
	if err != nil {
		return node{}, err
	}
	at := 0
	if n == 1 {
		at = headerSize
	}
	out := node{data: data, kind: data[at]}
	count, header := int(binary.BigEndian.Uint16(data[at+3:])), 8
	switch out.kind {
	case innerIndex, innerTable:
		header, out.right = 12, binary.BigEndian.Uint32(data[at+8:])
	case leafIndex, leafTable:
	default:
		return out, errDamaged
	}
	if at+header+2*count > len(data) {
		return out, errDamaged
	}
	out.cells = data[at+header : at+header+2*count]
	return out, nil
}

func (n node) count() int   { return len(n.cells) / 2 }
func (n node) isLeaf() bool { return n.kind == leafIndex || n.kind == leafTable }

// cell is what a cell has.
type cell struct {
	child   uint32
	rowid   int64
	payload []byte
}

// cell reads the i-th cell; whole says that its payload is wanted.
func (f *File) cell(n node, i int, whole bool) (c cell, err error) {
	at := int(binary.BigEndian.Uint16(n.cells[2*i:]))
	if at+4 > len(n.data) {
		return c, errDamaged
	}
	rest := n.data[at:]
	if !n.isLeaf() {
		c.child, rest = binary.BigEndian.Uint32(rest), rest[4:]
	}
	var size int64 = -1
	if n.kind != innerTable {
		var used int
		if size, used = varint(rest); used == 0 || size < 0 {
			return c, errDamaged
		}
		rest = rest[used:]
	}
	if n.kind == innerTable || n.kind == leafTable {
		var used int
		if c.rowid, used = varint(rest); used == 0 {
			return c, errDamaged
		}
		rest = rest[used:]
	}
	if size >= 0 && whole {
		c.payload, err = f.payload(n.kind, rest, size)
	}
	return c, err
}

// maxPayload bounds a row.
const maxPayload = 64 << 20

// payload is the content of a cell, of which the end may be on other pages.
func (f *File) payload(kind byte, rest []byte, size int64) ([]byte, error) {
	local := f.local(kind, size)
	if local == size && size <= int64(len(rest)) {
		return rest[:size], nil
	}
	if local+4 > int64(len(rest)) || size > maxPayload {
		return nil, errDamaged
	}
	out := append(make([]byte, 0, size), rest[:local]...)
	for next := binary.BigEndian.Uint32(rest[local:]); int64(len(out)) < size; {
		page, err := f.page(next)
		if err != nil || next == 0 {
			return nil, errDamaged
		}
		next = binary.BigEndian.Uint32(page)
		out = append(out, page[4:4+min(int64(f.usable-4), size-int64(len(out)))]...)
	}
	return out, nil
}

// local is how much of a payload is in the cell.
func (f *File) local(kind byte, size int64) int64 {
	u := int64(f.usable)
	most := u - 35
	if kind != leafTable {
		most = (u-12)*64/255 - 23
	}
	if size <= most {
		return size
	}
	least := (u-12)*32/255 - 23
	if k := least + (size-least)%(u-4); k <= most {
		return k
	}
	return least
}
