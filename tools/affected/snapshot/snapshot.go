// Package snapshot keeps what is known of a commit: its targets, what its files
// load, and what its external repositories are made from. It holds no sources
// and no paths of the machine that made it, so that others can use it.
package snapshot

import (
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/gloriousflywheel/flywheel/tools/affected/actions"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
)

// formatVersion is that of what a file holds and of how it was made: a change of
// either makes another key, and old files are not looked at.
const formatVersion = 10

// Snapshot is what is known of one commit. Paths are relative to the
// repository's root, with slashes.
type Snapshot struct {
	// Tree is the object name of the commit's tree.
	Tree string
	// Release is Bazel's, as "bazel info release" says it.
	Release string
	// Graph is all targets of the main repository, and what they may depend on.
	Graph *graph.Graph
	// Configured says that the graph tells how targets are configured: all that can
	// be analysed. What cannot, or all without, depends on every toolchain.
	Configured bool
	// Links are the tree's symbolic links.
	Links []gitdiff.Link
	// Repos are the external repositories, by canonical name.
	Repos map[string]Repo
	// Inputs are files that module extensions may read, written as those of a Repo.
	Inputs []string
	// Extensions says that the workspace uses module extensions or repository
	// rules, which may read any file.
	Extensions bool
	// Registered are the target patterns of the toolchains and execution platforms
	// that modules register, in order; empty where that is not known. Those toolchains
	// and platforms are in the graph. Registrations are the same as they stand in the
	// modules' files, each after its module's repository and a space.
	Registered, Registrations []string
	// Problems are why the snapshot is not of everything: what Bazel could not
	// load, in its words; Unanalysed are what it could load and not analyse.
	Problems, Unanalysed []string
	// Broken are the packages that could not be loaded, sorted.
	Broken []string

	// Derived says that it was made from an ancestor's: of what changed since then it
	// is not known how it is configured.
	Derived bool
	// Refined says that there is an action layer: Actions is not nil.
	Refined bool

	loads   func() loads.Graph
	actions func() *Actions
	file    *file
}

// Actions are what the targets' actions were: what --exact compares with. It
// holds as long as the targets are analysed the same, whatever their sources are.
type Actions struct {
	// Digests are those of the actions.
	Digests actions.Digests
	// Attributes are digests of rules' attributes, by label.
	Attributes map[string]uint64
}

// Actions is the action layer; nil where there is none.
func (s *Snapshot) Actions() *Actions {
	if !s.Refined {
		return nil
	}
	return s.actions()
}

// SetActions sets the action layer; it is asked for when it is first needed.
func (s *Snapshot) SetActions(read func() *Actions) {
	s.Refined, s.actions = true, sync.OnceValue(read)
}

// Loads is what the main repository's BUILD and .bzl files load.
func (s *Snapshot) Loads() loads.Graph {
	if s.loads == nil {
		return nil
	}
	return s.loads()
}

// SetLoads sets what files load; it is asked for when it is first needed.
func (s *Snapshot) SetLoads(read func() loads.Graph) { s.loads = sync.OnceValue(read) }

// Err is what went wrong when a part was read that Decode had left for later. What
// was told from such a part is not to be trusted.
func (s *Snapshot) Err() error {
	if s.file == nil {
		return nil
	}
	s.file.mu.Lock()
	defer s.file.mu.Unlock()
	return s.file.err
}

// Repo is an external repository.
type Repo struct {
	// Fingerprint is over the rule that made it and what that rule has read;
	// empty for one that has none, such as a local directory.
	Fingerprint string
	// Inputs are the files of the main repository that its rule has read: "a/b" the
	// file, "a/" all below a directory, "a/*" only what is there, "." what nobody knows,
	// "/" whatever there is.
	Inputs []string
	// Plain says that it has files alone: no other targets change with what it is made
	// from than those that use them.
	Plain bool
	// Mappings are the parts of it that lie in this git repository.
	Mappings []Mapping
}

// Mapping says that a path of an external repository is one of ours.
type Mapping struct {
	// Path is ours; Inside is that in the external repository, empty for all of it.
	Path, Inside string
}

// Key identifies a snapshot: the same key, the same content.
type Key struct {
	// Tree is the object name of the commit's tree, which tells the workspace's
	// files, .bazelversion and .bazelrc among them.
	Tree string
	// Prefix is the workspace's directory below the repository's root.
	Prefix string
	// Flags are the user's flags for Bazel.
	Flags []string
	// Surroundings are the contents of what Bazel reads outside the tree: the
	// user's and the system's bazelrc, USE_BAZEL_VERSION.
	Surroundings []string
}

// Name is the name of the file, or the digest in a remote store.
func (k Key) Name() string {
	h := sha256.New()
	facts := slices.Concat([]string{fmt.Sprint(formatVersion), runtime.GOOS, runtime.GOARCH, k.Tree, k.Prefix, fmt.Sprint(len(k.Flags))}, k.Flags, k.Surroundings)
	for _, f := range facts {
		fmt.Fprintf(h, "%d:%s", len(f), f)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// Tells says whether it is known of the release that its analysis tells all that it came
// to, and that no code which makes targets sees the default visibility.
func (s *Snapshot) Tells() bool { return strings.HasPrefix(s.Release, "release 7.") }
