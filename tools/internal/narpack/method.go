package narpack

import (
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// Method is a way to compress, by Nix's name.
type Method string

// The methods that archives can be made with.
const (
	None Method = "none"
	Zstd Method = "zstd"
	XZ   Method = "xz"
)

// Extension is what names of compressed archives end in.
func (m Method) Extension() string {
	return map[Method]string{None: ".nar", Zstd: ".nar.zst", XZ: ".nar.xz"}[m]
}

// DefaultLevel is the level of zstd that is used when none is given, as by Nix.
const DefaultLevel = 3

// Check fails for methods and levels that are not there. Level -1 means the default.
func (m Method) Check(level int) error {
	switch {
	case m != None && m != Zstd && m != XZ:
		return fmt.Errorf("compression %q: want zstd, xz or none", m)
	case m == Zstd && (level < -1 || level > 22 || level == 0):
		return fmt.Errorf("compression level %d: want 1 to 22", level)
	case m != Zstd && level != -1:
		return fmt.Errorf("compression level %d: only zstd has levels here", level)
	}
	return nil
}

// compressor compresses one block after the other; many goroutines may use it at once.
type compressor interface {
	// block appends src, compressed, to dst.
	block(dst, src []byte) ([]byte, error)
}

func newCompressor(m Method, level, workers int) (compressor, error) {
	if err := m.Check(level); err != nil {
		return nil, err
	}
	if m == XZ {
		return xzCompressor{xz.WriterConfig{DictCap: blockSize, CheckSum: xz.CRC64}}, nil
	}
	if m == None {
		return copier{}, nil
	}
	if level == -1 {
		level = DefaultLevel
	}
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(level)),
		zstd.WithEncoderConcurrency(workers), zstd.WithWindowSize(blockSize), zstd.WithEncoderCRC(false))
	return zstdCompressor{encoder}, err
}

type copier struct{}

func (copier) block(dst, src []byte) ([]byte, error) { return append(dst, src...), nil }

type zstdCompressor struct{ encoder *zstd.Encoder }

func (z zstdCompressor) block(dst, src []byte) ([]byte, error) {
	return z.encoder.EncodeAll(src, dst), nil
}

type xzCompressor struct{ config xz.WriterConfig }

func (x xzCompressor) block(dst, src []byte) ([]byte, error) {
	out := bytes.NewBuffer(dst)
	w, err := x.config.NewWriter(out)
	if err != nil {
		return nil, fmt.Errorf("compressing: %w", err)
	}
	if _, err := w.Write(src); err != nil {
		return nil, fmt.Errorf("compressing: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compressing: %w", err)
	}
	return out.Bytes(), nil
}

// Unpack reads what was compressed by the method that Nix calls name.
func Unpack(name string, r io.Reader) (io.ReadCloser, error) {
	var out io.Reader
	var err error
	switch name {
	case "none", "":
		out = r
	case "zstd":
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return nil, fmt.Errorf("reading zstd: %w", err)
		}
		return d.IOReadCloser(), nil
	case "xz":
		out, err = xz.NewReader(r)
	case "bzip2":
		out = bzip2.NewReader(r)
	case "gzip":
		out, err = gzip.NewReader(r)
	default:
		err = fmt.Errorf("compression %q cannot be read here", name)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return io.NopCloser(out), nil
}
