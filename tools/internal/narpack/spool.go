package narpack

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// inMemory is how much of a compressed archive is kept in memory.
const inMemory = 2 * blockSize

// spool keeps bytes: few in memory, many in a file without a name, which is gone with
// the process however that ends.
type spool struct {
	memory []byte
	file   *os.File
	size   int64
}

// Write implements io.Writer.
func (s *spool) Write(p []byte) (int, error) {
	if s.file == nil && len(s.memory)+len(p) > inMemory {
		if err := s.spill(); err != nil {
			return 0, err
		}
	}
	if s.file == nil {
		s.memory = append(s.memory, p...)
	} else if _, err := s.file.Write(p); err != nil {
		return 0, fmt.Errorf("keeping a compressed archive in %s: %w; choose a directory with room by TMPDIR", os.TempDir(), err)
	}
	s.size += int64(len(p))
	return len(p), nil
}

func (s *spool) spill() error {
	f, err := os.CreateTemp("", "nixpush-")
	if err != nil {
		return fmt.Errorf("keeping a compressed archive: %w; choose a directory by TMPDIR", err)
	}
	s.file = f
	if err := os.Remove(f.Name()); err != nil {
		return fmt.Errorf("keeping a compressed archive: %w", err)
	}
	if _, err := f.Write(s.memory); err != nil {
		return fmt.Errorf("keeping a compressed archive in %s: %w; choose a directory with room by TMPDIR", os.TempDir(), err)
	}
	s.memory = nil
	return nil
}

// open reads all of it from the start; readers do not disturb each other.
func (s *spool) open() io.ReadSeeker {
	if s.file == nil {
		return bytes.NewReader(s.memory)
	}
	return io.NewSectionReader(s.file, 0, s.size)
}

func (s *spool) close() {
	if s.file != nil {
		s.file.Close() //nolint:errcheck // it has no name: nothing is kept
	}
	s.memory = nil
}
