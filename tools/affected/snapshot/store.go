package snapshot

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Store keeps snapshots. A store is a cache: what it does not have is made again.
type Store interface {
	// Get is the snapshot of a key, and whether there is one. A file that cannot
	// be read is an error that wraps ErrForeign.
	Get(ctx context.Context, key Key) (*Snapshot, bool, error)
	// Put keeps a snapshot.
	Put(ctx context.Context, key Key, s *Snapshot) error
}

const suffix = ".snapshot"

// Dir is a store in a local directory, which may also be carried from machine to
// machine. Any number of processes may use it at once.
type Dir struct {
	// Path of the directory; Put makes it.
	Path string
	// MaxBytes bounds it: Put removes the files that were used least recently
	// until no more are left. Zero for no bound.
	MaxBytes int64
}

// Get implements Store.
func (d Dir) Get(_ context.Context, key Key) (*Snapshot, bool, error) {
	data, ok, err := d.Read(key.Name())
	if err != nil || !ok {
		return nil, false, err
	}
	s, err := Decode(data)
	if err == nil && s.Tree != key.Tree {
		err = fmt.Errorf("%w: it is of another commit", ErrForeign)
	}
	if err != nil {
		return nil, false, fmt.Errorf("reading the snapshot %q: %w", d.path(key.Name()), err)
	}
	return s, true, nil
}

func (d Dir) path(name string) string { return filepath.Join(d.Path, name+suffix) }

// Read is the file with a name, and whether there is one.
func (d Dir) Read(name string) ([]byte, bool, error) {
	data, err := os.ReadFile(d.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("reading a snapshot: %w", err)
	}
	// Only a hint of what is used: in a directory that cannot be written it stays.
	now := time.Now()
	_ = os.Chtimes(d.path(name), now, now)
	return data, true, nil
}

// Put implements Store.
func (d Dir) Put(_ context.Context, key Key, s *Snapshot) error {
	data, err := s.Encode()
	if err != nil {
		return err
	}
	return d.Write(key.Name(), data)
}

// Write keeps a file. A reader sees a whole one or none.
func (d Dir) Write(name string, data []byte) error {
	if err := os.MkdirAll(d.Path, 0o755); err != nil {
		return fmt.Errorf("making the directory of snapshots: %w", err)
	}
	f, err := os.CreateTemp(d.Path, ".new-*")
	if err != nil {
		return fmt.Errorf("writing a snapshot: %w", err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), d.path(name))
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("writing a snapshot: %w", err)
	}
	return d.trim(name + suffix)
}

// trim removes old files, never the one just written, and what killed processes
// left half written.
func (d Dir) trim(keep string) error {
	entries, err := os.ReadDir(d.Path)
	if err != nil {
		return fmt.Errorf("bounding the directory of snapshots: %w", err)
	}
	var files []fs.FileInfo
	var total int64
	for _, e := range entries {
		info, err := e.Info()
		if err != nil { // Another process removed it.
			continue
		}
		if strings.HasPrefix(e.Name(), ".new-") && time.Since(info.ModTime()) > time.Hour {
			os.Remove(filepath.Join(d.Path, e.Name()))
		}
		if strings.HasSuffix(e.Name(), suffix) {
			total += info.Size()
			if e.Name() != keep {
				files = append(files, info)
			}
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, info := range files {
		if d.MaxBytes == 0 || total <= d.MaxBytes {
			break
		}
		if err := os.Remove(filepath.Join(d.Path, info.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("bounding the directory of snapshots: %w", err)
		}
		total -= info.Size()
	}
	return nil
}
