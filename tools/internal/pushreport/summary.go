// Package pushreport is what a push did: JSON for machines, Markdown for the page of a CI
// job, lines for people.
package pushreport

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// Version is the layout of the JSON.
const Version = 1

// Summary is what a push did.
type Summary struct {
	// V is the layout, always Version.
	V int `json:"v"`
	// OK says that everything was pushed.
	OK bool `json:"ok"`
	// DryRun says that nothing was uploaded.
	DryRun bool `json:"dry_run"`
	// Seconds is how long it took, BuildSeconds how much of that Nix built.
	Seconds      float64 `json:"seconds"`
	BuildSeconds float64 `json:"build_seconds"`
	// Error is why it ended early; empty if it did not.
	Error string `json:"error,omitempty"`
	// Pushes are the requests.
	Pushes []Push `json:"pushes"`
	// Caches are what became of each cache.
	Caches []Cache `json:"caches"`
	// Problems are paths that could not be read, for any cache.
	Problems []Problem `json:"problems,omitempty"`
}

// Push is one request.
type Push struct {
	Label        string   `json:"label,omitempty"`
	Installables []string `json:"installables"`
	// Paths are the store paths whose closures were pushed.
	Paths  []string `json:"paths"`
	Caches []string `json:"caches"`
}

// Cache is what became of one cache.
type Cache struct {
	Cache string `json:"cache"`
	URL   string `json:"url"`
	Kind  string `json:"kind"`
	Paths Paths  `json:"paths"`
	Bytes Bytes  `json:"bytes"`
	// Requests were made, Retries of them because others failed.
	Requests int64   `json:"requests"`
	Retries  int64   `json:"retries"`
	Seconds  float64 `json:"seconds"`
	// PublicKeys are those that the cache's paths are signed by, as far as known.
	PublicKeys []string  `json:"public_keys"`
	Problems   []Problem `json:"problems"`
	// Error is why it ended early; empty if it did not.
	Error string `json:"error,omitempty"`
}

// Paths counts store paths. Present, SkippedUpstream, Uploaded, Deduplicated, Failed and
// Withheld make up Closure, unless the push ended early.
type Paths struct {
	Closure int `json:"closure"`
	// Present were in the cache.
	Present int `json:"present"`
	// SkippedUpstream are signed by a cache that clients use as well.
	SkippedUpstream int `json:"skipped_upstream"`
	// Uploaded were sent; in a dry run, would be.
	Uploaded int `json:"uploaded"`
	// Deduplicated are visible now, and their content was in the cache.
	Deduplicated int `json:"deduplicated"`
	Failed       int `json:"failed"`
	// Withheld were not made visible because something that they reference failed.
	Withheld int `json:"withheld"`
	// Verified were read back.
	Verified int `json:"verified"`
}

// Bytes counts bytes of archives.
type Bytes struct {
	Closure int64 `json:"closure"`
	// Nar is what was uploaded before, Sent after compression.
	Nar          int64 `json:"nar"`
	Sent         int64 `json:"sent"`
	Deduplicated int64 `json:"deduplicated"`
}

// Problem is a path that could not be pushed.
type Problem struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

// Write writes the JSON.
func (s *Summary) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(s)
}

// WriteFile writes the JSON into a file.
func (s *Summary) WriteFile(path string) error {
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return fmt.Errorf("writing report %q: %w", path, err)
	}
	return atomicfile.Write(path, append(data, '\n'), 0o644)
}
