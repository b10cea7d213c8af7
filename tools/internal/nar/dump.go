package nar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// bufferSize is what goes to the destination in one write.
const bufferSize = 256 << 10

// magic begins every archive.
const magic = "nix-archive-1"

// ErrChanged is the error for a file whose size changed while it was read.
var ErrChanged = errors.New("the file changed while it was read")

// Options say how names are read.
type Options struct {
	// CaseHack takes the suffix off that Nix gives names which differ only in case, on
	// file systems that do not tell them apart. Nix does so on macOS.
	CaseHack bool
}

// caseHackSuffix stands between such a name and a number.
const caseHackSuffix = "~nix~case~hack~"

// Dumper writes archives, one at a time; its buffer is kept from one to the next.
type Dumper struct {
	w       io.Writer
	err     error
	buf     []byte
	options Options
}

// NewDumper makes a Dumper.
func NewDumper(o Options) *Dumper { return &Dumper{buf: make([]byte, 0, bufferSize), options: o} }

// Dump writes the archive of path to w. The error of w is returned as it is, that of the
// file system names the file. Slices that w gets are valid during the call alone.
func (d *Dumper) Dump(w io.Writer, path string) error {
	d.w, d.err, d.buf = w, nil, d.buf[:0]
	d.strings(magic)
	if err := d.node(path); err != nil {
		return err
	}
	d.flush()
	return d.err
}

// node writes what is at path.
func (d *Dumper) node(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("reading store path: %w", err)
	}
	return d.typed(path, info.Mode())
}

// typed writes what is at path, whose type is known.
func (d *Dumper) typed(path string, mode os.FileMode) error {
	switch mode.Type() {
	case 0:
		return d.file(path)
	case os.ModeSymlink:
		return d.symlink(path)
	case os.ModeDir:
		return d.directory(path)
	}
	return fmt.Errorf("reading store path: %q is neither file, directory nor symbolic link (%s)", path, mode)
}

func (d *Dumper) symlink(path string) error {
	target, err := os.Readlink(path)
	if err != nil {
		return fmt.Errorf("reading store path: %w", err)
	}
	d.strings("(", "type", "symlink", "target", target, ")")
	return d.err
}

func (d *Dumper) directory(path string) error {
	entries, err := d.entries(path)
	if err != nil {
		return err
	}
	d.strings("(", "type", "directory")
	for _, e := range entries {
		d.strings("entry", "(", "name", e.name, "node")
		if err := d.typed(path+"/"+e.file.Name(), e.file.Type()); err != nil {
			return err
		}
		d.strings(")")
	}
	d.strings(")")
	return d.err
}

// strings writes the words of an archive: length, bytes, padding.
func (d *Dumper) strings(words ...string) {
	for _, s := range words {
		d.room(8)
		d.buf = binary.LittleEndian.AppendUint64(d.buf, uint64(len(s)))
		for rest := s; rest != ""; {
			d.room(1)
			n := min(len(rest), cap(d.buf)-len(d.buf))
			d.buf, rest = append(d.buf, rest[:n]...), rest[n:]
		}
		d.pad(uint64(len(s)))
	}
}

// pad fills up to a multiple of eight.
func (d *Dumper) pad(n uint64) {
	d.room(8)
	d.buf = append(d.buf, "\x00\x00\x00\x00\x00\x00\x00"[:-n&7]...)
}

// room makes place for n bytes, at most 8.
func (d *Dumper) room(n int) {
	if cap(d.buf)-len(d.buf) < n {
		d.flush()
	}
}

func (d *Dumper) flush() {
	if d.err == nil && len(d.buf) > 0 {
		_, d.err = d.w.Write(d.buf)
	}
	d.buf = d.buf[:0]
}

// plain is a name without the suffix of the case hack.
func (d *Dumper) plain(name string) string {
	if d.options.CaseHack {
		name, _, _ = strings.Cut(name, caseHackSuffix)
	}
	return name
}
