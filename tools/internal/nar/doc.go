// Package nar writes the archive that Nix makes of a store path: byte for byte what
// "nix store dump-path" writes, in one pass and with the memory of one buffer.
//
// It is our own writer and not go-nix's because that one takes a goroutine, a pipe and
// several stat calls for each file: for a path of 100,000 small files that is more than
// reading them.
package nar
