// Package serve answers OpenTofu in the place of providers. OpenTofu is told by
// TF_REATTACH_PROVIDERS that its providers are already running; what it then
// reaches is a gRPC server in this process, which answers from a snapshot of
// the provider's schema, or passes calls on to the real program.
//
// From a snapshot alone, schemas are exact; configuration is checked by OpenTofu
// against them, and no provider's own validators run. A plan has what the
// configuration says, and unknown values for what only the provider could
// compute; see plan.go for the rules. Nothing can be applied.
package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/gloriousflywheel/flywheel/tools/internal/plugin"
	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
)

// maxSocketPath is what every system can take as the path of a unix socket.
const maxSocketPath = 100

// Provider is a provider to serve: from a snapshot, a program, or both.
type Provider struct {
	// Label names the provider's target in errors.
	Label string
	// Address is HOST/NAMESPACE/TYPE.
	Address string
	// Snapshot of its schema; nil to ask the program.
	Snapshot *schema.Snapshot
	// Plugin is the path of the provider's program; empty for none.
	Plugin string
}

// Options is what to serve, and how.
type Options struct {
	// Dir is an existing directory of the caller's alone, with a short path:
	// the sockets are put into it.
	Dir string
	// Providers to serve.
	Providers []Provider
	// Keep selects the types of resources, data sources and so on that are
	// served, by their names; nil keeps all.
	Keep func(name string) bool
	// Narrow leaves out of the types what Keep does not select, either: see
	// schema.Snapshot.Narrow. A provider's program would not know such values:
	// the types of one that has a program stay whole.
	Narrow bool
	// Synthetic makes everything but validation, functions and upgrades of
	// states come from the schema, even of providers with a program; and data
	// sources are not read, but listed by NotRead.
	Synthetic bool
	// DataMarker, if not empty, is the name of one more optional string attribute
	// of every data source and ephemeral resource. It is accepted and dropped:
	// programs never see it. One of which the value is unknown while planning
	// puts the reading off.
	DataMarker string
	// WorkDir is the directory in which OpenTofu works (-chdir), and so do the
	// programs: relative paths in a configuration count from there.
	WorkDir string
	// Env is the environment of the programs.
	Env []string
}

// Server is the running servers.
type Server struct {
	reattach  map[string]reattach
	servers   []*grpc.Server
	providers []*provider
	sockets   []string
	notRead   notRead
	cancel    context.CancelFunc
	serving   sync.WaitGroup
}

// reattach is how OpenTofu is told of one running provider.
type reattach struct {
	Protocol        string
	ProtocolVersion int
	Pid             int
	// Test says that the process ends by itself, and is not OpenTofu's to kill.
	Test bool
	Addr struct{ Network, String string }
}

// Start starts a server for each provider. The end of ctx stops the programs
// behind them; the caller calls Close in any case.
func Start(ctx context.Context, o Options) (*Server, error) {
	ctx, cancel := context.WithCancel(ctx)
	s := &Server{reattach: map[string]reattach{}, cancel: cancel}
	for _, p := range o.Providers {
		s.providers = append(s.providers, newProvider(ctx, p, o, &s.notRead))
	}
	var ready errgroup.Group
	for _, p := range s.providers {
		ready.Go(p.prepare)
	}
	err := ready.Wait()
	for i, p := range s.providers {
		if err == nil {
			err = s.listen(p, filepath.Join(o.Dir, fmt.Sprintf("s%d", i)))
		}
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) listen(p *provider, socket string) error {
	if len(socket) > maxSocketPath {
		return fmt.Errorf("serving provider %s: the path %q is too long for a socket: set TMPDIR to a short directory", p.Label, socket)
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		return fmt.Errorf("serving provider %s: %w", p.Label, err)
	}
	s.sockets = append(s.sockets, socket)
	server := grpc.NewServer(
		grpc.ForceServerCodecV2(plugin.Codec{}), grpc.UnknownServiceHandler(p.handle), grpc.StatsHandler(connections{}),
		grpc.MaxRecvMsgSize(math.MaxInt32), grpc.MaxSendMsgSize(math.MaxInt32),
	)
	s.servers = append(s.servers, server)
	s.serving.Go(func() {
		// It ends by Stop only, with an error that says so.
		_ = server.Serve(l)
	})
	r := reattach{Protocol: "grpc", ProtocolVersion: p.protocol, Pid: os.Getpid(), Test: true}
	r.Addr.Network, r.Addr.String = "unix", socket
	s.reattach[p.Address] = r
	return nil
}

// Env is the value of TF_REATTACH_PROVIDERS for these servers.
func (s *Server) Env() string {
	data, err := json.Marshal(s.reattach)
	if err != nil {
		// Strings and numbers only.
		panic(err)
	}
	return string(data)
}

// NotRead lists what a Synthetic server was asked to read and did not, each as
// "PROVIDER TYPE", such as "registry.opentofu.org/hashicorp/kubernetes data.kubernetes_secret".
func (s *Server) NotRead() []string { return s.notRead.list() }

// Close stops the servers and the programs, and removes the sockets.
func (s *Server) Close() error {
	var wg sync.WaitGroup
	for _, server := range s.servers {
		wg.Go(server.Stop)
	}
	for _, p := range s.providers {
		wg.Go(p.close)
	}
	wg.Wait()
	s.cancel()
	s.serving.Wait()
	var errs []error
	for _, socket := range s.sockets {
		if err := os.Remove(socket); err != nil && !os.IsNotExist(err) {
			errs = append(errs, fmt.Errorf("removing a socket: %w", err))
		}
	}
	return errors.Join(errs...)
}

// notRead is a set that several servers fill.
type notRead struct {
	mu    sync.Mutex
	names map[string]bool
}

func (n *notRead) add(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.names == nil {
		n.names = map[string]bool{}
	}
	n.names[name] = true
}

func (n *notRead) list() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Sorted(maps.Keys(n.names))
}
