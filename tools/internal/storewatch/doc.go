// Package storewatch tells which store paths Nix adds to its store while it watches. Nix
// holds a lock, <path>.lock, while it makes a path, and removes it when the path is
// valid: that is what is seen. A name may be told that is not valid after all.
package storewatch
