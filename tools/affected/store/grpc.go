package store

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	"google.golang.org/genproto/googleapis/bytestream"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// grpcCache is a Bazel remote cache over REAPI.
type grpcCache struct {
	instance    string
	uri, host   string
	credentials Credentials
	conn        *grpc.ClientConn
}

func newGRPC(u *url.URL, auth Credentials, secure *tls.Config) (Backend, error) {
	target, transport := u.Host, insecure.NewCredentials()
	if u.Scheme == "grpcs" {
		transport = credentials.NewTLS(secure)
	}
	if u.Port() == "" {
		target = net.JoinHostPort(u.Hostname(), map[string]string{"grpc": "80", "grpcs": "443"}[u.Scheme])
	}
	conn, err := grpc.NewClient("dns:///"+target, grpc.WithTransportCredentials(transport))
	if err != nil {
		return nil, fmt.Errorf("--store=%s: %w", u, err)
	}
	return &grpcCache{strings.Trim(u.Path, "/"), u.String(), u.Hostname(), auth, conn}, nil
}

// authorized is the context with the headers of the credentials.
func (c *grpcCache) authorized(ctx context.Context) (context.Context, error) {
	headers, err := c.credentials.headers(ctx, c.uri, c.host)
	for name, values := range headers {
		for _, value := range values {
			ctx = metadata.AppendToOutgoingContext(ctx, strings.ToLower(name), value)
		}
	}
	return ctx, err
}

// Get implements Backend.
func (c *grpcCache) Get(ctx context.Context, name string) ([]byte, bool, error) {
	ctx, err := c.authorized(ctx)
	if err != nil {
		return nil, false, err
	}
	blobs, err := action(name)
	if err != nil {
		return nil, false, err
	}
	quick, cancel := context.WithTimeout(ctx, 2*dialTimeout)
	defer cancel()
	r, err := repb.NewActionCacheClient(c.conn).GetActionResult(quick, &repb.GetActionResultRequest{InstanceName: c.instance, ActionDigest: blobs[0].digest})
	if status.Code(err) == codes.NotFound {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("asking %s: %w", c.uri, err)
	}
	digest := outputOf(r)
	if digest == nil {
		return nil, false, nil
	}
	data, err := c.read(ctx, digest)
	if status.Code(err) == codes.NotFound {
		return nil, false, nil
	}
	if err == nil {
		err = check(data, digest)
	}
	return data, err == nil, err
}

// resource is the name of a blob for ByteStream.
func (c *grpcCache) resource(parts ...string) string {
	if c.instance != "" {
		parts = append([]string{c.instance}, parts...)
	}
	return strings.Join(parts, "/")
}

func (c *grpcCache) read(ctx context.Context, digest *repb.Digest) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	name := c.resource("blobs", digest.Hash, fmt.Sprint(digest.SizeBytes))
	stream, err := bytestream.NewByteStreamClient(c.conn).Read(ctx, &bytestream.ReadRequest{ResourceName: name})
	if err != nil {
		return nil, fmt.Errorf("reading %s from %s: %w", name, c.uri, err)
	}
	data := make([]byte, 0, digest.SizeBytes)
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s from %s: %w", name, c.uri, err)
		}
		if data = append(data, part.GetData()...); int64(len(data)) > digest.SizeBytes {
			return data, nil // check says what is wrong.
		}
	}
}

// Put implements Backend. The result comes last: who finds it finds all of it.
func (c *grpcCache) Put(ctx context.Context, name string, data []byte) error {
	ctx, err := c.authorized(ctx)
	if err != nil {
		return err
	}
	blobs, err := action(name)
	if err != nil {
		return err
	}
	content := newBlob(data)
	for _, b := range append(blobs, content) {
		if b.digest.SizeBytes == 0 {
			continue // Every server has it.
		}
		if err := c.write(ctx, b); err != nil {
			return err
		}
	}
	_, err = repb.NewActionCacheClient(c.conn).UpdateActionResult(ctx, &repb.UpdateActionResultRequest{
		InstanceName: c.instance, ActionDigest: blobs[0].digest, ActionResult: result(content.digest),
	})
	if err != nil {
		return fmt.Errorf("writing to %s: %w", c.uri, err)
	}
	return nil
}

// partSize is below what servers take in one message.
const partSize = 1 << 20

func (c *grpcCache) write(ctx context.Context, b blob) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := bytestream.NewByteStreamClient(c.conn).Write(ctx)
	if err != nil {
		return fmt.Errorf("writing to %s: %w", c.uri, err)
	}
	name := c.resource("uploads", uuid(), "blobs", b.digest.Hash, fmt.Sprint(b.digest.SizeBytes))
	for offset := 0; ; {
		end := min(offset+partSize, len(b.data))
		err := stream.Send(&bytestream.WriteRequest{ResourceName: name, WriteOffset: int64(offset), Data: b.data[offset:end], FinishWrite: end == len(b.data)})
		if errors.Is(err, io.EOF) {
			break // The server has it already, or says below what is wrong.
		}
		if err != nil {
			return fmt.Errorf("writing to %s: %w", c.uri, err)
		}
		if offset = end; end == len(b.data) {
			break
		}
	}
	if _, err := stream.CloseAndRecv(); err != nil {
		return fmt.Errorf("writing to %s: %w", c.uri, err)
	}
	return nil
}

// uuid is a random one, of version 4.
func uuid() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
