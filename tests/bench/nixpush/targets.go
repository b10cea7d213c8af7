package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/server"
)

// The targets of a push.
const (
	targetFile      = "file"
	targetNginx     = "nginx"
	targetCached    = "cached"
	targetNginxFar  = "nginx-far"
	targetCachedFar = "cached-far"
	targetAttic     = "attic"
)

func targetNames() []string {
	return []string{targetFile, targetNginx, targetCached, targetNginxFar, targetCachedFar, targetAttic}
}

// target is an empty cache that runs.
type target struct {
	name string
	url  string // as nix takes it
	// narinfos is the directory whose files the pushed paths are counted by; empty: not counted.
	narinfos string
	// requests counts what the server was asked so far; nil: not known.
	requests func() (int, error)
	stop     func() error
}

// startTarget starts the server of a target with no content.
func startTarget(ctx context.Context, o options, base, name string) (*target, error) {
	switch name {
	case targetFile:
		dir, err := os.MkdirTemp(base, "file-")
		if err != nil {
			return nil, err
		}
		return &target{name: name, url: "file://" + dir, narinfos: dir, stop: func() error { return os.RemoveAll(dir) }}, nil
	case targetNginx, targetNginxFar:
		return startServer(ctx, o, base, name, server.LaunchNginx(o.nginx).WithAccessLog())
	}
	return startServer(ctx, o, base, name, server.LaunchCached(o.cached))
}

func startServer(ctx context.Context, o options, base, name string, l server.Launch) (*target, error) {
	s, err := l.Start(ctx, base)
	if err != nil {
		return nil, err
	}
	t := &target{name: name, stop: func() error { _, err := s.Stop(); return err }}
	if s.AccessLog != "" {
		t.narinfos = filepath.Join(s.Dir, "root", "main")
		t.requests = func() (int, error) { return lines(s.AccessLog) }
	}
	address := s.Address
	if strings.HasSuffix(name, "-far") {
		f, err := newFar(ctx, s.Address, o.latency)
		if err != nil {
			t.stop() //nolint:errcheck // err is the cause
			return nil, err
		}
		address, t.stop = f.address(), func() error { f.stop(); _, err := s.Stop(); return err }
	}
	t.url = "http://" + address + strings.TrimSuffix(s.Cache, "/")
	return t, nil
}

func lines(file string) (int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("counting requests: %w", err)
	}
	return strings.Count(string(data), "\n"), nil
}

// incomplete is a push that said it succeeded and left something out.
type incomplete struct{ text string }

func (e *incomplete) Error() string { return e.text }

// check counts the narinfos of a target.
func (t *target) check(c closure, way string) error {
	if t.narinfos == "" {
		return nil
	}
	n := 0
	err := filepath.WalkDir(t.narinfos, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".narinfo") {
			n++
		}
		return err
	})
	if err == nil && n != len(c.paths) {
		err = &incomplete{fmt.Sprintf("%s to %s: %d narinfos of %d paths", way, t.name, n, len(c.paths))}
	}
	return err
}
