package main

import (
	"context"
	"fmt"
	"io"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	bspb "google.golang.org/genproto/googleapis/bytestream"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
)

const (
	// maxBatch is the most bytes of blobs in a batch: what cached advertises.
	maxBatch = 3 << 20
	// writeChunk is the size of messages in which Bazel uploads.
	writeChunk = 16 << 10
	// findRepeats is how often the same digests are looked for: once is over
	// before it can be timed.
	findRepeats = 10
)

// dialGRPC opens one connection, as Bazel does for few requests at a time.
func dialGRPC(address string) (*grpc.ClientConn, error) {
	c, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithInitialWindowSize(4<<20), grpc.WithInitialConnWindowSize(16<<20),
		grpc.WithReadBufferSize(128<<10), grpc.WithWriteBufferSize(128<<10),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(16<<20)))
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", address, err)
	}
	return c, nil
}

func digest(b *blob) *repb.Digest { return &repb.Digest{Hash: b.hash(), SizeBytes: b.size} }

// grpcSmall does with batches what bazel-small does with single requests.
func grpcSmall(ctx context.Context, m *meter, d *data) error {
	c, err := dialGRPC(m.server.GRPC)
	if err != nil {
		return err
	}
	defer c.Close()
	cas := repb.NewContentAddressableStorageClient(c)
	lanes := make([]repb.ContentAddressableStorageClient, largeClients)
	for i := range lanes {
		lanes[i] = cas
	}
	batches, n, bytes := batch(d.small), len(d.small), total(d.small)
	if err := find(ctx, m, cas, d.small, "grpc-small FindMissing", n); err != nil {
		return err
	}
	err = m.measure(ctx, operation{"grpc-small BatchUpdate", n, bytes, "bazel-small PUT"}, func() error {
		return each(ctx, lanes, len(batches), func(cas repb.ContentAddressableStorageClient, i int) error {
			return update(ctx, cas, batches[i])
		})
	})
	if err != nil {
		return err
	}
	if err := find(ctx, m, cas, d.small, "grpc-small FindPresent", 0); err != nil {
		return err
	}
	return m.measure(ctx, operation{"grpc-small BatchRead", n, bytes, "bazel-small GET"}, func() error {
		return each(ctx, lanes, len(batches), func(cas repb.ContentAddressableStorageClient, i int) error {
			return read(ctx, cas, batches[i])
		})
	})
}

// batch divides blobs into batches.
func batch(blobs []*blob) (batches [][]*blob) {
	start, size := 0, int64(0)
	for i, b := range blobs {
		if size+b.size > maxBatch {
			batches, start, size = append(batches, blobs[start:i]), i, 0
		}
		size += b.size
	}
	return append(batches, blobs[start:])
}

// find looks for all blobs at once and expects some number to be missing.
func find(ctx context.Context, m *meter, cas repb.ContentAddressableStorageClient, blobs []*blob, name string, missing int) error {
	req := &repb.FindMissingBlobsRequest{}
	for _, b := range blobs {
		req.BlobDigests = append(req.BlobDigests, digest(b))
	}
	op := operation{name, findRepeats * len(blobs), 0, "bazel-small HEAD"}
	return m.measure(ctx, op, func() error {
		for range findRepeats {
			resp, err := cas.FindMissingBlobs(ctx, req)
			if err != nil {
				return err
			}
			if got := len(resp.GetMissingBlobDigests()); got != missing {
				return &wrongAnswer{fmt.Sprintf("FindMissingBlobs: %d of %d are missing, want %d", got, len(blobs), missing)}
			}
		}
		return nil
	})
}

func update(ctx context.Context, cas repb.ContentAddressableStorageClient, blobs []*blob) error {
	req := &repb.BatchUpdateBlobsRequest{}
	for _, b := range blobs {
		req.Requests = append(req.Requests, &repb.BatchUpdateBlobsRequest_Request{Digest: digest(b), Data: b.bytes()})
	}
	resp, err := cas.BatchUpdateBlobs(ctx, req)
	if err != nil {
		return err
	}
	if len(resp.GetResponses()) != len(blobs) {
		return &wrongAnswer{fmt.Sprintf("BatchUpdateBlobs: %d responses for %d blobs", len(resp.GetResponses()), len(blobs))}
	}
	for _, r := range resp.GetResponses() {
		if r.GetStatus().GetCode() != int32(codes.OK) {
			return &wrongAnswer{fmt.Sprintf("BatchUpdateBlobs: %s: %s", r.GetDigest().GetHash(), r.GetStatus().GetMessage())}
		}
	}
	return nil
}

