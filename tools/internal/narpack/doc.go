// Package narpack makes compressed archives of store paths: reads, hashes, compresses and
// hashes again in one pass, on all cores, with a bound on memory for a path of any size.
//
// An archive is cut into blocks that are compressed apart from each other and stand one
// after the other as frames (zstd) or streams (xz), which their formats allow and Nix
// reads. So the result depends on the content, the method and the level alone, not on the
// number of cores: a push that was interrupted finds again what it uploaded.
package narpack
