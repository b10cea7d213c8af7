package serve

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/gloriousflywheel/flywheel/tools/internal/plugin"
	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
)

// pool is the programs of one provider. A program holds one configuration, so
// that different configurations need as many programs; equal ones share. What
// needs no configuration is asked of the first.
type pool struct {
	start func() (*plugin.Plugin, error)

	mu        sync.Mutex
	processes []*process
	closed    bool
}

// process is one program, which is started when it is first needed.
type process struct {
	get func() (*plugin.Plugin, error)

	// config is the request that configured it; nil for none yet. The pool's
	// lock guards it; the rest is set before configured is closed.
	config     []byte
	configured chan struct{}
	response   []byte
	failed     bool
}

func newPool(start func() (*plugin.Plugin, error)) *pool {
	return &pool{start: start}
}

// add makes a process; the lock is held.
func (p *pool) add() *process {
	made := &process{get: sync.OnceValues(func() (*plugin.Plugin, error) {
		p.mu.Lock()
		closed := p.closed
		p.mu.Unlock()
		if closed {
			return nil, errors.New("the server is closed")
		}
		return p.start()
	})}
	p.processes = append(p.processes, made)
	return made
}

// first is the program for questions that need no configuration.
func (p *pool) first() (*plugin.Plugin, error) {
	p.mu.Lock()
	if len(p.processes) == 0 {
		p.add()
	}
	process := p.processes[0]
	p.mu.Unlock()
	return process.get()
}

// of is the program for a connection.
func (p *pool) of(c *connection) (*plugin.Plugin, error) {
	p.mu.Lock()
	process := c.process
	p.mu.Unlock()
	if process == nil {
		return p.first()
	}
	return process.get()
}

// call forwards a call of a connection's.
func (p *pool) call(ctx context.Context, c *connection, method string, request []byte) ([]byte, error) {
	running, err := p.of(c)
	if err != nil {
		return nil, err
	}
	response, err := running.Call(ctx, method, request)
	return response, explain(running, err)
}

// configure forwards the call by which a connection is configured, to a program
// that has no configuration; or has it answered by the program that has got the
// very same one.
func (p *pool) configure(ctx context.Context, c *connection, method string, request []byte) ([]byte, error) {
	p.mu.Lock()
	for _, other := range p.processes {
		if other.config != nil && bytes.Equal(other.config, request) {
			p.mu.Unlock()
			if response, ok := other.shared(ctx); ok {
				p.mu.Lock()
				c.process = other
				p.mu.Unlock()
				return response, nil
			}
			p.mu.Lock()
		}
	}
	i := slices.IndexFunc(p.processes, func(o *process) bool { return o.config == nil })
	var mine *process
	if i >= 0 {
		mine = p.processes[i]
	} else {
		mine = p.add()
	}
	mine.config, mine.configured = slices.Clone(request), make(chan struct{})
	if mine.config == nil {
		mine.config = []byte{}
	}
	c.process = mine
	p.mu.Unlock()

	defer close(mine.configured)
	response, err := p.call(ctx, c, method, request)
	mine.response, mine.failed = response, err != nil || hasErrors(response)
	return response, err
}

// shared waits for another connection's configuration to end. A program of
// which that failed is not shared, for the reason may have passed.
func (p *process) shared(ctx context.Context) ([]byte, bool) {
	select {
	case <-p.configured:
	case <-ctx.Done():
		return nil, false
	}
	running, err := p.get()
	return p.response, !p.failed && err == nil && !running.Exited()
}

// hasErrors says whether a response of configuring has an error.
func hasErrors(response []byte) bool {
	found := false
	err := wire.Each(response, func(f wire.Field) error {
		found = found || f.Num == 1 && len(wire.Get(f.Val, 1)) == 1 && wire.Get(f.Val, 1)[0] == severityError
		return nil
	})
	return found || err != nil
}

// close stops all programs.
func (p *pool) close() {
	p.mu.Lock()
	p.closed = true
	processes := p.processes
	p.mu.Unlock()
	var wg sync.WaitGroup
	for _, process := range processes {
		wg.Go(process.close)
	}
	wg.Wait()
}

// close stops the program, if it was started; it will not be started any more.
func (p *process) close() {
	if running, err := p.get(); err == nil {
		running.Close()
	}
}
