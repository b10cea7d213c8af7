package cachegrpc

import (
	"errors"
	"io"

	bspb "google.golang.org/genproto/googleapis/bytestream"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
)

// readChunk is the size of the messages that blobs are streamed in.
const readChunk = 256 << 10

// Read streams a blob, from read_offset (of the uncompressed content) on.
func (s *service) Read(req *bspb.ReadRequest, stream bspb.ByteStream_ReadServer) error {
	r, err := parseRead(req.GetResourceName())
	if err != nil {
		return err
	}
	length, err := readLength(req, r)
	if err != nil {
		return err
	}
	t := tallyOf(stream.Context())
	out := &messageWriter{stream: stream, tally: t}
	var blob io.Reader = io.LimitReader(nil, 0)
	if r.digest.GetSizeBytes() > 0 {
		if !s.bazel.Has(r.digest) {
			t.misses.Add(1)
			return status.Errorf(codes.NotFound, "blob %s/%d is not in the cache", r.digest.GetHash(), r.digest.GetSizeBytes())
		}
		f, _, err := s.bazel.Store().Open(bazelcache.CASKey(r.digest.GetHash()))
		if err != nil {
			return statusOf(err)
		}
		defer f.Close()
		blob = io.NewSectionReader(f, req.GetReadOffset(), length)
	}
	t.hits.Add(1)
	if r.zstd {
		return s.compress(out, blob)
	}
	return plain(out, blob, length)
}

// readLength is the number of bytes to send.
func readLength(req *bspb.ReadRequest, r resource) (int64, error) {
	rest := r.digest.GetSizeBytes() - req.GetReadOffset()
	switch {
	case req.GetReadOffset() < 0 || rest < 0:
		return 0, status.Errorf(codes.OutOfRange, "read_offset %d is outside of a blob of %d bytes", req.GetReadOffset(), r.digest.GetSizeBytes())
	case req.GetReadLimit() < 0:
		return 0, status.Errorf(codes.InvalidArgument, "read_limit %d is negative", req.GetReadLimit())
	case r.zstd && req.GetReadLimit() != 0:
		return 0, status.Error(codes.InvalidArgument, "read_limit is not possible for compressed blobs")
	case req.GetReadLimit() > 0:
		return min(rest, req.GetReadLimit()), nil
	}
	return rest, nil
}

// plain sends length bytes. gRPC copies a message before Send returns, so one
// buffer serves all.
func plain(out *messageWriter, blob io.Reader, length int64) error {
	buf := make([]byte, min(length, readChunk))
	for length > 0 {
		n, err := io.ReadFull(blob, buf[:min(length, readChunk)])
		if err != nil {
			return statusOf(errors.Join(errors.New("reading the blob"), err))
		}
		if _, err := out.Write(buf[:n]); err != nil {
			return err
		}
		length -= int64(n)
	}
	return nil
}

func (s *service) compress(out *messageWriter, blob io.Reader) error {
	e, err := s.codec.encoder(out)
	if err != nil {
		return statusOf(err)
	}
	defer s.codec.encoders.Put(e)
	if _, err := io.Copy(struct{ io.Writer }{e}, blob); err != nil {
		e.Reset(nil)
		return statusOf(err)
	}
	return statusOf(e.Close())
}

// messageWriter sends what is written to it, one message at a time.
type messageWriter struct {
	stream bspb.ByteStream_ReadServer
	tally  *tally
}

// Write implements io.Writer.
func (m *messageWriter) Write(p []byte) (int, error) {
	for sent := 0; sent < len(p); {
		n := min(len(p)-sent, readChunk)
		if err := m.stream.Send(&bspb.ReadResponse{Data: p[sent : sent+n]}); err != nil {
			return sent, err
		}
		sent += n
		m.tally.out.Add(int64(n))
	}
	return len(p), nil
}
