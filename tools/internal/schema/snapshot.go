// Package schema holds snapshots of providers' schemas: what one version of a
// provider itself answers to the two questions by which OpenTofu learns what it
// offers. The answers are kept as the protobuf bytes that they are and never
// rebuilt, so that fields which this program does not know survive.
//
// A snapshot file is
//
//	bytes 0-7   "fwschema"
//	byte  8     the container's version, 1
//	rest        one zstd frame with a checksum, holding protobuf fields:
//	              1 string  address of the provider, HOST/NAMESPACE/TYPE
//	              2 string  version of the provider, without a leading v
//	              3 varint  plugin protocol, 5 or 6
//	              4 bytes   its GetProviderSchema.Response
//	              5 bytes   its GetResourceIdentitySchemas.Response; absent if
//	                        the provider does not implement that call
//
// The same snapshot always makes the same file.
package schema

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"github.com/klauspost/compress/zstd"
)

const (
	magic            = "fwschema"
	containerVersion = 1

	// maxSize bounds what a damaged file can make us allocate; the largest
	// provider there is has a schema of some 50 MB with all its descriptions.
	maxSize = 256 << 20

	remedy = "capture it again with tofuschema capture, or run bazel run //:update"
)

// Snapshot is one provider's schema.
type Snapshot struct {
	// Address of the provider, HOST/NAMESPACE/TYPE.
	Address string
	// Version of the provider, without a leading v.
	Version string
	// Protocol is the version of the plugin protocol, 5 or 6.
	Protocol int
	// Schema is the provider's GetProviderSchema.Response.
	Schema []byte
	// Identity is its GetResourceIdentitySchemas.Response; nil if the provider
	// does not implement that call.
	Identity []byte
}

// Read reads a snapshot file. Errors name the file and the remedy.
func Read(path string) (*Snapshot, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading schema snapshot: %w", err)
	}
	s, err := Decode(data)
	if err != nil {
		return nil, fmt.Errorf("reading schema snapshot %q: %w", path, err)
	}
	return s, nil
}

// Decode is the snapshot in the content of a snapshot file.
func Decode(data []byte) (*Snapshot, error) {
	if !bytes.HasPrefix(data, []byte(magic)) {
		return nil, fmt.Errorf("it is no schema snapshot, or a truncated one: %s", remedy)
	}
	if len(data) == len(magic) {
		return nil, fmt.Errorf("it is truncated: %s", remedy)
	}
	if v := data[len(magic)]; v != containerVersion {
		return nil, fmt.Errorf("it has container version %d, and this program reads version %d: use the flywheel that made it, or %s", v, containerVersion, remedy)
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxSize))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	payload, err := dec.DecodeAll(data[len(magic)+1:], nil)
	if err == nil && len(payload) == 0 {
		err = errors.New("there is nothing in it")
	}
	if err != nil {
		return nil, fmt.Errorf("it is truncated or damaged (%w): %s", err, remedy)
	}
	s := &Snapshot{}
	if err := s.decode(payload); err != nil {
		return nil, fmt.Errorf("it is damaged (%w): %s", err, remedy)
	}
	return s, nil
}

func (s *Snapshot) decode(payload []byte) error {
	err := wire.Each(payload, func(f wire.Field) error {
		switch f.Num {
		case 1:
			s.Address = string(f.Val)
		case 2:
			s.Version = string(f.Val)
		case 3:
			s.Protocol = int(f.Varint())
		case 4:
			s.Schema = f.Val
		case 5:
			// Empty is not the same as absent.
			s.Identity = append([]byte{}, f.Val...)
		default:
			return fmt.Errorf("unknown field %d", f.Num)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.check()
}

func (s *Snapshot) check() error {
	switch {
	case s.Address == "" || s.Version == "":
		return errors.New("it does not say of which provider and version it is")
	case s.Protocol != 5 && s.Protocol != 6:
		return fmt.Errorf("plugin protocol %d is neither 5 nor 6", s.Protocol)
	case len(s.Schema) == 0:
		return errors.New("it has no schema")
	}
	return nil
}

// Encode is the content of the snapshot's file.
func (s *Snapshot) Encode() ([]byte, error) {
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("encoding the schema snapshot of %s: %w", s.Address, err)
	}
	var p []byte
	p = wire.Append(p, 1, []byte(s.Address))
	p = wire.Append(p, 2, []byte(s.Version))
	p = wire.AppendUint(p, 3, uint64(s.Protocol))
	p = wire.Append(p, 4, s.Schema)
	if s.Identity != nil {
		p = wire.Append(p, 5, s.Identity)
	}
	// One thread and a fixed level: the same bytes on every machine.
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderCRC(true))
	if err != nil {
		return nil, err
	}
	out := append([]byte(magic), containerVersion)
	out = enc.EncodeAll(p, out)
	return out, enc.Close()
}
