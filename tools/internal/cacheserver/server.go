// Package cacheserver puts a cache server together and runs it.
package cacheserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachedir"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachegrpc"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachehttp"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachemetrics"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
	"github.com/gloriousflywheel/flywheel/tools/internal/leanhttp"
)

// Options configure Run.
type Options struct {
	// Config has been validated.
	Config cacheconfig.Config
	// ConfigSHA256 is reported by /status.
	ConfigSHA256 string
	// Version of the program, reported by /status.
	Version string
	// Drain bounds the time that requests under way get at the end.
	Drain time.Duration
	// Log narrates.
	Log *slog.Logger
	// Now is the clock of retention and tokens. Default time.Now.
	Now func() time.Time
	// Ready, if set, is called once with the addresses that are served.
	Ready func(httpAddress, grpcAddress string)
}

// server is a running server.
type server struct {
	opts    Options
	dir     *cachedir.Dir
	store   *cachestore.Store
	caches  *cacheregistry.Registry
	started time.Time

	httpListener, grpcListener net.Listener
	http                       *leanhttp.Server
	grpc                       *grpc.Server
	health                     *health.Server
}

// Run serves until ctx ends, then lets requests under way finish and writes
// what is in memory. An error means that it could not start, or not stop in
// order.
func Run(ctx context.Context, opts Options) (err error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	s := &server{opts: opts, started: time.Now()}
	if s.dir, err = cachedir.Open(opts.Config.DataDir); err != nil {
		return err
	}
	defer s.dir.Close()
	if err := s.listen(ctx); err != nil {
		return err
	}
	defer s.httpListener.Close()
	defer s.grpcListener.Close()
	if err := s.open(); err != nil {
		return err
	}
	err = s.serve(ctx)
	if cerr := s.store.Close(); err == nil {
		err = cerr
	}
	return err
}

// listen takes both ports before anything else is touched.
func (s *server) listen(ctx context.Context) (err error) {
	c := s.opts.Config
	if s.httpListener, err = listen(ctx, c.HTTPAddress, "http_address", "--http-address"); err != nil {
		return err
	}
	if s.grpcListener, err = listen(ctx, c.GRPCAddress, "grpc_address", "--grpc-address"); err != nil {
		s.httpListener.Close()
	}
	return err
}

// open opens the store and builds the services on it.
func (s *server) open() (err error) {
	c, metrics := s.opts.Config, cachemetrics.New()
	if s.caches, err = cacheregistry.Open(c); err != nil {
		return err
	}
	s.store, err = cachestore.Open(c.DataDir, cachestore.Options{
		MaxBytes: c.MaxSizeBytes, MaxBlobBytes: c.MaxUploadBytes, Retention: s.retention,
		SyncEach: c.Sync == cacheconfig.SyncEach, BootID: cachedir.BootID(), OnEvict: metrics.Evicted, Now: s.opts.Now, Log: s.opts.Log,
	})
	if err != nil {
		return err
	}
	metrics.WatchStore(s.store, c.MaxSizeBytes)
	auth := s.authorizer()
	bazel := bazelcache.New(s.store)
	s.http = &leanhttp.Server{HTTP: &http.Server{
		Handler: cachehttp.New(cachehttp.Options{
			Bazel: bazel, Auth: auth, Metrics: metrics, Caches: s.caches, Attic: c.Attic, Status: s.status,
		}),
		ReadHeaderTimeout: 30 * time.Second,
		IdleTimeout:       3 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.opts.Log.Handler(), slog.LevelDebug),
	}}
	s.grpc, s.health = cachegrpc.New(cachegrpc.Options{Bazel: bazel, Auth: auth, Metrics: metrics})
	return nil
}

// serve runs both servers until ctx ends or one of them fails.
func (s *server) serve(ctx context.Context) error {
	failed := make(chan error, 2)
	go func() { failed <- s.http.Serve(s.httpListener) }()
	go func() { failed <- s.grpc.Serve(s.grpcListener) }()
	httpAddress, grpcAddress := s.httpListener.Addr().String(), s.grpcListener.Addr().String()
	s.opts.Log.Info("serving", "http", "http://"+httpAddress, "grpc", "grpc://"+grpcAddress,
		"data_dir", s.opts.Config.DataDir, "auth", s.opts.Config.Auth, "version", s.opts.Version)
	if s.opts.Ready != nil {
		s.opts.Ready(httpAddress, grpcAddress)
	}
	var err error
	select {
	case <-ctx.Done():
		s.opts.Log.Info("stopping: requests under way may finish", "within", s.opts.Drain)
	case err = <-failed:
		err = fmt.Errorf("serving: %w", err)
	}
	s.drain()
	return err
}

// drain stops accepting requests, waits for those under way and, when the time
// is over, cuts them off: their uploads leave nothing.
func (s *server) drain() {
	s.health.SetServingStatus("", healthpb.HealthCheckResponse_NOT_SERVING)
	ctx, cancel := context.WithTimeout(context.Background(), s.opts.Drain)
	defer cancel()
	stopped := make(chan struct{})
	go func() {
		s.grpc.GracefulStop()
		close(stopped)
	}()
	if err := s.http.Shutdown(ctx); err != nil {
		s.opts.Log.Warn("cutting off HTTP requests that took too long", "error", err)
		s.http.Close()
	}
	select {
	case <-stopped:
	case <-ctx.Done():
		s.opts.Log.Warn("cutting off gRPC calls that took too long")
		s.grpc.Stop()
		<-stopped
	}
}

func listen(ctx context.Context, address, field, flag string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s %s is in use by another program: stop it, or choose another address with %s or %s in the configuration", field, address, flag, field)
	}
	if err != nil {
		return nil, fmt.Errorf("listening on %s %s (flag %s): %w", field, address, flag, err)
	}
	return l, nil
}

// authorizer takes the tokens of the data directory, and Attic's.
func (s *server) authorizer() *cacheauth.Authorizer {
	c := s.opts.Config
	auth := cacheauth.New(c.DataDir, c.Auth == cacheconfig.AuthToken, s.caches.Public, s.opts.Now)
	keyFile := cmp.Or(c.Attic.TokenKeyFile, cacheauth.JWTKeyPath(c.DataDir))
	auth.AcceptJWT(keyFile, atticjwt.Binding{Issuer: c.Attic.TokenIssuer, Audiences: c.Attic.TokenAudiences})
	return auth
}

// retention looks up how long blobs are kept.
func (s *server) retention(_ cachestore.Kind, cache string) time.Duration {
	if cache == cachestore.BazelCache {
		return time.Duration(s.opts.Config.BazelRetention)
	}
	return s.caches.Kept(cache)
}
