//go:build !linux

package cachestore

import "golang.org/x/sys/unix"

// syncFilesystem asks for everything written to be put on the disk. Systems
// other than Linux have no call that does so for one filesystem.
func syncFilesystem(string) error { return unix.Sync() }
