package nixpush

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachetarget"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
)

// backend is a cache that can be pushed to.
type backend struct {
	target cachetarget.Target
	// objects are the cache's files; of an Attic server those that it serves.
	objects binarycache.Objects
	// attic is nil for binary caches.
	attic  *atticpush.Client
	packer *narpack.Packer
	keys   []narinfo.SecretKey
	// public are the keys that sign the cache's paths.
	public []string
	// upstream are keys whose paths are not pushed.
	upstream []string
	jobs     int
	// storeDir is the cache's, if it told.
	storeDir string
	http     *httpretry.Client
	// info and infoErr are what a binary cache says of itself, once it was looked at.
	info    binarycache.CacheInfo
	infoErr error
	looked  bool
	counted [2]int64
}

// open makes a backend; it makes no request.
func open(ctx context.Context, t cachetarget.Target, o Options) (*backend, error) {
	b := &backend{target: t, jobs: o.jobs(t.Kind), upstream: o.upstream(t)}
	if err := b.openPacker(o); err != nil {
		return nil, &UsageError{fmt.Errorf("cache %q: %w", t.Name, err)}
	}
	for _, file := range append(append([]string(nil), t.Parameters.KeyFiles...), o.KeyFiles...) {
		key, err := narinfo.ReadSecretKey(file)
		if err != nil {
			return nil, &UsageError{fmt.Errorf("cache %q: %w", t.Name, err)}
		}
		b.keys, b.public = append(b.keys, key), append(b.public, key.Public())
	}
	return b, b.connect(ctx, o)
}

// openPacker chooses the compression: the command line's, the cache's, or zstd.
func (b *backend) openPacker(o Options) error {
	method := narpack.Method(cmp.Or(o.Compression, b.target.Parameters.Compression, string(narpack.Zstd)))
	level := cmp.Or(o.Level, b.target.Parameters.Level, -1)
	if b.target.Kind == cachetarget.Attic { // the server compresses
		method, level = narpack.None, -1
	}
	var err error
	b.packer, err = narpack.New(narpack.Options{Method: method, Level: level, CaseHack: runtime.GOOS == "darwin"})
	return err
}

func (b *backend) connect(ctx context.Context, o Options) error {
	t := b.target
	attempts := cmp.Or(o.Attempts, DefaultAttempts)
	switch t.Kind {
	case cachetarget.File:
		b.objects = binarycache.NewFile(strings.TrimPrefix(t.URL, "file://"))
		return nil
	case cachetarget.S3:
		s3, err := binarycache.NewS3(t.URL, attempts, b.jobs)
		if err != nil {
			return &UsageError{fmt.Errorf("cache %q: %w", t.Name, err)}
		}
		b.objects = s3
		return nil
	}
	b.http = httpretry.New(b.jobs, attempts)
	if o.Stall > 0 {
		b.http.Stall, b.http.Answer = o.Stall, 5*o.Stall
	}
	var err error
	if b.http.Credential, err = o.authenticate(ctx, t); err != nil {
		return err
	}
	if t.Kind == cachetarget.Attic {
		b.attic = atticpush.New(t.URL, t.Cache, b.http)
		b.objects = binarycache.NewHTTP(t.URL+"/"+t.Cache, b.http)
		return nil
	}
	b.objects = binarycache.NewHTTP(t.URL, b.http)
	return nil
}

// upstream are the keys whose paths need not be pushed to a cache.
func (o Options) upstream(t cachetarget.Target) []string {
	switch {
	case o.NoUpstreamFilter:
		return nil
	case o.UpstreamKeys != nil:
		return o.UpstreamKeys
	case t.Parameters.UpstreamKeys != nil:
		return t.Parameters.UpstreamKeys
	case t.Kind == cachetarget.File, t.Kind == cachetarget.Attic: // a copy to carry away; the server's own list
		return nil
	}
	return []string{NixOSKey}
}

// learn asks a cache about itself, before the paths are known.
func (b *backend) learn(ctx context.Context, o Options) error {
	if b.attic == nil {
		return nil
	}
	config, err := b.attic.Config(ctx)
	if err != nil {
		return err
	}
	if config.StoreDir != nil {
		b.storeDir = *config.StoreDir
	}
	if config.PublicKey != nil {
		b.public = []string{*config.PublicKey}
	}
	if config.SubstituterEndpoint != nil && *config.SubstituterEndpoint != "" {
		b.objects = binarycache.NewHTTP(strings.TrimRight(*config.SubstituterEndpoint, "/"), b.http)
	}
	if names := config.UpstreamCacheKeyNames; names != nil && !o.NoUpstreamFilter {
		for _, name := range *names {
			b.upstream = append(b.upstream, wellKnown(name))
		}
	}
	return nil
}

// look reads what a binary cache says of itself, before the paths are known. Trouble is
// told when the cache's turn has come.
func (b *backend) look(ctx context.Context) {
	if b.attic == nil {
		b.info, b.infoErr = binarycache.ReadInfo(ctx, b.objects)
		b.looked = true
	}
}

// wellKnown is the public key of a name, where the world knows it.
func wellKnown(name string) string {
	if strings.HasPrefix(NixOSKey, name+":") {
		return NixOSKey
	}
	return name
}

// prepare makes sure that a cache is one for paths of storeDir; write says whether it may
// be made one.
func (b *backend) prepare(ctx context.Context, storeDir string, write bool) error {
	if b.attic != nil {
		return binarycache.CheckStoreDir(cmp.Or(b.storeDir, storeDir), storeDir)
	}
	if !b.looked {
		b.look(ctx)
	}
	switch missing := errors.Is(b.infoErr, binarycache.ErrNotFound); {
	case missing && write:
		b.looked = false
		want := binarycache.CacheInfo{StoreDir: storeDir, WantMassQuery: b.target.Parameters.WantMassQuery, Priority: b.target.Parameters.Priority}
		return binarycache.WriteInfo(ctx, b.objects, want)
	case missing: // a dry run makes none; whoever has none has no paths
		return nil
	case b.infoErr != nil:
		b.looked = false // who watches a store tries again
		return b.infoErr
	}
	return binarycache.CheckStoreDir(b.info.StoreDir, storeDir)
}

// counts are the requests, and the repetitions among them, since it was called last: also
// those that were made before the paths were known.
func (b *backend) counts() (requests, retries int64) {
	if b.http != nil {
		requests, retries, _ = b.http.Counts()
	} else {
		requests, retries, _ = b.objects.Counts()
	}
	before := b.counted
	b.counted = [2]int64{requests, retries}
	return requests - before[0], retries - before[1]
}
