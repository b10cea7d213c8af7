package cachegrpc

import (
	"context"
	"errors"
	"path"
	"strings"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachemetrics"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// interceptor authorizes and counts every call.
type interceptor struct {
	auth    *cacheauth.Authorizer
	metrics *cachemetrics.Metrics
}

// tally is what a call did, filled in by its method.
type tally struct {
	in, out      atomic.Int64
	hits, misses atomic.Int64
}

type tallyKey struct{}

// tallyOf finds the tally that the interceptor put into the context.
func tallyOf(ctx context.Context) *tally {
	if t, ok := ctx.Value(tallyKey{}).(*tally); ok {
		return t
	}
	return &tally{}
}

func (i interceptor) unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	start, t := time.Now(), &tally{}
	var resp any
	err := i.authorize(ctx, info.FullMethod)
	if err == nil {
		resp, err = next(context.WithValue(ctx, tallyKey{}, t), req)
	}
	i.observe(info.FullMethod, err, t, start)
	return resp, err
}

func (i interceptor) stream(srv any, ss grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	start, t := time.Now(), &tally{}
	err := i.authorize(ss.Context(), info.FullMethod)
	if err == nil {
		err = next(srv, tallied{ss, context.WithValue(ss.Context(), tallyKey{}, t)})
	}
	i.observe(info.FullMethod, err, t, start)
	return err
}

// tallied is a stream with another context.
type tallied struct {
	grpc.ServerStream
	ctx context.Context
}

// Context implements grpc.ServerStream.
func (t tallied) Context() context.Context { return t.ctx }

// authorize maps methods to permissions. Health checks and capabilities are
// open: a client learns from the latter whether it may write.
func (i interceptor) authorize(ctx context.Context, method string) error {
	if strings.HasPrefix(method, "/grpc.health.") || path.Base(method) == "GetCapabilities" {
		return nil
	}
	permission := cacheauth.Read
	switch path.Base(method) {
	case "UpdateActionResult", "BatchUpdateBlobs", "Write", "QueryWriteStatus", "SpliceBlob":
		permission = cacheauth.Write
	}
	return statusOf(i.auth.Check(authorization(ctx), permission, cachestore.BazelCache))
}

func authorization(ctx context.Context) string {
	md, _ := metadata.FromIncomingContext(ctx)
	if v := md.Get("authorization"); len(v) > 0 {
		return v[0]
	}
	return ""
}

func (i interceptor) observe(method string, err error, t *tally, start time.Time) {
	kind := "cas"
	switch {
	case strings.Contains(method, ".ActionCache/"):
		kind = "ac"
	case !strings.Contains(method, ".ContentAddressableStorage/") && !strings.Contains(method, ".ByteStream/"):
		kind = "other"
	}
	i.metrics.Observe(cachemetrics.Request{
		Protocol: "grpc", Kind: kind, Method: path.Base(method), Code: status.Code(err).String(),
		In: t.in.Load(), Out: t.out.Load(), Hits: int(t.hits.Load()), Misses: int(t.misses.Load()),
		Took: time.Since(start),
	})
}

// statusOf gives an error the status code that fits it.
func statusOf(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := status.FromError(err); ok {
		return err
	}
	return status.Error(code(err), err.Error())
}

func code(err error) codes.Code {
	var digest *cachestore.DigestError
	var size *cachestore.SizeError
	var read *cachestore.ReadError
	var denied *cacheauth.Denied
	switch {
	case errors.As(err, &denied) && denied.Authenticated:
		return codes.PermissionDenied
	case errors.As(err, &denied):
		return codes.Unauthenticated
	case errors.As(err, &read):
		if s, ok := status.FromError(read.Err); ok {
			return s.Code()
		}
		return codes.InvalidArgument
	case errors.As(err, &digest), errors.As(err, &size), errors.Is(err, cachestore.ErrName), isInvalid(err):
		return codes.InvalidArgument
	case errors.Is(err, cachestore.ErrNotFound), isIncomplete(err):
		return codes.NotFound
	case errors.Is(err, cachestore.ErrNoSpace), errors.Is(err, cachestore.ErrTooLarge):
		return codes.ResourceExhausted
	case errors.Is(err, cachestore.ErrClosed):
		return codes.Unavailable
	case errors.Is(err, context.Canceled):
		return codes.Canceled
	}
	return codes.Internal
}
