package cachegrpc

import (
	"context"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// FindMissingBlobs answers from memory. Asking for a blob is a use of it.
func (s *service) FindMissingBlobs(ctx context.Context, req *repb.FindMissingBlobsRequest) (*repb.FindMissingBlobsResponse, error) {
	if err := checkFunction(req.GetDigestFunction()); err != nil {
		return nil, err
	}
	resp := &repb.FindMissingBlobsResponse{}
	for _, d := range req.GetBlobDigests() {
		if err := bazelcache.CheckDigest(d); err != nil {
			return nil, statusOf(err)
		}
		if !s.bazel.Has(d) {
			resp.MissingBlobDigests = append(resp.MissingBlobDigests, d)
		}
	}
	t := tallyOf(ctx)
	t.misses.Add(int64(len(resp.MissingBlobDigests)))
	t.hits.Add(int64(len(req.GetBlobDigests()) - len(resp.MissingBlobDigests)))
	return resp, nil
}

// BatchUpdateBlobs stores small blobs, each with its own status.
func (s *service) BatchUpdateBlobs(ctx context.Context, req *repb.BatchUpdateBlobsRequest) (*repb.BatchUpdateBlobsResponse, error) {
	if err := checkFunction(req.GetDigestFunction()); err != nil {
		return nil, err
	}
	var total int64
	for _, r := range req.GetRequests() {
		total += int64(len(r.GetData()))
	}
	if total > maxBatch {
		return nil, status.Errorf(codes.InvalidArgument, "the batch has %d bytes, at most %d are allowed (max_batch_total_size_bytes)", total, maxBatch)
	}
	if err := checkBlobs(len(req.GetRequests())); err != nil {
		return nil, err
	}
	resp := &repb.BatchUpdateBlobsResponse{}
	for _, r := range req.GetRequests() {
		resp.Responses = append(resp.Responses, &repb.BatchUpdateBlobsResponse_Response{
			Digest: r.GetDigest(), Status: proto3Status(s.update(r)),
		})
	}
	tallyOf(ctx).in.Add(total)
	return resp, nil
}

func (s *service) update(r *repb.BatchUpdateBlobsRequest_Request) error {
	d, data := r.GetDigest(), r.GetData()
	if err := bazelcache.CheckDigest(d); err != nil {
		return err
	}
	switch r.GetCompressor() {
	case repb.Compressor_IDENTITY:
	case repb.Compressor_ZSTD:
		var err error
		if data, err = s.codec.decode(data, d.GetSizeBytes()); err != nil {
			return err
		}
	default:
		return status.Errorf(codes.InvalidArgument, "compressor %s is not supported, only IDENTITY and ZSTD", r.GetCompressor())
	}
	key := bazelcache.CASKey(d.GetHash())
	if int64(len(data)) != d.GetSizeBytes() {
		return &cachestore.SizeError{Key: "cas/" + d.GetHash(), Want: d.GetSizeBytes(), Got: int64(len(data))}
	}
	return s.bazel.Store().PutBytes(key, data)
}

// checkBlobs refuses a batch whose answer would be too large even without
// content.
func checkBlobs(n int) error {
	if n > maxMessage/blobOverhead {
		return status.Errorf(codes.InvalidArgument, "the batch has %d blobs, at most %d are allowed", n, maxMessage/blobOverhead)
	}
	return nil
}

// BatchReadBlobs returns small blobs, each with its own status, uncompressed:
// every client accepts that. So many of them that the answer would be larger
// than clients receive are left out with a status that says to ask again.
func (s *service) BatchReadBlobs(ctx context.Context, req *repb.BatchReadBlobsRequest) (*repb.BatchReadBlobsResponse, error) {
	if err := checkFunction(req.GetDigestFunction()); err != nil {
		return nil, err
	}
	if err := checkBlobs(len(req.GetDigests())); err != nil {
		return nil, err
	}
	var total int64
	for _, d := range req.GetDigests() {
		if err := bazelcache.CheckDigest(d); err != nil {
			return nil, statusOf(err)
		}
		if total += d.GetSizeBytes(); total > maxBatch || total < 0 {
			return nil, status.Errorf(codes.InvalidArgument, "the batch has more than %d bytes (max_batch_total_size_bytes)", maxBatch)
		}
	}
	resp, t, room := &repb.BatchReadBlobsResponse{}, tallyOf(ctx), maxMessage-blobOverhead*len(req.GetDigests())
	for _, d := range req.GetDigests() {
		data, err := s.read(d)
		switch {
		case err != nil:
			t.misses.Add(1)
		case len(data) > room:
			data, err = nil, status.Error(codes.ResourceExhausted, "no room in this answer: ask again")
		default:
			t.hits.Add(1)
		}
		room -= len(data)
		t.out.Add(int64(len(data)))
		resp.Responses = append(resp.Responses, &repb.BatchReadBlobsResponse_Response{Digest: d, Data: data, Status: proto3Status(err)})
	}
	return resp, nil
}

func (s *service) read(d *repb.Digest) ([]byte, error) {
	if d.GetSizeBytes() == 0 {
		return nil, nil
	}
	if !s.bazel.Has(d) {
		return nil, cachestore.ErrNotFound
	}
	return s.bazel.Store().Read(bazelcache.CASKey(d.GetHash()), nil, maxBatch)
}

// proto3Status is a status inside a batch's response.
func proto3Status(err error) *spb.Status {
	if err == nil {
		return &spb.Status{}
	}
	return status.Convert(statusOf(err)).Proto()
}

// GetTree streams a directory and all below it. It ignores page tokens but
// keeps its messages small.
func (s *service) GetTree(req *repb.GetTreeRequest, stream repb.ContentAddressableStorage_GetTreeServer) error {
	if err := checkFunction(req.GetDigestFunction()); err != nil {
		return err
	}
	if err := bazelcache.CheckDigest(req.GetRootDigest()); err != nil {
		return statusOf(err)
	}
	page, size := &repb.GetTreeResponse{}, 0
	send := func() error {
		err := stream.Send(page)
		page, size = &repb.GetTreeResponse{}, 0
		return err
	}
	err := s.bazel.Walk(req.GetRootDigest(), func(d *repb.Directory) error {
		page.Directories = append(page.Directories, d)
		size += proto.Size(d)
		if size > 1<<20 || req.GetPageSize() > 0 && len(page.Directories) >= int(req.GetPageSize()) {
			return send()
		}
		return nil
	})
	if err == nil && len(page.Directories) > 0 {
		err = send()
	}
	return statusOf(err)
}
