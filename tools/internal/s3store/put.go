package s3store

import (
	"context"
	"io"

	"github.com/minio/minio-go/v7"
)

// PutOptions say how an object is written; the zero value is good.
type PutOptions struct {
	// ContentType is the media type that readers are told; default
	// application/octet-stream.
	ContentType string
	// IfAbsent fails with [ErrExists] where the key is taken. The server must know
	// conditional writes (Amazon since 2024, MinIO). Not for large objects.
	IfAbsent bool
	// IfETag fails with [ErrExists] unless the object has this ETag.
	IfETag string
}

// Put writes an object: wholly, or not at all. Size is the number of bytes of r, or -1
// when it is not known. Objects that are larger than a part, or of unknown size, are sent
// as a multipart upload with at most PartSize × PartsAtOnce bytes in memory; the upload
// is withdrawn when it fails. A request that fails is made again only when r can seek,
// or is sent in parts.
func (s *Store) Put(ctx context.Context, key string, r io.Reader, size int64, options PutOptions) (Info, error) {
	put := minio.PutObjectOptions{
		ContentType:           options.ContentType,
		PartSize:              s.options.PartSize,
		NumThreads:            s.options.PartsAtOnce,
		ConcurrentStreamParts: size < 0 || uint64(size) > s.options.PartSize,
		// A digest in front of the body makes the SDK read it twice; the connection is
		// checked by TLS, or by the chunks' signatures where there is none.
		DisableContentSha256: !s.location.Insecure,
	}
	if options.IfAbsent {
		put.SetMatchETagExcept("*")
	}
	if options.IfETag != "" {
		put.SetMatchETag(options.IfETag)
	}
	o, err := s.client.PutObject(ctx, s.location.Bucket, s.location.Prefix+key, r, size, put)
	if err != nil {
		return Info{}, s.explain("writing", key, err)
	}
	return Info{Key: key, Size: o.Size, ETag: o.ETag, Modified: o.LastModified}, nil
}