func read(ctx context.Context, cas repb.ContentAddressableStorageClient, blobs []*blob) error {
	req := &repb.BatchReadBlobsRequest{}
	byHash := map[string]*blob{}
	for _, b := range blobs {
		d := digest(b)
		req.Digests = append(req.Digests, d)
		byHash[d.Hash] = b
	}
	resp, err := cas.BatchReadBlobs(ctx, req)
	if err != nil {
		return err
	}
	for i, r := range resp.GetResponses() {
		b := byHash[r.GetDigest().GetHash()]
		if b == nil || r.GetStatus().GetCode() != int32(codes.OK) || int64(len(r.GetData())) != b.size {
			return &wrongAnswer{fmt.Sprintf("BatchReadBlobs: %s: %d bytes, %s", r.GetDigest().GetHash(), len(r.GetData()), r.GetStatus().GetMessage())}
		}
		delete(byHash, r.GetDigest().GetHash())
		if sampled(i) && string(b.bytes()) != string(r.GetData()) {
			return &wrongAnswer{fmt.Sprintf("BatchReadBlobs: %s is not what was uploaded", r.GetDigest().GetHash())}
		}
	}
	if len(byHash) > 0 {
		return &wrongAnswer{fmt.Sprintf("BatchReadBlobs: %d of %d blobs are not in the response", len(byHash), len(blobs))}
	}
	return nil
}

// grpcLarge streams the large blobs.
func grpcLarge(ctx context.Context, m *meter, d *data) error {
	lanes := make([]bspb.ByteStreamClient, largeClients)
	for i := range lanes {
		c, err := dialGRPC(m.server.GRPC)
		if err != nil {
			return err
		}
		defer c.Close()
		lanes[i] = bspb.NewByteStreamClient(c)
	}
	n, bytes := len(d.large), total(d.large)
	err := m.measure(ctx, operation{"grpc-large Write", n, bytes, "bazel-large PUT"}, func() error {
		return each(ctx, lanes, n, func(c bspb.ByteStreamClient, i int) error { return write(ctx, c, d.large[i], i) })
	})
	if err != nil {
		return err
	}
	return m.measure(ctx, operation{"grpc-large Read", n, bytes, "bazel-large GET"}, func() error {
		return each(ctx, lanes, n, func(c bspb.ByteStreamClient, i int) error { return stream(ctx, c, d.large[i], i) })
	})
}

func write(ctx context.Context, c bspb.ByteStreamClient, b *blob, i int) error {
	w, err := c.Write(ctx)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("uploads/00000000-0000-4000-8000-%012d/blobs/%s/%d", i, b.hash(), b.size)
	offset := int64(0)
	for _, part := range b.parts {
		for len(part) > 0 {
			n := min(len(part), writeChunk)
			err := w.Send(&bspb.WriteRequest{
				ResourceName: name, WriteOffset: offset, Data: part[:n], FinishWrite: offset+int64(n) == b.size,
			})
			if err != nil && err != io.EOF { // the response tells why it ended
				return err
			}
			name, part, offset = "", part[n:], offset+int64(n)
		}
	}
	resp, err := w.CloseAndRecv()
	if err != nil {
		return err
	}
	if resp.GetCommittedSize() != b.size {
		return &wrongAnswer{fmt.Sprintf("Write: committed %d bytes of %d", resp.GetCommittedSize(), b.size)}
	}
	return nil
}

func stream(ctx context.Context, c bspb.ByteStreamClient, b *blob, i int) error {
	r, err := c.Read(ctx, &bspb.ReadRequest{ResourceName: fmt.Sprintf("blobs/%s/%d", b.hash(), b.size)})
	if err != nil {
		return err
	}
	match, got := b.matcher(), int64(0)
	for {
		resp, err := r.Recv()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		got += int64(len(resp.GetData()))
		if sampled(i) {
			match.Write(resp.GetData()) //nolint:errcheck // it cannot fail
		}
	}
	if got != b.size || sampled(i) && !match.matched() {
		return &wrongAnswer{fmt.Sprintf("Read: %s: not what was uploaded (%d bytes)", b.hash(), got)}
	}
	return nil
}
