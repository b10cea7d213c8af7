package binarycache

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
)

// File is a cache in a directory.
type File struct {
	dir           string
	written, sent atomic.Int64
}

// NewFile makes a File; the directory is made at the first Put.
func NewFile(dir string) *File { return &File{dir: dir} }

// Has implements Objects.
func (f *File) Has(_ context.Context, name string) (bool, error) {
	_, err := os.Stat(filepath.Join(f.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Put implements Objects. A reader sees the whole file or none; what a power cut does to
// it is left to the file system, as Nix leaves it.
func (f *File) Put(_ context.Context, name, _ string, size int64, source Source) error {
	path := filepath.Join(f.dir, name)
	err := f.write(path, size, source)
	if errors.Is(err, fs.ErrNotExist) { // the first one of its directory
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("writing to the cache: %w", err)
		}
		err = f.write(path, size, source)
	}
	if err != nil {
		return fmt.Errorf("writing to the cache: %w", err)
	}
	f.written.Add(1)
	f.sent.Add(size)
	return nil
}

func (f *File) write(path string, size int64, source Source) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".nixpush-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	r, err := source()
	if err != nil {
		return err
	}
	if c, ok := r.(io.Closer); ok {
		defer c.Close()
	}
	if n, err := io.Copy(tmp, r); err != nil || n != size {
		return errors.Join(err, sizeError(n, size))
	}
	if err := tmp.Chmod(0o644); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

func sizeError(got, want int64) error {
	if got == want {
		return nil
	}
	return fmt.Errorf("%d bytes came, %d were announced", got, want)
}

// Get implements Objects.
func (f *File) Get(_ context.Context, name string) (io.ReadCloser, error) {
	file, err := os.Open(filepath.Join(f.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	return file, err
}

// Remove implements Remover. It also removes the directory of archives, where that is empty then.
func (f *File) Remove(_ context.Context, name string) error {
	path := filepath.Join(f.dir, name)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing from the cache: %w", err)
	}
	if dir := filepath.Dir(path); dir != filepath.Clean(f.dir) {
		os.Remove(dir) //nolint:errcheck // it may have other files
	}
	return nil
}

// Counts implements Objects.
func (f *File) Counts() (requests, retries, sent int64) { return f.written.Load(), 0, f.sent.Load() }
