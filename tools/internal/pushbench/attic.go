package pushbench

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticclient"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
)

// Attic is a cache of an Attic server. Its protocol removes no path, but whole caches: what
// is uploaded goes into a cache of its own, where the token allows that to be made and
// destroyed.
type Attic struct {
	url, cache string
	storeDir   string
	http       *httpretry.Client
	admin      *atticclient.Client
	push       *atticpush.Client
	objects    binarycache.Objects
	own        string // the cache of the run; empty: it uploads to the user's
	mu         sync.Mutex
	paths      []string
}

// NewAttic makes an Attic for a cache of the server at url; objects are what the cache
// serves.
func NewAttic(url, cache, storeDir string, client *httpretry.Client, objects binarycache.Objects) *Attic {
	admin := &atticclient.Client{Endpoint: url, HTTP: client.Plain()}
	return &Attic{url: url, cache: cache, storeDir: storeDir, http: client, admin: admin, push: atticpush.New(url, cache, client), objects: objects}
}

// Prepare implements Endpoint. That a cache can be destroyed shows by destroying one.
func (e *Attic) Prepare(ctx context.Context, run string, leave bool) error {
	own := "nixpush-bench-" + run
	request := atticwire.CreateCacheRequest{StoreDir: e.storeDir, Priority: 41, UpstreamCacheKeyNames: []string{}}
	err := e.admin.Create(ctx, own, request)
	if err == nil {
		if err = e.admin.Destroy(ctx, own); err != nil {
			e.own = own // Remove tells that it stays
		} else if err = e.admin.Create(ctx, own, request); err == nil {
			e.own = own
			e.push = atticpush.New(e.url, own, e.http)
			return e.find(ctx)
		}
	}
	var refused *atticwire.Error
	switch {
	case !errors.As(err, &refused) || refused.Code != 401 && refused.Code != 403:
		return fmt.Errorf("making cache %q for the measurement: %w", own, err)
	case !leave:
		return &ConsentError{fmt.Sprintf("the server does not let us make and destroy a cache of our own, %s (%v); the token needs the permissions create and destroy for nixpush-bench-*", own, err)}
	}
	return nil
}

// find asks where the cache of the run is served.
func (e *Attic) find(ctx context.Context) error {
	config, err := e.push.Config(ctx)
	if err != nil {
		return err
	}
	if s := config.SubstituterEndpoint; s != nil && *s != "" {
		e.objects = binarycache.NewHTTP(*s, e.http)
	}
	return nil
}

// Ask implements Endpoint.
func (e *Attic) Ask(ctx context.Context, hash string) error {
	_, err := e.push.Missing(ctx, []string{hash})
	return err
}

// AskAll implements Endpoint.
func (e *Attic) AskAll(ctx context.Context, hashes []string, _ int) (int, error) {
	before, _ := e.Requests()
	_, err := e.push.Missing(ctx, hashes)
	after, _ := e.Requests()
	return int(after - before), err
}

// Batches implements Endpoint.
func (e *Attic) Batches() bool { return true }

// base is the name of the store path that a blob is.
func (b Blob) base() string {
	digest := b.digest()
	return fmt.Sprintf("%s-nixpush-bench-%s-%d", nixbase32.EncodeToString(digest[:20]), b.Run, b.Index)
}

// Put implements Endpoint.
func (e *Attic) Put(ctx context.Context, b Blob) error {
	hash, size, err := b.sum()
	if err != nil {
		return err
	}
	path := e.storeDir + "/" + b.base()
	e.mu.Lock()
	e.paths = append(e.paths, path)
	e.mu.Unlock()
	_, err = e.push.Upload(ctx, atticwire.UploadPathNarInfo{
		StorePathHash: narinfo.HashPart(b.base()), StorePath: path, References: []string{}, Sigs: []string{},
		NarHash: "sha256:" + hex.EncodeToString(hash[:]), NarSize: uint64(size),
	}, func() (io.Reader, error) { return b.archive(), nil })
	return err
}

// Get implements Endpoint: as Nix does, the .narinfo and then what it names.
func (e *Attic) Get(ctx context.Context, b Blob) (int64, error) {
	r, err := e.objects.Get(ctx, narinfo.HashPart(b.base())+".narinfo")
	if err != nil {
		return 0, err
	}
	text, err := io.ReadAll(io.LimitReader(r, 1<<20))
	r.Close()
	if err != nil {
		return 0, err
	}
	info, err := narinfo.Parse(string(text))
	if err != nil {
		return 0, err
	}
	if r, err = e.objects.Get(ctx, info.URL); err != nil {
		return 0, err
	}
	defer r.Close()
	return io.Copy(io.Discard, r)
}

// Remove implements Endpoint.
func (e *Attic) Remove(ctx context.Context) []string {
	if e.own == "" {
		return e.paths
	}
	if err := e.admin.Destroy(ctx, e.own); err != nil {
		return []string{fmt.Sprintf("cache %s at %s (%v)", e.own, e.url, err)}
	}
	return nil
}

// Requests implements Endpoint.
func (e *Attic) Requests() (requests, retries int64) {
	requests, retries, _ = e.http.Counts()
	return requests, retries
}
