// Package pushbench measures a Nix cache that somebody has, as a client that pushes to it
// sees it: how long small questions take, what it costs to ask for many paths, how fast
// archives go up and down by their size and number, and which settings follow from that.
//
// What it uploads is throw-away content: random bytes behind a line that says what they
// are, under names of one run. No .narinfo points at it, so that no client of a binary
// cache ever sees it; at an Attic server it goes into a cache of its own. All of it is
// removed at the end, also of a run that was interrupted, where the server lets it; where
// it does not, nothing is uploaded without consent.
package pushbench
