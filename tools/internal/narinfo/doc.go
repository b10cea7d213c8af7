// Package narinfo writes and reads the .narinfo files of Nix's binary caches, as Nix
// itself does: the same fields in the same order, byte for byte.
package narinfo
