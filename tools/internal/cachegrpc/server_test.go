package cachegrpc_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	"github.com/klauspost/compress/zstd"
	bspb "google.golang.org/genproto/googleapis/bytestream"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachegrpc"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachemetrics"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

type client struct {
	repb.CapabilitiesClient
	repb.ActionCacheClient
	repb.ContentAddressableStorageClient
	bspb.ByteStreamClient
	conn *grpc.ClientConn
	dir  string
}

func start(tb testing.TB, opts cachestore.Options, tokens bool) *client {
	tb.Helper()
	if opts.MaxBytes == 0 {
		opts.MaxBytes = 1 << 30
	}
	dir := tb.TempDir()
	store, err := cachestore.Open(dir, opts)
	if err != nil {
		tb.Fatal(err)
	}
	server, _ := cachegrpc.New(cachegrpc.Options{
		Bazel: bazelcache.New(store), Auth: cacheauth.New(dir, tokens, nil, time.Now), Metrics: cachemetrics.New(),
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	go server.Serve(l)
	conn, err := grpc.NewClient(l.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		conn.Close()
		server.Stop()
		store.Close()
	})
	return &client{
		repb.NewCapabilitiesClient(conn), repb.NewActionCacheClient(conn),
		repb.NewContentAddressableStorageClient(conn), bspb.NewByteStreamClient(conn), conn, dir,
	}
}

func digest(data []byte) *repb.Digest {
	sum := sha256.Sum256(data)
	return &repb.Digest{Hash: hex.EncodeToString(sum[:]), SizeBytes: int64(len(data))}
}

func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*31) ^ byte(i>>9)
	}
	return b
}

func compress(data []byte) []byte {
	e, _ := zstd.NewWriter(nil)
	return e.EncodeAll(data, nil)
}

func (c *client) write(messages ...*bspb.WriteRequest) (int64, error) {
	stream, err := c.Write(context.Background())
	if err != nil {
		return 0, err
	}
	for _, m := range messages {
		if stream.Send(m) != nil {
			break
		}
	}
	resp, err := stream.CloseAndRecv()
	return resp.GetCommittedSize(), err
}

// chunks cuts an upload into messages.
func chunks(name string, data []byte, size int) (out []*bspb.WriteRequest) {
	for at := 0; at < len(data) || at == 0; at += size {
		end := min(at+size, len(data))
		out = append(out, &bspb.WriteRequest{ResourceName: name, WriteOffset: int64(at), Data: data[at:end], FinishWrite: end == len(data)})
		name = "" // only the first message needs it
	}
	return out
}

// unfinished takes finish_write away: all data came, but the client vanished.
func unfinished(messages []*bspb.WriteRequest) []*bspb.WriteRequest {
	messages[len(messages)-1].FinishWrite = false
	return messages
}

func (c *client) read(name string, offset, limit int64) ([]byte, error) {
	stream, err := c.Read(context.Background(), &bspb.ReadRequest{ResourceName: name, ReadOffset: offset, ReadLimit: limit})
	if err != nil {
		return nil, err
	}
	var out []byte
	for {
		m, err := stream.Recv()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, m.GetData()...)
	}
}

func upload(d *repb.Digest) string {
	return fmt.Sprintf("i/uploads/u-u-i-d/blobs/%s/%d", d.Hash, d.SizeBytes)
}

func uploadZstd(d *repb.Digest) string {
	return fmt.Sprintf("uploads/u-u-i-d/compressed-blobs/zstd/%s/%d/meta/data", d.Hash, d.SizeBytes)
}

