// Package localcache installs, starts, adopts, watches and stops one cache
// server (tools/cached) in one data directory of this machine. It holds all of
// that logic and no OpenTofu: package provider is the thin layer above it.
//
// Every operation may be killed at any moment. What it leaves is always one
// of: nothing, files without a server, or a server whose configuration and
// program can be read back; Ensure brings each of these to the wanted state.
package localcache
