package stack

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

const lockFile = ".terraform.lock.hcl"

// stampPath holds the digest of what the last successful init was made for.
func (s *session) stampPath() string { return s.dir.Join("init.digest") }

// savedLock keeps tofu's lock file between runs: the work directory is fresh
// each time.
func (s *session) savedLock() string { return s.dir.Join("terraform.lock.hcl") }

// init runs "tofu init" unless nothing changed since it last succeeded.
func (s *session) init(ctx context.Context) error {
	stamp, err := os.ReadFile(s.stampPath())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the stamp of the last init: %w", err)
	}
	if string(stamp) == s.configurationDigest() && s.initialised() {
		return s.placeLock(s.savedLock())
	}
	return s.initAnew(ctx)
}

// initialised says that what init made is still there.
func (s *session) initialised() bool {
	paths := []string{filepath.Join(s.stage.Data(), "terraform.tfstate")}
	if len(s.spec.Providers) > 0 {
		paths = append(paths, s.cliConfig())
	}
	for _, p := range s.spec.Providers {
		// The files of a locked provider are links, which may have come to nothing.
		paths = append(paths, stage.MirrorProgram(s.mirror(), p))
	}
	return !slices.ContainsFunc(paths, func(p string) bool {
		_, err := os.Stat(p)
		return err != nil
	})
}

func (s *session) mirror() string { return s.dir.Join("providers") }

func (s *session) initAnew(ctx context.Context) error {
	if err := os.Remove(s.stampPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the stamp of the last init: %w", err)
	}
	if err := s.placeLock(filepath.Join(s.rootDir(), lockFile), s.savedLock()); err != nil {
		return err
	}
	if err := s.placeProviders(); err != nil {
		return err
	}
	backend, err := s.writeBackendConfig()
	if err != nil {
		return err
	}
	modules, err := s.placeModules()
	if err != nil {
		return err
	}
	result, err := s.tofu.Check(ctx, tofu.InitArgs(nil, append(modules, "-backend-config="+backend)))
	if err != nil {
		return err
	}
	if result.Code != 0 {
		relay := s.relay(s.stderr)
		relay.Write(result.Stdout)
		relay.Write(result.Stderr)
		relay.Flush()
		return fmt.Errorf("tofu init failed; its messages are above")
	}
	if err := s.keepLock(); err != nil {
		return err
	}
	return atomicfile.Write(s.stampPath(), []byte(s.configurationDigest()), 0o600)
}

// placeProviders makes the mirror of the providers that Bazel gives and has tofu
// take them from there. The lock entries of this repository's own go: they change
// with each build. Those of locked ones come from the lock file that Bazel
// verified them by.
func (s *session) placeProviders() error {
	if len(s.spec.Providers) == 0 {
		return nil
	}
	addresses, err := stage.Mirror(s.mirror(), s.spec.Providers)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(s.cliConfig(), tofu.Mirror(s.mirror(), addresses), 0o600); err != nil {
		return err
	}
	if err := s.unlockProviders(addresses); err != nil {
		return err
	}
	return s.lockProviders()
}

func (s *session) unlockProviders(addresses []string) error {
	path := filepath.Join(s.rootDir(), lockFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the lock file: %w", err)
	}
	f, diags := hclwrite.ParseConfig(data, lockFile, hcl.InitialPos)
	if diags.HasErrors() {
		return fmt.Errorf("reading the lock file: %w", diags)
	}
	for _, b := range f.Body().Blocks() {
		if labels := b.Labels(); len(labels) == 1 && slices.Contains(addresses, labels[0]) {
			f.Body().RemoveBlock(b)
		}
	}
	return atomicfile.Write(path, f.Bytes(), 0o600)
}

// placeLock puts the first lock file that exists into the work directory, as a
// file of its own: tofu rewrites it. For init that is the configuration's or
// else the one of an earlier run; later it is the one that init completed.
func (s *session) placeLock(candidates ...string) error {
	for _, candidate := range candidates {
		data, err := os.ReadFile(candidate)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("reading the lock file: %w", err)
		}
		return atomicfile.Write(filepath.Join(s.rootDir(), lockFile), data, 0o600)
	}
	return nil
}

func (s *session) keepLock() error {
	data, err := os.ReadFile(filepath.Join(s.rootDir(), lockFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the lock file: %w", err)
	}
	return atomicfile.Write(s.savedLock(), data, 0o600)
}

// writeBackendConfig writes the backend's settings, which may hold secrets, to
// a private file and returns its path relative to the root module: an absolute
// one might have a "=", which means something else to init.
func (s *session) writeBackendConfig() (string, error) {
	f := hclwrite.NewEmptyFile()
	config := s.backendConfig()
	for _, name := range sortedNames(config) {
		f.Body().SetAttributeValue(name, stringValue(config[name]))
	}
	for _, setting := range s.settings {
		f.Body().SetAttributeValue(setting.Name, setting.Value)
	}
	path := filepath.Join(s.stage.Dir, "backend.tfbackend")
	if err := atomicfile.Write(path, f.Bytes(), 0o600); err != nil {
		return "", err
	}
	rel, err := filepath.Rel(s.rootDir(), path)
	if err != nil {
		return "", fmt.Errorf("finding the backend's settings: %w", err)
	}
	return rel, nil
}
