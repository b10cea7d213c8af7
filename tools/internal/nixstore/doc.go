// Package nixstore asks a Nix store what it has, through the program nix: it builds
// installables, reads closures from "nix path-info", holds garbage collector's roots and
// knows where the files of a store path are.
package nixstore
