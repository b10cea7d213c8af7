// Package nixpush pushes store paths and their closures to Nix caches of every kind: it
// builds what is to be built, reads the closures, leaves out what clients get elsewhere
// or the cache has, uploads the rest, and reads it back where that is wished.
package nixpush
