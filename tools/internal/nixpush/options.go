package nixpush

import (
	"io"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachetarget"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushprogress"
)

// Request is a selection of paths for some caches. Several of them are one push: shared
// paths are read once.
type Request struct {
	// Label is what messages call it; may be empty.
	Label string
	// Installables are built by Nix in Dir, the working directory if that is empty.
	Installables []string
	Dir          string
	// StorePaths are pushed as they are.
	StorePaths []string
	// Caches are names or URLs.
	Caches []string
}

// Options are how to push. The zero value of most means a default.
type Options struct {
	// Nix is the program nix; empty for the one on PATH.
	Nix string
	// Store is as nix's --store; empty for Nix's own.
	Store string
	// NixArgs are handed to every call of Nix, BuildArgs to builds.
	NixArgs, BuildArgs []string
	// Config says what names of caches mean.
	Config cachetarget.Config
	// Compression is zstd, xz or none, Level its level; empty and 0 for the URL's, or
	// zstd's 3.
	Compression string
	Level       int
	// Jobs is how many uploads there are at once; 0 for a number by the kind of cache.
	Jobs int
	// KeyFiles are secret keys to sign with, besides those of the cache's configuration.
	KeyFiles []string
	// UpstreamKeys are public keys of caches whose paths are not pushed; nil for
	// cache.nixos.org's. NoUpstreamFilter pushes them all.
	UpstreamKeys     []string
	NoUpstreamFilter bool
	// Verify reads back what was uploaded.
	Verify bool
	// DryRun uploads nothing, BuildOnly does not even ask the caches.
	DryRun, BuildOnly bool
	// NoClosure pushes the paths alone.
	NoClosure bool
	// Force uploads also what the cache has.
	Force bool
	// PresenceTTL is how long the record of what a cache has is believed; 0: not at all.
	PresenceTTL time.Duration
	// TokenFile and TokenCommand give a bearer token.
	TokenFile    string
	TokenCommand []string
	// NetrcFile is the only netrc file to look into; empty for the usual ones.
	NetrcFile string
	// Attempts is how often a request is made before it has failed.
	Attempts int
	// Stall is how long nothing may move on a connection; 0 for a minute.
	Stall time.Duration
}

// Streams are where a push talks to people.
type Streams struct {
	// Stderr gets what Nix says.
	Stderr io.Writer
	// Progress shows how far it is.
	Progress *pushprogress.Printer
}

// Defaults of Options.
const (
	DefaultAttempts = 6
	DefaultTTL      = 24 * time.Hour
)

// NixOSKey is the key of cache.nixos.org, the default of UpstreamKeys.
const NixOSKey = "cache.nixos.org-1:6NCHdD59X431o0gWypbMrAURkbJ16ZPMQFGspcDShjY="

// jobs is how many uploads there are at once.
func (o Options) jobs(kind cachetarget.Kind) int {
	switch {
	case o.Jobs > 0:
		return o.Jobs
	case kind == cachetarget.File:
		return 8
	case kind == cachetarget.Attic:
		return 16
	}
	return 64
}
