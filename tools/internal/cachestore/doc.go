// Package cachestore keeps the blobs of a cache server as files and their
// metadata in memory, backed by bbolt.
//
// # Writing
//
// A blob is written to a temporary file beside its place, its content is
// compared with the digest in its name where the name has one, and it is
// renamed into place; only then can anybody see it. By default no request waits
// for a disk: every FlushInterval one background commit flushes the filesystem once
// (syncfs on Linux) and then records the new blobs in bbolt. Recorded metadata
// therefore always describes content that is on the disk.
//
// With SyncEach, Put flushes the file, renames it, flushes its directory and
// waits for a commit of the metadata, which uploads at the same time share.
//
// # After a crash
//
// The store notices that it was not closed and walks its files. If the machine
// has not been rebooted since (only the process died, as after kill -9), the
// page cache was kept, so every renamed file is whole: files without metadata
// are adopted. If it has (a power cut), a file without metadata is adopted only
// when its content has the digest in its name (CAS blobs and NARs); so must a
// recorded one that was written after the last commit, since its blob may have
// been dropped and uploaded again; and the small kinds without a digest must match
// their recorded checksum. Everything else is dropped. A power cut can so lose the last FlushInterval of uploads, as
// cache misses, and can never make the store serve damaged content.
//
// # Limits
//
// The sum of all blobs and of the uploads under way stays below MaxBytes, each
// counted in whole blocks, as it lies on the disk: the least recently used blobs
// go first, whatever their kind. Directories and meta.db come on top. Sweep drops blobs
// not used for longer than the retention of their kind and cache. The times of
// last use are kept in memory and written with the next commit.
package cachestore
