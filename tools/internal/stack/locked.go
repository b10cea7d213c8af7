package stack

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/lockfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
	"golang.org/x/mod/sumdb/dirhash"
)

// checkProviders refuses providers of which there is only a schema: with that,
// nothing can be deployed.
func (s *session) checkProviders() error {
	for _, p := range s.spec.Providers {
		if p.Binary == "" {
			return usageError(fmt.Errorf("this target was built without the program of %s (%s): build it with --@flywheel//build/tofu:providers=real, "+
				"as the targets of tofu_stack are by themselves, or see what the schemas tell: %s", p.Label, p.Address, s.command("preview", s.variableFlags()...)))
		}
	}
	return nil
}

// lockProviders adds the entries of the locked providers to the lock file in the
// work directory, so that tofu verifies what it installs.
func (s *session) lockProviders() error {
	locked := slices.DeleteFunc(slices.Clone(s.spec.Providers), func(p spec.Provider) bool { return p.Lock == "" })
	if len(locked) == 0 {
		return nil
	}
	if s.spec.Lock == nil {
		return usageError(fmt.Errorf("reading the spec: provider %s is locked, and field \"lock\" is missing", locked[0].Label))
	}
	pins, err := readLock(s.spec.Lock.Path, s.spec.Lock.Dest)
	if err != nil {
		return err
	}
	place := filepath.Join(s.rootDir(), lockFile)
	merged, err := readLock(place, lockFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, p := range locked {
		lock, err := s.lockOf(p, pins)
		if err != nil {
			return err
		}
		merged.Locks = append(merged.Locks, lock)
	}
	return atomicfile.Write(place, merged.Bytes(), 0o600)
}

// lockOf is the entry of a provider, with a hash that tofu can compare with the
// unpacked package. A "zh:" hash is that of the zip file, which Bazel verified
// before it unpacked it: tofu has only the files, and would take any where there
// is no other kind of hash, or none where there are others of other platforms.
func (s *session) lockOf(p spec.Provider, pins *lockfile.File) (lockfile.Lock, error) {
	pin := pins.Lock(p.Address)
	if pin == nil || pin.Version != p.Version {
		return lockfile.Lock{}, fmt.Errorf("%s does not lock %s %s (%s): run %s", s.spec.Lock.Dest, p.Address, p.Version, p.Label, p.Lock)
	}
	lock := *pin
	if !slices.ContainsFunc(lock.Hashes, func(h string) bool { return strings.HasPrefix(h, "zh:") }) {
		return lock, nil
	}
	hash, err := dirhash.HashDir(stage.MirrorDir(s.mirror(), p), "", dirhash.Hash1)
	if err != nil {
		return lockfile.Lock{}, fmt.Errorf("hashing provider %s: %w", p.Label, err)
	}
	lock.Hashes = append(slices.Clone(lock.Hashes), hash)
	return lock, nil
}

// readLock reads a lock file; what is wrong with it is told at the place dest.
// One that is missing is empty, too.
func readLock(file, dest string) (*lockfile.File, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return &lockfile.File{}, fmt.Errorf("reading the lock file: %w", err)
	}
	f, diags := lockfile.Parse(data, dest)
	if diags.HasErrors() {
		return nil, fmt.Errorf("reading the lock file: %w", diags)
	}
	return f, nil
}

// placeModules tells tofu where third-party modules are, which Bazel has brought,
// and returns the options for init that keep it from downloading them.
func (s *session) placeModules() ([]string, error) {
	if !slices.ContainsFunc(s.spec.Modules, func(m spec.Module) bool { return m.Source != "" }) {
		return nil, nil
	}
	m := stage.Manifest{
		Resolver: hclmod.Resolver{Tree: hclmod.NewTree(s.spec.TreeFiles()), Modules: s.spec.Modules},
		Root:     s.spec.Modules[0],
	}
	m.Root.Dir = path.Clean(m.Root.Dir)
	data, diags, err := m.Build()
	if err != nil {
		return nil, err
	}
	if len(diags) > 0 {
		if err := report.Render(s.stderr, diags, isTerminal(s.stderr)); err != nil {
			return nil, fmt.Errorf("printing the findings: %w", err)
		}
		return nil, finding(errors.New("the configuration calls modules that its target does not have; the findings are above"))
	}
	return []string{"-get=false"}, s.stage.WriteManifest(data)
}
