package cachegrpc

import (
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
)

// maxWindow bounds the memory of one decoder; it is what `zstd --long=25` needs.
const maxWindow = 32 << 20

// codec pools zstd encoders and decoders: making one costs more than most blobs.
type codec struct {
	encoders sync.Pool
	decoders sync.Pool
}

func newCodec() *codec { return &codec{} }

// decode decompresses a whole blob of a known size.
func (c *codec) decode(data []byte, size int64) ([]byte, error) {
	if size > maxBatch {
		return nil, fmt.Errorf("%w: a blob of %d bytes is too large for a batch", bazelcache.ErrInvalid, size)
	}
	d, err := c.decoder(nil)
	if err != nil {
		return nil, err
	}
	defer c.decoders.Put(d)
	var h zstd.Header
	if err := h.Decode(data); err == nil && h.HasFCS && h.FrameContentSize > uint64(size) {
		return nil, fmt.Errorf("%w: the compressed blob announces %d bytes, its digest %d", bazelcache.ErrInvalid, h.FrameContentSize, size)
	}
	if err := d.Reset(&sliceReader{data}); err != nil {
		return nil, fmt.Errorf("%w: zstd: %v", bazelcache.ErrInvalid, err)
	}
	out, err := io.ReadAll(io.LimitReader(d, size+1))
	if err != nil {
		return nil, fmt.Errorf("%w: zstd: %v", bazelcache.ErrInvalid, err)
	}
	return out, nil
}

// sliceReader is a bytes.Reader that zstd does not read whole in advance.
type sliceReader struct{ data []byte }

// Read implements io.Reader.
func (s *sliceReader) Read(p []byte) (int, error) {
	if len(s.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.data)
	s.data = s.data[n:]
	return n, nil
}

// decoder returns a decoder that reads r; put it back into decoders.
func (c *codec) decoder(r io.Reader) (*zstd.Decoder, error) {
	if d, ok := c.decoders.Get().(*zstd.Decoder); ok {
		return d, d.Reset(r)
	}
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
}

// encoder returns an encoder that writes to w; put it back into encoders.
func (c *codec) encoder(w io.Writer) (*zstd.Encoder, error) {
	if e, ok := c.encoders.Get().(*zstd.Encoder); ok {
		e.Reset(w)
		return e, nil
	}
	return zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
}
