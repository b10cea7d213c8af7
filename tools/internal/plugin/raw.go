package plugin

import (
	"context"
	"errors"
	"fmt"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/status"
)

// Codec is a gRPC codec that passes messages as the bytes that they are: they are read by whoever
// knows their fields, and most are only passed on.
type Codec struct{}

// Marshal takes *[]byte.
func (Codec) Marshal(v any) (mem.BufferSlice, error) {
	b, ok := v.(*[]byte)
	if !ok {
		return nil, fmt.Errorf("encoding a %T as a message", v)
	}
	return mem.BufferSlice{mem.SliceBuffer(*b)}, nil
}

// Unmarshal fills *[]byte.
func (Codec) Unmarshal(data mem.BufferSlice, v any) error {
	b, ok := v.(*[]byte)
	if !ok {
		return fmt.Errorf("decoding a message into a %T", v)
	}
	*b = data.Materialize()
	return nil
}

// Name is the one that protobuf messages travel by.
func (Codec) Name() string { return "proto" }

// Service is the full name of the provider service of a protocol version.
func Service(protocol int) string { return fmt.Sprintf("/tfplugin%d.Provider/", protocol) }

// Call calls a method by its full name with a request's bytes.
func (p *Plugin) Call(ctx context.Context, method string, request []byte) ([]byte, error) {
	var response []byte
	err := p.Conn.Invoke(ctx, method, &request, &response, grpc.ForceCodecV2(Codec{}))
	return response, err
}

// Snapshot asks the program for its schema, as it answers it.
func (p *Plugin) Snapshot(ctx context.Context, address, version string) (*schema.Snapshot, error) {
	s := &schema.Snapshot{Address: address, Version: version, Protocol: p.Protocol}
	method := "GetProviderSchema"
	if p.Protocol == 5 {
		method = "GetSchema"
	}
	var err error
	if s.Schema, err = p.Call(ctx, Service(p.Protocol)+method, nil); err != nil {
		return nil, p.Explain(err)
	}
	if err := s.Failure(); err != nil {
		return nil, p.Explain(fmt.Errorf("it has no schema to give: %w", err))
	}
	if len(s.Schema) == 0 {
		return nil, p.Explain(errors.New("its schema is empty"))
	}
	s.Identity, err = p.Call(ctx, Service(p.Protocol)+"GetResourceIdentitySchemas", nil)
	switch {
	case status.Code(err) == codes.Unimplemented:
		s.Identity = nil
	case err != nil:
		return nil, p.Explain(err)
	case s.Identity == nil:
		s.Identity = []byte{}
	}
	return s, nil
}