func TestByteStream(t *testing.T) {
	c := start(t, cachestore.Options{}, false)
	for _, size := range []int{1, 1000, 70_000, 3 << 20} {
		for _, zip := range []bool{false, true} {
			data := append(pattern(size), fmt.Sprint(zip)...)
			d := digest(data)
			name, body := upload(d), data
			if zip {
				name, body = uploadZstd(d), compress(data)
			}
			if q, err := c.QueryWriteStatus(context.Background(), &bspb.QueryWriteStatusRequest{ResourceName: name}); err != nil || q.Complete || q.CommittedSize != 0 {
				t.Errorf("status before: %v, %v", q, err)
			}
			if n, err := c.write(chunks(name, body, 100_000)...); err != nil || n != int64(len(body)) {
				t.Fatalf("writing %s: %d, %v", name, n, err)
			}
			want := int64(len(data))
			if zip {
				want = -1
			}
			if n, err := c.write(chunks(name, body, 100_000)...); err != nil || n != want {
				t.Errorf("writing again: %d, %v; want %d", n, err, want)
			}
			if q, err := c.QueryWriteStatus(context.Background(), &bspb.QueryWriteStatusRequest{ResourceName: name}); err != nil || !q.Complete {
				t.Errorf("status after: %v, %v", q, err)
			}
			blob := fmt.Sprintf("blobs/%s/%d", d.Hash, d.SizeBytes)
			for _, r := range []struct{ offset, limit, from, to int }{
				{0, 0, 0, len(data)}, {1, 0, 1, len(data)}, {2, 3, 2, min(5, len(data))}, {len(data), 0, len(data), len(data)},
			} {
				got, err := c.read("i/n/s/t/"+blob, int64(r.offset), int64(r.limit))
				if err != nil || !bytes.Equal(got, data[r.from:r.to]) {
					t.Errorf("reading %+v: %d bytes, %v", r, len(got), err)
				}
			}
			got, err := c.read("compressed-"+fmt.Sprintf("blobs/zstd/%s/%d", d.Hash, d.SizeBytes), 1, 0)
			dec, _ := zstd.NewReader(nil)
			plain, derr := dec.DecodeAll(got, nil)
			if err != nil || derr != nil || !bytes.Equal(plain, data[1:]) {
				t.Errorf("reading compressed: %d bytes, %v, %v", len(plain), err, derr)
			}
		}
	}
}

func TestBadWrites(t *testing.T) {
	data, other := pattern(500_000), pattern(500_001)
	d := digest(data)
	small := digest([]byte("small"))
	for _, tc := range []struct {
		name     string
		messages []*bspb.WriteRequest
		code     codes.Code
	}{
		{"digest mismatch", chunks(upload(d), append(other[1:], 0)[:500_000], 100_000), codes.InvalidArgument},
		{"small digest mismatch", chunks(upload(small), []byte("lalls"), 10), codes.InvalidArgument},
		{"too short", chunks(upload(d), data[:400_000], 100_000), codes.InvalidArgument},
		{"too long", chunks(upload(d), other, 100_000), codes.InvalidArgument},
		{"no finish_write", unfinished(chunks(upload(d), data, 100_000)), codes.InvalidArgument},
		{"no message at all", nil, codes.InvalidArgument},
		{"gap", chunks(upload(d), data, 100_000)[1:], codes.InvalidArgument},
		{"gap later", append(chunks(upload(d), data, 100_000)[:1], chunks(upload(d), data, 100_000)[3:]...), codes.InvalidArgument},
		{"other name", append(chunks(upload(d), data, 100_000)[:1], &bspb.WriteRequest{ResourceName: upload(small), WriteOffset: 100_000}), codes.InvalidArgument},
		{"zstd garbage", chunks(uploadZstd(d), data, 100_000), codes.InvalidArgument},
		{"zstd bomb", chunks(uploadZstd(small), compress(make([]byte, 100<<20)), 100_000), codes.InvalidArgument},
		{"zstd cut short", chunks(uploadZstd(d), compress(data)[:300], 100), codes.InvalidArgument},
		{"too large", chunks(fmt.Sprintf("uploads/u/blobs/%s/%d", d.Hash, int64(1)<<40), data, 100_000), codes.ResourceExhausted},
		{"no uploads", chunks("blobs/"+d.Hash+"/5", data, 100_000), codes.InvalidArgument},
		{"bad hash", chunks("uploads/u/blobs/../5", data, 100_000), codes.InvalidArgument},
		{"bad size", chunks("uploads/u/blobs/"+d.Hash+"/five", data, 100_000), codes.InvalidArgument},
		{"unknown compressor", chunks("uploads/u/compressed-blobs/lzma/"+d.Hash+"/5", data, 100_000), codes.InvalidArgument},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := start(t, cachestore.Options{}, false)
			_, err := c.write(tc.messages...)
			if status.Code(err) != tc.code {
				t.Errorf("%v, want %s", err, tc.code)
			}
			missing, err := c.FindMissingBlobs(context.Background(), &repb.FindMissingBlobsRequest{BlobDigests: []*repb.Digest{d, small}})
			if err != nil || len(missing.MissingBlobDigests) != 2 {
				t.Errorf("missing %v, %v; want both", missing, err)
			}
		})
	}
}

