package cacheserver

import (
	"os"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// Status is what /status returns.
type Status struct {
	Version      string        `json:"version"`
	PID          int           `json:"pid"`
	Instance     string        `json:"instance"`
	DataDir      string        `json:"data_dir"`
	ConfigSHA256 string        `json:"config_sha256"`
	Started      string        `json:"started"`
	Auth         string        `json:"auth"`
	HTTPAddress  string        `json:"http_address"`
	GRPCAddress  string        `json:"grpc_address"`
	Caches       []CacheStatus `json:"caches"`
	// AtticCaches are those that were made through Attic's API.
	AtticCaches []CacheStatus `json:"attic_caches,omitempty"`
	Bazel       BazelStatus   `json:"bazel"`
}

// CacheStatus describes a Nix cache.
type CacheStatus struct {
	Name      string               `json:"name"`
	PublicKey string               `json:"public_key"`
	Priority  int                  `json:"priority"`
	Retention cacheconfig.Duration `json:"retention"`
	Public    bool                 `json:"public"`
	NarInfos  int64                `json:"narinfos"`
	// Bytes are those of content.
	Bytes int64 `json:"bytes"`
	// DiskBytes are those of the blocks on disk, which max_size_bytes bounds.
	DiskBytes int64 `json:"disk_bytes"`
}

// BazelStatus describes the Bazel cache.
type BazelStatus struct {
	Blobs int64 `json:"blobs"`
	// Bytes are those of content.
	Bytes int64 `json:"bytes"`
	// DiskBytes are those of the blocks on disk, which max_size_bytes bounds.
	DiskBytes int64 `json:"disk_bytes"`
}

func (s *server) status() any {
	c := s.opts.Config
	st := Status{
		Version: s.opts.Version, PID: os.Getpid(), Instance: s.dir.Instance, DataDir: c.DataDir,
		ConfigSHA256: s.opts.ConfigSHA256, Started: s.started.UTC().Format(time.RFC3339), Auth: c.Auth,
		HTTPAddress: s.httpListener.Addr().String(), GRPCAddress: s.grpcListener.Addr().String(),
		Caches: []CacheStatus{},
	}
	stats := s.store.Stats()
	for _, configured := range c.Caches {
		cache, _ := s.caches.Find(configured.Name)
		st.Caches = append(st.Caches, s.cacheStatus(cache, stats))
	}
	for _, cache := range s.caches.All() {
		if !cache.Fixed() {
			st.AtticCaches = append(st.AtticCaches, s.cacheStatus(cache, stats))
		}
	}
	for _, kind := range []cachestore.Kind{cachestore.AC, cachestore.CAS} {
		g := stats[cachestore.Group{Kind: kind, Cache: cachestore.BazelCache}]
		st.Bazel.Blobs += g.Blobs
		st.Bazel.Bytes += g.Bytes
		st.Bazel.DiskBytes += g.DiskBytes
	}
	return st
}

func (s *server) cacheStatus(cache cacheregistry.Cache, stats map[cachestore.Group]cachestore.Stat) CacheStatus {
	out := CacheStatus{
		Name: cache.Name, PublicKey: cache.Key.ToPublicKey().String(), Priority: cache.Priority,
		Retention: cacheconfig.Duration(s.caches.Kept(cache.Name)), Public: cache.Public,
	}
	for g, st := range stats {
		if g.Cache != cache.Name || g.Kind == cachestore.CAS || g.Kind == cachestore.AC {
			continue
		}
		out.Bytes += st.Bytes
		out.DiskBytes += st.DiskBytes
		if g.Kind == cachestore.NarInfo {
			out.NarInfos = st.Blobs
		}
	}
	return out
}
