package sqlitefile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
)

// wal is the write-ahead log of a database: pages that are newer than those of the file,
// up to a frame that the log's index names.
type wal struct {
	log, index *os.File
	header     [indexHeader]byte
	frames     map[uint32]uint32 // page to its last frame
	salts      [8]byte
	pageSize   int
}

const (
	// indexHeader is the size of the header of the log's index, which is there twice.
	indexHeader = 48
	logHeader   = 32
	frameHeader = 24
	walVersion  = 3007000
)

// openWAL opens the log beside a database; nil where there is none.
func openWAL(path string, pageSize int) (*wal, error) {
	info, found, err := exists(path + "-wal")
	if err != nil || !found || info.Size() == 0 {
		return nil, err
	}
	w := &wal{pageSize: pageSize, frames: map[uint32]uint32{}}
	if err := w.open(path); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *wal) open(path string) (err error) {
	if w.log, err = os.Open(path + "-wal"); err != nil {
		return fmt.Errorf("%w: %w", ErrUnusable, err)
	}
	if w.index, err = os.Open(path + "-shm"); err != nil { // the log is to be recovered
		return fmt.Errorf("%w: %w", ErrUnusable, err)
	}
	if w.header, err = w.current(); err != nil {
		return err
	}
	copy(w.salts[:], w.header[32:40])
	return w.scan(binary.NativeEndian.Uint32(w.header[16:]))
}

// current reads the header of the index. It is written twice: both are the same unless it
// is being written.
func (w *wal) current() (h [indexHeader]byte, err error) {
	var both [2 * indexHeader]byte
	if _, err := w.index.ReadAt(both[:], 0); err != nil {
		return h, fmt.Errorf("%w: %w", ErrUnusable, err)
	}
	h = [indexHeader]byte(both[:indexHeader])
	size := int(binary.NativeEndian.Uint16(h[14:]))
	s0, s1 := checksum(h[:40])
	switch {
	case !bytes.Equal(h[:], both[indexHeader:]):
		return h, ErrChanged
	case h[12] != 1, binary.NativeEndian.Uint32(h[:]) != walVersion:
		return h, fmt.Errorf("%w: the index of its log is not set up", ErrUnusable)
	case size != w.pageSize && !(size == 1 && w.pageSize == 64<<10):
		return h, fmt.Errorf("%w: its log has other pages", ErrUnusable)
	case binary.NativeEndian.Uint32(h[40:]) != s0 || binary.NativeEndian.Uint32(h[44:]) != s1:
		return h, ErrChanged
	}
	return h, nil
}

// checksum is the one of the log's index, in the machine's order of bytes.
func checksum(data []byte) (s0, s1 uint32) {
	for ; len(data) >= 8; data = data[8:] {
		s0 += binary.NativeEndian.Uint32(data) + s1
		s1 += binary.NativeEndian.Uint32(data[4:]) + s0
	}
	return s0, s1
}

// scan notes where the pages are in the first n frames.
func (w *wal) scan(n uint32) error {
	var h [frameHeader]byte
	for frame := range n {
		if _, err := w.log.ReadAt(h[:], w.offset(frame)); err != nil {
			return fmt.Errorf("%w: %w", ErrUnusable, err)
		}
		if !bytes.Equal(h[8:16], w.salts[:]) {
			return ErrChanged
		}
		w.frames[binary.BigEndian.Uint32(h[:])] = frame
	}
	// The index knows the checksum of its last frame: they belong together.
	if n > 0 && !bytes.Equal(h[16:24], w.lastSum()) {
		return ErrChanged
	}
	return nil
}

// lastSum is the checksum of the last frame by the index, as the log has it.
func (w *wal) lastSum() []byte {
	sum := binary.BigEndian.AppendUint32(nil, binary.NativeEndian.Uint32(w.header[24:]))
	return binary.BigEndian.AppendUint32(sum, binary.NativeEndian.Uint32(w.header[28:]))
}

func (w *wal) offset(frame uint32) int64 {
	return logHeader + int64(frame)*int64(frameHeader+w.pageSize)
}

// read reads a page into data, if the log has it. The frame's header is looked at after
// that: whoever writes a new frame over it writes the header first.
func (w *wal) read(page uint32, data []byte) (bool, error) {
	if w == nil {
		return false, nil
	}
	frame, found := w.frames[page]
	if !found {
		return false, nil
	}
	var h [frameHeader]byte
	if _, err := w.log.ReadAt(data, w.offset(frame)+frameHeader); err != nil {
		return false, ErrChanged
	}
	if _, err := w.log.ReadAt(h[:], w.offset(frame)); err != nil {
		return false, ErrChanged
	}
	if binary.BigEndian.Uint32(h[:]) != page || !bytes.Equal(h[8:16], w.salts[:]) {
		return false, ErrChanged
	}
	return true, nil
}

// unchanged fails where something was written since the log was opened.
func (w *wal) unchanged(path string) error {
	if w == nil {
		info, found, err := exists(path + "-wal")
		if err == nil && found && info.Size() > 0 {
			err = ErrChanged
		}
		return err
	}
	now, err := w.current()
	if err != nil {
		return err
	}
	was, err := w.index.Stat()
	is, found, otherErr := exists(path + "-shm")
	if err != nil || otherErr != nil || !found || !os.SameFile(was, is) || now != w.header {
		return ErrChanged
	}
	return nil
}

func (w *wal) close() {
	if w == nil {
		return
	}
	if w.log != nil {
		w.log.Close()
	}
	if w.index != nil {
		w.index.Close()
	}
}
