package s3store

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
)

// Options are what an URL does not say; the zero value is good.
type Options struct {
	// Transport makes the requests; default: a pool of connections to one host that
	// honours HTTPS_PROXY and NO_PROXY.
	Transport http.RoundTripper
	// Attempts is how often a request is made before it has failed, with pauses that
	// grow to one second; default 8. Only answers that ask for it (429, 5xx, SlowDown)
	// and broken connections are tried again.
	Attempts int
	// PartSize is the size of the parts of large objects; default 16 MiB. An object has
	// at most 10,000 parts.
	PartSize uint64
	// PartsAtOnce is how many parts of one object are sent at the same time, each of
	// which may have PartSize in memory; default 2.
	PartsAtOnce uint
}

// Store is the objects of a bucket whose keys have a prefix. It can be used by many
// goroutines at once.
type Store struct {
	client   *minio.Client
	location Location
	options  Options
}

// Open makes a Store from an URL. It makes no request: a bucket that is not there, or
// credentials that are not accepted, show at the first one; see [Store.Check].
func Open(raw string, options Options) (*Store, error) {
	location, err := ParseURL(raw)
	if err != nil {
		return nil, err
	}
	options = options.filled()
	client, err := minio.New(location.Endpoint, &minio.Options{
		Creds:        location.chain(&http.Client{Timeout: 5 * time.Second}),
		Secure:       !location.Insecure,
		Transport:    options.Transport,
		Region:       location.Region,
		BucketLookup: location.lookup(),
		MaxRetries:   options.Attempts,
	})
	if err != nil {
		return nil, fmt.Errorf("opening S3 store %q: %w", raw, err)
	}
	client.SetAppInfo("flywheel", "0.1.0")
	return &Store{client, location, options}, nil
}

func (o Options) filled() Options {
	if o.Attempts == 0 {
		o.Attempts = 8
	}
	if o.PartSize == 0 {
		o.PartSize = 16 << 20
	}
	if o.PartsAtOnce == 0 {
		o.PartsAtOnce = 2
	}
	if o.Transport == nil {
		o.Transport = transport()
	}
	return o
}

// transport keeps as many connections as there are requests at once; the default one
// closes all but two of a host after each burst.
func transport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost, t.MaxIdleConns = 256, 256
	t.DisableCompression = true // objects are what they are
	t.ResponseHeaderTimeout = 2 * time.Minute
	return t
}

// Location is where the objects are.
func (s *Store) Location() Location { return s.location }

// Check fails when the bucket is not there or may not be seen.
func (s *Store) Check(ctx context.Context) error {
	found, err := s.client.BucketExists(ctx, s.location.Bucket)
	if err == nil && !found {
		err = minio.ErrorResponse{Code: "NoSuchBucket", StatusCode: http.StatusNotFound, Message: "the bucket does not exist"}
	}
	return s.explain("looking for bucket", "", err)
}

// Info is what is known of an object.
type Info struct {
	// Key is its name without the prefix of the store.
	Key string
	// Size is in bytes.
	Size int64
	// ETag changes when the content does.
	ETag string
	// Modified is when it was written.
	Modified time.Time
}

func (s *Store) info(o minio.ObjectInfo) Info {
	return Info{Key: o.Key[min(len(s.location.Prefix), len(o.Key)):], Size: o.Size, ETag: o.ETag, Modified: o.LastModified}
}

// Stat says what is known of an object; [ErrNotFound] if it is not there.
func (s *Store) Stat(ctx context.Context, key string) (Info, error) {
	o, err := s.client.StatObject(ctx, s.location.Bucket, s.location.Prefix+key, minio.StatObjectOptions{})
	if err != nil {
		return Info{}, s.explain("looking for", key, err)
	}
	return s.info(o), nil
}

// Get opens an object; [ErrNotFound] if it is not there. A reader that is not read to
// the end can be closed at any time.
func (s *Store) Get(ctx context.Context, key string) (io.ReadCloser, Info, error) {
	core := minio.Core{Client: s.client}
	body, o, _, err := core.GetObject(ctx, s.location.Bucket, s.location.Prefix+key, minio.GetObjectOptions{})
	if err != nil {
		return nil, Info{}, s.explain("reading", key, err)
	}
	o.Key = s.location.Prefix + key // an answer does not say it
	return body, s.info(o), nil
}

// Delete removes an object; one that is not there is no error.
func (s *Store) Delete(ctx context.Context, key string) error {
	return s.explain("removing", key, s.client.RemoveObject(ctx, s.location.Bucket, s.location.Prefix+key, minio.RemoveObjectOptions{}))
}

// List yields the objects whose key begins with prefix, in order of their keys; at an
// error it ends.
func (s *Store) List(ctx context.Context, prefix string) iter.Seq2[Info, error] {
	options := minio.ListObjectsOptions{Prefix: s.location.Prefix + prefix, Recursive: true}
	return func(yield func(Info, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		for o := range s.client.ListObjectsIter(ctx, s.location.Bucket, options) {
			if o.Err != nil {
				yield(Info{}, s.explain("listing", prefix, o.Err))
				return
			}
			if !yield(s.info(o), nil) {
				return
			}
		}
	}
}
