package sqlitefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// ErrUnusable is the error for a database that cannot be read without taking part in its
// locking, or whose format is not known here.
var ErrUnusable = errors.New("the database cannot be read directly")

// ErrChanged is the error for a database that was written to meanwhile.
var ErrChanged = fmt.Errorf("%w: it was written to meanwhile", ErrUnusable)

// File is an open database. One goroutine may use it at a time.
type File struct {
	path     string
	main     *os.File
	wal      *wal // nil where there is none
	pageSize int
	usable   int // of a page: the rest is reserved
	pages    map[uint32][]byte
	before   [headerSize]byte
	written  time.Time
}

// tick is more than what the kernel rounds times of files by: a file that was written
// to within it can be written to again without having another time.
const tick = 20 * time.Millisecond

// headerSize is that of the database's header.
const headerSize = 100

// magic begins every database.
const magic = "SQLite format 3\x00"

// maxPages bounds the pages in memory.
const maxPages = 2048

// Open opens a database in the state that it has now.
func Open(path string) (*File, error) {
	main, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnusable, err)
	}
	f := &File{path: path, main: main, pages: map[uint32][]byte{}}
	if err := f.open(); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func (f *File) open() error {
	if _, err := f.main.ReadAt(f.before[:], 0); err != nil {
		return fmt.Errorf("%w: %w", ErrUnusable, err)
	}
	h := f.before[:]
	f.pageSize = int(binary.BigEndian.Uint16(h[16:]))
	if f.pageSize == 1 {
		f.pageSize = 64 << 10
	}
	f.usable = f.pageSize - int(h[20])
	switch {
	case string(h[:16]) != magic:
		return fmt.Errorf("%w: it is no SQLite database", ErrUnusable)
	case f.pageSize < 512 || f.pageSize&(f.pageSize-1) != 0 || f.usable < 480:
		return fmt.Errorf("%w: its pages have %d bytes", ErrUnusable, f.pageSize)
	case h[19] > 2:
		return fmt.Errorf("%w: its format has version %d", ErrUnusable, h[19])
	case binary.BigEndian.Uint32(h[56:]) > 1:
		return fmt.Errorf("%w: its text is not UTF-8", ErrUnusable)
	case f.journaled():
		return fmt.Errorf("%w: it has a journal to roll back", ErrUnusable)
	}
	info, err := f.main.Stat()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnusable, err)
	}
	f.written = info.ModTime()
	f.wal, err = openWAL(f.path, f.pageSize)
	if err == nil && f.wal == nil && time.Since(f.written) < tick {
		err = ErrChanged
	}
	return err
}

// journaled reports whether a transaction is under way, or was left, that changes the
// database in place.
func (f *File) journaled() bool {
	info, err := os.Stat(f.path + "-journal")
	return err == nil && info.Size() > 0
}

// Close closes it.
func (f *File) Close() {
	f.main.Close()
	f.wal.close()
}

// Unchanged fails with ErrChanged unless everything that was read is one state of the
// database.
func (f *File) Unchanged() error {
	if err := f.wal.unchanged(f.path); err != nil {
		return err
	}
	if f.wal != nil {
		return nil // only a checkpoint writes to the file, what the log says anyway
	}
	var after [headerSize]byte
	if _, err := f.main.ReadAt(after[:], 0); err != nil {
		return fmt.Errorf("%w: %w", ErrUnusable, err)
	}
	info, err := f.main.Stat()
	if err != nil || !info.ModTime().Equal(f.written) || !bytes.Equal(f.before[:], after[:]) || f.journaled() {
		return ErrChanged
	}
	return nil
}

// page is a page, from the log or the file. Callers do not change it.
func (f *File) page(n uint32) ([]byte, error) {
	if data, found := f.pages[n]; found {
		return data, nil
	}
	data := make([]byte, f.pageSize)
	inLog, err := f.wal.read(n, data)
	if err != nil {
		return nil, err
	}
	if !inLog {
		if n == 0 {
			return nil, errDamaged
		}
		if _, err := f.main.ReadAt(data, int64(n-1)*int64(f.pageSize)); err != nil {
			return nil, fmt.Errorf("%w: page %d: %w", ErrUnusable, n, err)
		}
	}
	for old := range f.pages {
		if len(f.pages) < maxPages {
			break
		}
		delete(f.pages, old)
	}
	f.pages[n] = data
	return data, nil
}

// errDamaged is the error for what no database has, or one that is written to.
var errDamaged = fmt.Errorf("%w: a page is not what it should be", ErrUnusable)

func exists(path string) (os.FileInfo, bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("%w: %w", ErrUnusable, err)
	}
	return info, true, nil
}
