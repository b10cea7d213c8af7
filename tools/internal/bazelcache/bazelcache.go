// Package bazelcache holds what Bazel's remote cache means, whichever protocol
// it is spoken over: keys, and which action results may be returned.
package bazelcache

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	"google.golang.org/protobuf/proto"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// EmptySHA256 is the digest of no bytes. The empty blob is always there.
const EmptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// MaxMessage bounds the ActionResult, Tree and Directory messages that are read
// whole.
const MaxMessage = 64 << 20

// ErrIncomplete says that an action result names an output that is not in the
// CAS; for clients it is the same as ErrNotFound.
var ErrIncomplete = errors.New("an output of the action result is not in the cache")

// ErrInvalid marks what is no action result or no digest.
var ErrInvalid = errors.New("invalid")

// Cache is a Bazel cache in a store.
type Cache struct{ store *cachestore.Store }

// New makes a Cache.
func New(store *cachestore.Store) *Cache { return &Cache{store: store} }

// Store is where the cache keeps its blobs.
func (c *Cache) Store() *cachestore.Store { return c.store }

// CASKey is the key of a file.
func CASKey(hash string) cachestore.Key {
	return cachestore.Key{Kind: cachestore.CAS, Cache: cachestore.BazelCache, Name: hash}
}

// ACKey is the key of an action result. Instances share files but not action
// results: the instance is hashed into the name.
func ACKey(instance, hash string) cachestore.Key {
	if instance != "" {
		sum := sha256.Sum256([]byte(instance + "\x00" + hash))
		hash = hex.EncodeToString(sum[:])
	}
	return cachestore.Key{Kind: cachestore.AC, Cache: cachestore.BazelCache, Name: hash}
}

// ValidHash reports whether s is a SHA-256 in lower-case hexadecimal digits.
func ValidHash(s string) bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// CheckDigest refuses what is no digest of a blob.
func CheckDigest(d *repb.Digest) error {
	switch {
	case d == nil:
		return fmt.Errorf("%w: a digest is missing", ErrInvalid)
	case !ValidHash(d.GetHash()):
		return fmt.Errorf("%w: digest hash %q: want 64 lower-case hexadecimal digits (SHA-256)", ErrInvalid, d.GetHash())
	case d.GetSizeBytes() < 0:
		return fmt.Errorf("%w: digest size %d is negative", ErrInvalid, d.GetSizeBytes())
	case (d.GetSizeBytes() == 0) != (d.GetHash() == EmptySHA256):
		return fmt.Errorf("%w: digest %s/%d: exactly the empty blob has size 0", ErrInvalid, d.GetHash(), d.GetSizeBytes())
	}
	return nil
}

// Has reports whether a blob is in the CAS with the size of its digest. Asking
// is a use.
func (c *Cache) Has(d *repb.Digest) bool {
	if d.GetHash() == EmptySHA256 {
		return true
	}
	size, ok := c.store.Has(CASKey(d.GetHash()))
	return ok && size == d.GetSizeBytes()
}

// Message reads a protocol buffer from the CAS.
func (c *Cache) Message(d *repb.Digest, m proto.Message) error {
	if d.GetSizeBytes() == 0 {
		return nil
	}
	data, err := c.store.Read(CASKey(d.GetHash()), nil, MaxMessage)
	if err != nil {
		return err
	}
	if err := proto.Unmarshal(data, m); err != nil {
		return fmt.Errorf("%w: blob %s is no %s", ErrInvalid, d.GetHash(), m.ProtoReflect().Descriptor().Name())
	}
	return nil
}
