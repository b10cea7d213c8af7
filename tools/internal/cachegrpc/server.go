// Package cachegrpc serves Bazel's Remote Execution API, version 2: its
// capabilities, action cache, content-addressable storage and byte streams. It
// executes nothing.
package cachegrpc

import (
	"time"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	bspb "google.golang.org/genproto/googleapis/bytestream"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachemetrics"
)

const (
	// maxMessage is the largest message that a client with gRPC's defaults
	// receives.
	maxMessage = 4 << 20
	// maxBatch is the most bytes of blobs in one batch; clients stream more. It
	// leaves room in an answer for what 8192 blobs have around their content.
	maxBatch = 3 << 20
	// blobOverhead is more than a blob's digest and status take in an answer.
	blobOverhead = 128
	// maxRequest leaves room for the batch's envelope and for long lists of
	// digests to look for.
	maxRequest = 16 << 20
)

// Options configure a Server; all fields are required.
type Options struct {
	Bazel   *bazelcache.Cache
	Auth    *cacheauth.Authorizer
	Metrics *cachemetrics.Metrics
}

// service implements the API's services.
type service struct {
	repb.UnimplementedCapabilitiesServer
	repb.UnimplementedActionCacheServer
	repb.UnimplementedContentAddressableStorageServer
	bspb.UnimplementedByteStreamServer

	bazel *bazelcache.Cache
	auth  *cacheauth.Authorizer
	codec *codec
}

// New makes a gRPC server and the health service that it reports with.
func New(opts Options) (*grpc.Server, *health.Server) {
	i := interceptor{auth: opts.Auth, metrics: opts.Metrics}
	server := grpc.NewServer(
		grpc.UnaryInterceptor(i.unary),
		grpc.StreamInterceptor(i.stream),
		grpc.MaxRecvMsgSize(maxRequest),
		grpc.MaxHeaderListSize(32<<10),
		grpc.ConnectionTimeout(30*time.Second),
		// Windows that let one stream fill a fast connection.
		grpc.InitialWindowSize(4<<20),
		grpc.InitialConnWindowSize(16<<20),
		grpc.ReadBufferSize(128<<10),
		grpc.WriteBufferSize(128<<10),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: 2 * time.Minute, Timeout: 30 * time.Second}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 10 * time.Second, PermitWithoutStream: true}),
	)
	s := &service{bazel: opts.Bazel, auth: opts.Auth, codec: newCodec()}
	repb.RegisterCapabilitiesServer(server, s)
	repb.RegisterActionCacheServer(server, s)
	repb.RegisterContentAddressableStorageServer(server, s)
	bspb.RegisterByteStreamServer(server, s)
	h := health.NewServer()
	healthpb.RegisterHealthServer(server, h)
	return server, h
}
