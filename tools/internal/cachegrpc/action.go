package cachegrpc

import (
	"context"
	"errors"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	"github.com/bazelbuild/remote-apis/build/bazel/semver"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

func isInvalid(err error) bool    { return errors.Is(err, bazelcache.ErrInvalid) }
func isIncomplete(err error) bool { return errors.Is(err, bazelcache.ErrIncomplete) }

// GetCapabilities says what the server can do, and whether this client may
// update the action cache.
func (s *service) GetCapabilities(ctx context.Context, _ *repb.GetCapabilitiesRequest) (*repb.ServerCapabilities, error) {
	zstd := []repb.Compressor_Value{repb.Compressor_ZSTD}
	return &repb.ServerCapabilities{
		CacheCapabilities: &repb.CacheCapabilities{
			DigestFunctions: []repb.DigestFunction_Value{repb.DigestFunction_SHA256},
			ActionCacheUpdateCapabilities: &repb.ActionCacheUpdateCapabilities{
				UpdateEnabled: s.auth.Check(authorization(ctx), cacheauth.Write, cachestore.BazelCache) == nil,
			},
			CachePriorityCapabilities:       &repb.PriorityCapabilities{},
			MaxBatchTotalSizeBytes:          maxBatch,
			SymlinkAbsolutePathStrategy:     repb.SymlinkAbsolutePathStrategy_ALLOWED,
			SupportedCompressors:            zstd,
			SupportedBatchUpdateCompressors: zstd,
			MaxCasBlobSizeBytes:             s.bazel.Store().MaxBlobBytes(),
		},
		ExecutionCapabilities: &repb.ExecutionCapabilities{
			DigestFunction:  repb.DigestFunction_SHA256,
			DigestFunctions: []repb.DigestFunction_Value{repb.DigestFunction_SHA256},
		},
		LowApiVersion:  &semver.SemVer{Major: 2},
		HighApiVersion: &semver.SemVer{Major: 2, Minor: 3},
	}, nil
}

// GetActionResult returns an action result if all its outputs are there.
func (s *service) GetActionResult(ctx context.Context, req *repb.GetActionResultRequest) (*repb.ActionResult, error) {
	if err := checkFunction(req.GetDigestFunction()); err != nil {
		return nil, err
	}
	if err := checkActionDigest(req.GetActionDigest()); err != nil {
		return nil, err
	}
	data, ar, err := s.bazel.ActionResult(req.GetInstanceName(), req.GetActionDigest().GetHash())
	t := tallyOf(ctx)
	if err != nil {
		t.misses.Add(1)
		if isInvalid(err) {
			return nil, status.Error(codes.NotFound, err.Error())
		}
		return nil, statusOf(err)
	}
	t.hits.Add(1)
	t.out.Add(int64(len(data)))
	return ar, nil
}

// UpdateActionResult stores an action result.
func (s *service) UpdateActionResult(ctx context.Context, req *repb.UpdateActionResultRequest) (*repb.ActionResult, error) {
	if err := checkFunction(req.GetDigestFunction()); err != nil {
		return nil, err
	}
	if err := checkActionDigest(req.GetActionDigest()); err != nil {
		return nil, err
	}
	if req.GetActionResult() == nil {
		return nil, status.Error(codes.InvalidArgument, "the request has no action result")
	}
	if err := bazelcache.CheckActionResult(req.GetActionResult()); err != nil {
		return nil, statusOf(err)
	}
	data, err := proto.Marshal(req.GetActionResult())
	if err != nil {
		return nil, status.Errorf(codes.InvalidArgument, "encoding the action result: %v", err)
	}
	if err := s.bazel.PutActionResult(req.GetInstanceName(), req.GetActionDigest().GetHash(), data); err != nil {
		return nil, statusOf(err)
	}
	tallyOf(ctx).in.Add(int64(len(data)))
	return req.GetActionResult(), nil
}

// checkActionDigest checks only the hash: some clients leave the size out.
func checkActionDigest(d *repb.Digest) error {
	if !bazelcache.ValidHash(d.GetHash()) {
		return status.Errorf(codes.InvalidArgument, "action digest %q: want a SHA-256 in 64 lower-case hexadecimal digits", d.GetHash())
	}
	return nil
}

func checkFunction(f repb.DigestFunction_Value) error {
	if f != repb.DigestFunction_UNKNOWN && f != repb.DigestFunction_SHA256 {
		return status.Errorf(codes.InvalidArgument, "digest function %s is not supported, only SHA256", f)
	}
	return nil
}
