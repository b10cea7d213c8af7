package cachegrpc

import (
	"context"
	"errors"
	"io"

	bspb "google.golang.org/genproto/googleapis/bytestream"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// Write stores a blob. Uploads are all or nothing: a broken one leaves nothing
// and starts again at offset 0. A blob that is there already ends the call at
// once.
func (s *service) Write(stream bspb.ByteStream_WriteServer) error {
	first, err := stream.Recv()
	if err != nil {
		return status.Error(codes.InvalidArgument, "the stream ended before its first message")
	}
	r, err := parseWrite(first.GetResourceName())
	if err != nil {
		return err
	}
	if s.bazel.Has(r.digest) {
		return stream.SendAndClose(&bspb.WriteResponse{CommittedSize: existing(r)})
	}
	body := &messageReader{stream: stream, name: first.GetResourceName(), tally: tallyOf(stream.Context())}
	if err := body.accept(first); err != nil {
		return err
	}
	if err := s.store(r, body); err != nil {
		if body.err != nil {
			err = body.err
		}
		return statusOf(err)
	}
	return stream.SendAndClose(&bspb.WriteResponse{CommittedSize: body.received})
}

// existing is the committed size of a blob that was there: for a compressed
// upload nobody knows how many bytes there would have been.
func existing(r resource) int64 {
	if r.zstd {
		return -1
	}
	return r.digest.GetSizeBytes()
}

func (s *service) store(r resource, body *messageReader) error {
	key, size := bazelcache.CASKey(r.digest.GetHash()), r.digest.GetSizeBytes()
	if size > s.bazel.Store().MaxBlobBytes() {
		return cachestore.ErrTooLarge
	}
	var content io.Reader = body
	if r.zstd {
		d, err := s.codec.decoder(body)
		if err != nil {
			return err
		}
		defer func() {
			d.Reset(nil) //nolint:errcheck // lets go of the stream
			s.codec.decoders.Put(d)
		}()
		content = &oneMore{r: d, left: size + 1}
	}
	if _, err := s.bazel.Store().Put(key, content, size); err != nil {
		return err
	}
	return body.drain()
}

// oneMore limits decompression to one byte more than announced, which is
// enough to be refused.
type oneMore struct {
	r    io.Reader
	left int64
}

// Read implements io.Reader.
func (o *oneMore) Read(p []byte) (int, error) {
	if o.left <= 0 {
		return 0, io.EOF
	}
	n, err := o.r.Read(p[:min(int64(len(p)), o.left)])
	o.left -= int64(n)
	return n, err
}

// messageReader is the content of a Write stream. It insists on messages that
// follow each other and on finish_write at the end.
type messageReader struct {
	stream   bspb.ByteStream_WriteServer
	name     string
	tally    *tally
	rest     []byte
	received int64
	finished bool
	err      error // what the client did wrong
}

// accept checks a message and makes its data the next to be read.
func (m *messageReader) accept(req *bspb.WriteRequest) error {
	switch {
	case req.GetResourceName() != "" && req.GetResourceName() != m.name:
		m.err = status.Errorf(codes.InvalidArgument, "resource name changed from %q to %q within a stream", m.name, req.GetResourceName())
	case req.GetWriteOffset() != m.received:
		m.err = status.Errorf(codes.InvalidArgument, "write_offset is %d, want %d: uploads start at 0 and have no gaps", req.GetWriteOffset(), m.received)
	case m.finished:
		m.err = status.Error(codes.InvalidArgument, "a message after finish_write")
	}
	m.rest = req.GetData()
	m.received += int64(len(m.rest))
	m.tally.in.Add(int64(len(m.rest)))
	m.finished = m.finished || req.GetFinishWrite()
	return m.err
}

// Read implements io.Reader.
func (m *messageReader) Read(p []byte) (int, error) {
	for len(m.rest) == 0 {
		if m.err != nil {
			return 0, m.err
		}
		if m.finished {
			return 0, io.EOF
		}
		if err := m.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

func (m *messageReader) next() error {
	req, err := m.stream.Recv()
	switch {
	case errors.Is(err, io.EOF):
		m.err = status.Error(codes.InvalidArgument, "the upload was cut short: the stream ended without finish_write")
	case errors.Is(err, context.Canceled):
		m.err = status.Error(codes.Canceled, "the upload was cancelled")
	case err != nil:
		m.err = err
	default:
		return m.accept(req)
	}
	return m.err
}

// drain reads what a decompressor may leave: a last empty message.
func (m *messageReader) drain() error {
	for !m.finished {
		if err := m.next(); err != nil {
			return err
		}
	}
	return nil
}

// QueryWriteStatus tells a client that lost its connection where to go on: at
// the end if the blob has arrived, otherwise at the beginning.
func (s *service) QueryWriteStatus(_ context.Context, req *bspb.QueryWriteStatusRequest) (*bspb.QueryWriteStatusResponse, error) {
	r, err := parseWrite(req.GetResourceName())
	if err != nil {
		return nil, err
	}
	if s.bazel.Has(r.digest) {
		return &bspb.QueryWriteStatusResponse{CommittedSize: existing(r), Complete: true}, nil
	}
	return &bspb.QueryWriteStatusResponse{}, nil
}
