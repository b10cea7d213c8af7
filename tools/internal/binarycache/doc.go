// Package binarycache reads and writes the files of Nix binary caches: over HTTP, in a
// bucket, in a directory, laid out as "nix copy" does.
//
//	nix-cache-info
//	<hash of a store path>.narinfo
//	nar/<hash of the file>.nar[.zst|.xz]
package binarycache