func TestBadReads(t *testing.T) {
	c := start(t, cachestore.Options{}, false)
	data := []byte("data")
	d := digest(data)
	if _, err := c.write(chunks(upload(d), data, 10)...); err != nil {
		t.Fatal(err)
	}
	blob := "blobs/" + d.Hash + "/4"
	for _, tc := range []struct {
		name, resource string
		offset, limit  int64
		code           codes.Code
	}{
		{"absent", "blobs/" + digest([]byte("no")).Hash + "/2", 0, 0, codes.NotFound},
		{"wrong size", "blobs/" + d.Hash + "/5", 0, 0, codes.NotFound},
		{"offset too large", blob, 5, 0, codes.OutOfRange},
		{"negative offset", blob, -1, 0, codes.OutOfRange},
		{"negative limit", blob, 0, -1, codes.InvalidArgument},
		{"limit of compressed", "compressed-blobs/zstd/" + d.Hash + "/4", 0, 1, codes.InvalidArgument},
		{"no blob", "nothing", 0, 0, codes.InvalidArgument},
	} {
		if _, err := c.read(tc.resource, tc.offset, tc.limit); status.Code(err) != tc.code {
			t.Errorf("%s: %v, want %s", tc.name, err, tc.code)
		}
	}
}

func TestBatches(t *testing.T) {
	ctx, c := context.Background(), start(t, cachestore.Options{}, false)
	a, b, zipped, empty := []byte("a"), pattern(10_000), pattern(20_000), []byte{}
	up, err := c.BatchUpdateBlobs(ctx, &repb.BatchUpdateBlobsRequest{Requests: []*repb.BatchUpdateBlobsRequest_Request{
		{Digest: digest(a), Data: a},
		{Digest: digest(b), Data: b},
		{Digest: digest(zipped), Data: compress(zipped), Compressor: repb.Compressor_ZSTD},
		{Digest: digest(a), Data: b},
		{Digest: digest([]byte("x")), Data: []byte("y")},
		{Digest: digest(zipped), Data: b, Compressor: repb.Compressor_ZSTD},
		{Digest: digest(b), Data: b, Compressor: repb.Compressor_DEFLATE},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []codes.Code{codes.OK, codes.OK, codes.OK, codes.InvalidArgument, codes.InvalidArgument, codes.InvalidArgument, codes.InvalidArgument} {
		if got := codes.Code(up.Responses[i].GetStatus().GetCode()); got != want {
			t.Errorf("update %d: %s %s, want %s", i, got, up.Responses[i].GetStatus().GetMessage(), want)
		}
	}
	down, err := c.BatchReadBlobs(ctx, &repb.BatchReadBlobsRequest{Digests: []*repb.Digest{digest(a), digest(zipped), digest([]byte("x")), digest(empty)}})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]byte{a, zipped, nil, empty} {
		r := down.Responses[i]
		if (r.GetStatus().GetCode() == 0) != (want != nil) || !bytes.Equal(r.GetData(), want) {
			t.Errorf("read %d: %v, %d bytes", i, r.GetStatus(), len(r.GetData()))
		}
	}
	big := &repb.Digest{Hash: digest(a).Hash, SizeBytes: 5 << 20}
	if _, err := c.BatchReadBlobs(ctx, &repb.BatchReadBlobsRequest{Digests: []*repb.Digest{big}}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("too large a batch: %v", err)
	}
	missing, err := c.FindMissingBlobs(ctx, &repb.FindMissingBlobsRequest{BlobDigests: []*repb.Digest{digest(a), digest([]byte("x")), digest(empty), big}})
	if err != nil || len(missing.MissingBlobDigests) != 2 {
		t.Errorf("missing: %v, %v; want x and the a of another size", missing, err)
	}
	if _, err := c.FindMissingBlobs(ctx, &repb.FindMissingBlobsRequest{DigestFunction: repb.DigestFunction_BLAKE3}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("other digest function: %v", err)
	}
}

// TestFullBatches stores and reads batches of exactly the advertised size with
// a client that has gRPC's default limits.
func TestFullBatches(t *testing.T) {
	ctx, c := context.Background(), start(t, cachestore.Options{}, false)
	caps, err := c.GetCapabilities(ctx, &repb.GetCapabilitiesRequest{})
	if err != nil {
		t.Fatal(err)
	}
	limit := int(caps.CacheCapabilities.MaxBatchTotalSizeBytes)
	for _, tc := range []struct {
		name, reason string
		blobs        int
		all          bool
	}{
		{"one", "content only", 1, true},
		{"few", "content mostly", 3, true},
		{"many", "a lot of digests", 8192, true},
		{"more than an answer holds", "the rest is for the next batch", 24576, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			up, down := &repb.BatchUpdateBlobsRequest{}, &repb.BatchReadBlobsRequest{}
			for i := range tc.blobs {
				data := pattern(limit / tc.blobs)
				copy(data, fmt.Sprint(i%16)) // the same blobs again and again do as well
				up.Requests = append(up.Requests, &repb.BatchUpdateBlobsRequest_Request{Digest: digest(data), Data: data})
				down.Digests = append(down.Digests, digest(data))
			}
			stored, err := c.BatchUpdateBlobs(ctx, up)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range stored.Responses {
				if codes.Code(r.GetStatus().GetCode()) != codes.OK {
					t.Fatalf("storing: %v", r.GetStatus())
				}
			}
			for rounds := 1; len(down.Digests) > 0; rounds++ {
				before := len(down.Digests)
				down.Digests = readBatch(t, c, down)
				if after := len(down.Digests); after == before || tc.all && after > 0 {
					t.Fatalf("round %d leaves %d of %d blobs out (%s)", rounds, after, before, tc.reason)
				}
			}
		})
	}
	if _, err := c.BatchReadBlobs(ctx, &repb.BatchReadBlobsRequest{Digests: []*repb.Digest{{Hash: digest(nil).Hash, SizeBytes: int64(limit) + 1}}}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("a byte too many: %v", err)
	}
	if _, err := c.BatchReadBlobs(ctx, &repb.BatchReadBlobsRequest{Digests: make([]*repb.Digest, 40_000)}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("more digests than an answer holds: %v", err)
	}
}

// readBatch reads a batch and returns what was left out for want of room.
func readBatch(t *testing.T, c *client, req *repb.BatchReadBlobsRequest) (rest []*repb.Digest) {
	t.Helper()
	resp, err := c.BatchReadBlobs(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Responses) != len(req.Digests) {
		t.Fatalf("%d answers to %d digests", len(resp.Responses), len(req.Digests))
	}
	for _, r := range resp.Responses {
		switch {
		case codes.Code(r.GetStatus().GetCode()) == codes.ResourceExhausted:
			rest = append(rest, r.Digest)
		case !proto.Equal(digest(r.GetData()), r.Digest):
			t.Fatalf("%s has %d bytes: %v", r.Digest, len(r.GetData()), r.GetStatus())
		}
	}
	return rest
}

func TestActionCache(t *testing.T) {
	ctx, c := context.Background(), start(t, cachestore.Options{}, false)
	out, action := []byte("output"), digest([]byte("action"))
	ar := &repb.ActionResult{OutputFiles: []*repb.OutputFile{{Path: "o", Digest: digest(out)}}, ExitCode: 3}
	get := func(instance string) (*repb.ActionResult, error) {
		return c.GetActionResult(ctx, &repb.GetActionResultRequest{InstanceName: instance, ActionDigest: action})
	}
	if _, err := get("i"); status.Code(err) != codes.NotFound {
		t.Errorf("before: %v", err)
	}
	if _, err := c.UpdateActionResult(ctx, &repb.UpdateActionResultRequest{InstanceName: "i", ActionDigest: action, ActionResult: ar}); err != nil {
		t.Fatal(err)
	}
	if _, err := get("i"); status.Code(err) != codes.NotFound {
		t.Errorf("without its output: %v", err)
	}
	if _, err := c.write(chunks(upload(digest(out)), out, 10)...); err != nil {
		t.Fatal(err)
	}
	if got, err := get("i"); err != nil || !proto.Equal(got, ar) {
		t.Errorf("complete: %v, %v", got, err)
	}
	if _, err := get(""); status.Code(err) != codes.NotFound {
		t.Errorf("of another instance: %v", err)
	}
	bad := &repb.ActionResult{OutputFiles: []*repb.OutputFile{{Path: "o", Digest: &repb.Digest{Hash: "x"}}}}
	for name, req := range map[string]*repb.UpdateActionResultRequest{
		"bad output digest": {ActionDigest: action, ActionResult: bad},
		"no result":         {ActionDigest: action},
		"no digest":         {ActionResult: ar},
	} {
		if _, err := c.UpdateActionResult(ctx, req); status.Code(err) != codes.InvalidArgument {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestGetTree(t *testing.T) {
	ctx, c := context.Background(), start(t, cachestore.Options{}, false)
	put := func(d *repb.Directory) *repb.Digest {
		data, _ := proto.Marshal(d)
		if _, err := c.write(chunks(upload(digest(data)), data, 1000)...); err != nil && len(data) > 0 {
			t.Fatal(err)
		}
		return digest(data)
	}
	leaf := put(&repb.Directory{Symlinks: []*repb.SymlinkNode{{Name: "l", Target: "t"}}})
	mid := put(&repb.Directory{Directories: []*repb.DirectoryNode{{Name: "a", Digest: leaf}, {Name: "b", Digest: leaf}}})
	root := put(&repb.Directory{Directories: []*repb.DirectoryNode{{Name: "m", Digest: mid}, {Name: "n", Digest: leaf}}})
	read := func(d *repb.Digest) (n int, err error) {
		stream, err := c.GetTree(ctx, &repb.GetTreeRequest{RootDigest: d, PageSize: 2})
		for err == nil {
			var m *repb.GetTreeResponse
			if m, err = stream.Recv(); err == nil {
				n += len(m.Directories)
			}
		}
		return n, err
	}
	if n, err := read(root); n != 3 || err != io.EOF {
		t.Errorf("tree: %d directories, %v; want 3", n, err)
	}
	broken := put(&repb.Directory{Directories: []*repb.DirectoryNode{{Name: "m", Digest: digest([]byte("absent"))}}})
	if _, err := read(broken); status.Code(err) != codes.NotFound {
		t.Errorf("broken tree: %v, want NotFound", err)
	}
}

func TestTokens(t *testing.T) {
	c := start(t, cachestore.Options{}, true)
	secret, err := cacheauth.Create(c.dir, cacheauth.Token{ID: "r", Permissions: []cacheauth.Permission{cacheauth.Read}, Caches: []string{"bazel"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	reader := metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+secret)
	find := &repb.FindMissingBlobsRequest{}
	if _, err := c.FindMissingBlobs(ctx, find); status.Code(err) != codes.Unauthenticated {
		t.Errorf("no token: %v", err)
	}
	if _, err := c.FindMissingBlobs(reader, find); err != nil {
		t.Errorf("reading: %v", err)
	}
	if _, err := c.BatchUpdateBlobs(reader, &repb.BatchUpdateBlobsRequest{}); status.Code(err) != codes.PermissionDenied {
		t.Errorf("writing: %v", err)
	}
	if caps, err := c.GetCapabilities(reader, &repb.GetCapabilitiesRequest{}); err != nil || caps.CacheCapabilities.ActionCacheUpdateCapabilities.UpdateEnabled {
		t.Errorf("capabilities: %v, %v; a reader may not update", caps, err)
	}
	health, err := healthpb.NewHealthClient(c.conn).Check(ctx, &healthpb.HealthCheckRequest{})
	if err != nil || health.Status != healthpb.HealthCheckResponse_SERVING {
		t.Errorf("health: %v, %v", health, err)
	}
}

func BenchmarkFindMissing(b *testing.B) {
	c := start(b, cachestore.Options{}, false)
	req := &repb.FindMissingBlobsRequest{}
	for i := range 1000 {
		req.BlobDigests = append(req.BlobDigests, digest(fmt.Append(nil, i)))
	}
	for b.Loop() {
		if _, err := c.FindMissingBlobs(context.Background(), req); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBatchUpdateSmall(b *testing.B) {
	c := start(b, cachestore.Options{MaxBytes: 1 << 40}, false)
	const blobs = 500
	b.SetBytes(4096 * blobs)
	for i := 0; b.Loop(); i++ {
		req := &repb.BatchUpdateBlobsRequest{}
		for j := range blobs {
			data := pattern(4096)
			copy(data, fmt.Sprintf("%d-%d", i, j))
			req.Requests = append(req.Requests, &repb.BatchUpdateBlobsRequest_Request{Digest: digest(data), Data: data})
		}
		if _, err := c.BatchUpdateBlobs(context.Background(), req); err != nil {
			b.Fatal(err)
		}
	}
}
