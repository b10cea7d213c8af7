// Package nixspec is the JSON that the rules of build/nix write for nixpush:
// what is built, from which files, and which caches it is pushed to.
package nixspec

// Version is the layout of the JSON that this package reads.
const Version = 1

// Verb is what a target does with its pushes.
type Verb string

// The verbs, as the targets of nix_cache_push are called.
const (
	Push   Verb = "push"    // build, then upload what the caches lack
	Build  Verb = "build"   // build and print the store paths
	DryRun Verb = "dry_run" // say what a push would upload
	Watch  Verb = "watch"   // upload each path as soon as it is built
)

// Spec is one target.
type Spec struct {
	V      int    `json:"v"`
	Label  string `json:"label"`
	Verb   Verb   `json:"verb"`
	Nix    string `json:"nix"` // below the runfiles, or absolute; empty: the machine's own
	Pushes []Item `json:"pushes"`
}

// Item is what one nix_cache_push says.
type Item struct {
	Label            string        `json:"label"`
	FlakeFiles       []File        `json:"flake_files"`
	InPlace          bool          `json:"in_place"` // flakes are evaluated in the source tree
	Installables     []Installable `json:"installables"`
	Srcs             []string      `json:"srcs"` // files below the runfiles that lead into the store
	StorePaths       []string      `json:"store_paths"`
	Caches           []string      `json:"caches"`
	NixArgs          []string      `json:"nix_args"`
	Compression      string        `json:"compression"`       // empty: nixpush's own choice
	CompressionLevel int           `json:"compression_level"` // 0: the compression's usual one
	Verify           bool          `json:"verify"`
}

// File is a file that a flake is evaluated from.
type File struct {
	Path string `json:"path"` // where it is, below the runfiles
	Dest string `json:"dest"` // where it stands in the repository
}

// Installable is either a flake of the repository or text that only Nix understands.
type Installable struct {
	Flake     string `json:"flake,omitempty"` // directory in the repository, "." for the top
	Attribute string `json:"attribute,omitempty"`
	Text      string `json:"text,omitempty"`
}
