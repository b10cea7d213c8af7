package serve

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/gloriousflywheel/flywheel/tools/internal/plugin"
	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
)

// provider is one provider that is served.
type provider struct {
	Provider
	options Options
	ctx     context.Context
	notRead *notRead
	// pool has the provider's programs; nil if there is none.
	pool *pool

	protocol int
	// full has every type, unless they are narrowed; served is what OpenTofu gets to see.
	full, served *schema.Snapshot

	mu     sync.Mutex
	blocks map[blockKey]*schema.Block
}

type blockKey struct {
	kind schema.Kind
	name string
}

func newProvider(ctx context.Context, p Provider, o Options, n *notRead) *provider {
	made := &provider{Provider: p, options: o, ctx: ctx, notRead: n, blocks: map[blockKey]*schema.Block{}}
	if p.Plugin != "" {
		made.pool = newPool(made.start)
	}
	return made
}

// start starts the provider's program. One that does not say that it can do
// without is asked for its schema first, as OpenTofu would: some set themselves
// up by that.
func (p *provider) start() (*plugin.Plugin, error) {
	running, err := plugin.Start(p.ctx, plugin.Config{Label: p.Label, Path: p.Plugin, Dir: p.options.Dir, WorkDir: p.options.WorkDir, Env: p.options.Env})
	if err != nil || p.full == nil || p.full.Optional() {
		return running, err
	}
	if _, err := running.Snapshot(p.ctx, p.Address, p.full.Version); err != nil {
		running.Close()
		return nil, err
	}
	return running, nil
}

// prepare gets the schema. A program is started only if nothing else has it.
func (p *provider) prepare() error {
	p.full = p.Snapshot
	if p.full == nil {
		if p.pool == nil {
			return fmt.Errorf("serving provider %s: there is neither a schema snapshot nor a program of it", p.Label)
		}
		running, err := p.pool.first()
		if err != nil {
			return err
		}
		if p.full, err = running.Snapshot(p.ctx, p.Address, "unknown"); err != nil {
			return err
		}
	}
	p.protocol, p.served = p.full.Protocol, p.full
	if p.options.Keep != nil {
		p.served = p.full.Filter(p.options.Keep)
		if p.options.Narrow && p.pool == nil {
			p.served = p.served.Narrow(p.options.Keep)
			p.full = p.served
		}
	}
	if p.options.DataMarker != "" {
		marked, err := p.served.WithDataMarker(p.options.DataMarker)
		if err != nil {
			return fmt.Errorf("serving provider %s: %w", p.Label, err)
		}
		p.served = marked
	}
	return nil
}

func (p *provider) close() {
	if p.pool != nil {
		p.pool.close()
	}
}

// block is the schema of a type, parsed once. It has no data marker.
func (p *provider) block(kind schema.Kind, name string) (*schema.Block, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := blockKey{kind, name}
	if b := p.blocks[key]; b != nil {
		return b, nil
	}
	b, err := p.full.Block(kind, name)
	if err == nil {
		p.blocks[key] = b
	}
	return b, err
}

// connection is what is known of one connection of OpenTofu's. It makes one for
// each configuration of a provider.
type connection struct {
	// process is the program that has this connection's configuration; nil for
	// none. The pool guards it.
	process *process
}

type connectionKey struct{}

// connections gives every connection its own record, in the context of its calls.
type connections struct{}

func (connections) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	return context.WithValue(ctx, connectionKey{}, &connection{})
}
func (connections) HandleConn(context.Context, stats.ConnStats)                     {}
func (connections) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }
func (connections) HandleRPC(context.Context, stats.RPCStats)                       {}

// handle answers a call of any method.
func (p *provider) handle(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	var request, response []byte
	switch name, ours := strings.CutPrefix(method, plugin.Service(p.protocol)); {
	case method == "/grpc.health.v1.Health/Check":
		response = []byte{1 << 3, 1} // status: SERVING
	case ours:
		if err := stream.RecvMsg(&request); err != nil {
			return err
		}
		var err error
		c, _ := stream.Context().Value(connectionKey{}).(*connection)
		if response, err = p.answer(stream.Context(), c, name, request); err != nil {
			return err
		}
	default:
		// go-plugin's own services are not needed here, and it does without.
		return status.Errorf(codes.Unimplemented, "there is no method %s", method)
	}
	return stream.SendMsg(&response)
}
