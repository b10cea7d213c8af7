// Package plugin runs provider programs: the same handshake by which OpenTofu
// starts them (hashicorp/go-plugin's), ending in a plain gRPC connection.
package plugin

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
)

// startTimeout is how long a program may take to say where it listens. It is
// far more than any provider needs, on a busy machine too.
const startTimeout = time.Minute

// stopTimeout is more than go-plugin takes to kill a program that does not stop.
const stopTimeout = 5 * time.Second

// Config describes a provider program to start.
type Config struct {
	// Label names the provider in errors.
	Label string
	// Path of the program; a relative one is resolved against the working
	// directory, never looked up on PATH.
	Path string
	// Dir is an existing directory of the caller's alone, with a short path, for
	// the program's socket: nobody else may reach it, so that the connection
	// needs no certificates.
	Dir string
	// WorkDir is the program's working directory; empty for the caller's. OpenTofu
	// starts providers in its own, and relative paths in a configuration count
	// from there.
	WorkDir string
	// Env is the program's whole environment, without the handshake's variables.
	Env []string
	// StartTimeout is how long the program may take to start; zero means a minute.
	StartTimeout time.Duration
}

// Plugin is a running provider program.
type Plugin struct {
	// Conn is the connection to it. It has the services of its protocol.
	Conn *grpc.ClientConn
	// Protocol is the version of the plugin protocol that was agreed on, 5 or 6.
	Protocol int

	label  string
	client *goplugin.Client
	stderr *tail
	once   sync.Once
}

// Start starts the program and connects to it. The end of ctx kills it; the
// caller calls Close in any case.
func Start(ctx context.Context, c Config) (*Plugin, error) {
	p := &Plugin{label: c.Label, stderr: &tail{}}
	if err := p.start(ctx, c); err != nil {
		p.Close()
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, fmt.Errorf("starting the plugin of %s: %w", c.Label, p.explain(err))
	}
	return p, nil
}

func (p *Plugin) start(ctx context.Context, c Config) error {
	cmd, err := command(ctx, c)
	if err != nil {
		return err
	}
	plugins := map[int]goplugin.PluginSet{5: {name: raw{}}, 6: {name: raw{}}}
	p.client = goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig: goplugin.HandshakeConfig{
			// What every provider and every OpenTofu have agreed on since long.
			ProtocolVersion:  4,
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: plugins,
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		Cmd:              cmd,
		SkipHostEnv:      true,
		Stderr:           p.stderr,
		SyncStderr:       p.stderr,
		Logger:           hclog.NewNullLogger(),
		StartTimeout:     c.timeout(),
		GRPCDialOptions: []grpc.DialOption{
			grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(math.MaxInt32), grpc.MaxCallSendMsgSize(math.MaxInt32)),
		},
	})
	rpc, err := p.client.Client()
	if err != nil {
		return err
	}
	conn, err := rpc.Dispense(name)
	if err != nil {
		return err
	}
	p.Conn, p.Protocol = conn.(*grpc.ClientConn), p.client.NegotiatedVersion()
	return nil
}

func (c Config) timeout() time.Duration {
	if c.StartTimeout > 0 {
		return c.StartTimeout
	}
	return startTimeout
}

// command is killed when ctx ends, also while go-plugin waits for it to start.
func command(ctx context.Context, c Config) (*exec.Cmd, error) {
	path, err := filepath.Abs(c.Path)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.Mode()&0o111 == 0 || info.IsDir() {
		return nil, fmt.Errorf("%s is no program", path)
	}
	cmd := exec.CommandContext(ctx, path)
	cmd.Dir = c.WorkDir
	cmd.Env = append([]string{goplugin.EnvUnixSocketDir + "=" + c.Dir}, c.Env...)
	for _, name := range []string{"TF_LOG", "TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_HELPER_SCHEMA", "TF_LOG_PROVIDER"} {
		// Providers trace every step unless they are told not to.
		cmd.Env = append(cmd.Env, name+"=OFF")
	}
	return cmd, nil
}

// Exited says whether the program has ended.
func (p *Plugin) Exited() bool { return p.client.Exited() }

// Explain adds to an error of a call what the program had to say for itself.
func (p *Plugin) Explain(err error) error {
	if err == nil {
		return nil
	}
	if p.ended() {
		err = fmt.Errorf("the program has ended: %w", err)
	}
	return fmt.Errorf("asking the plugin of %s: %w", p.label, p.explain(err))
}

// ended says whether the program has ended, or does so just now: a connection
// is lost before the program's last words have been read.
func (p *Plugin) ended() bool {
	for range 50 {
		if p.Exited() {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

func (p *Plugin) explain(err error) error {
	if text := p.stderr.String(); text != "" {
		return fmt.Errorf("%w; it wrote:\n%s", err, text)
	}
	return err
}

// Close stops the program, by force if it does not stop by itself, and waits
// for its end.
func (p *Plugin) Close() {
	p.once.Do(func() {
		if p.client == nil {
			return
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			p.client.Kill()
		}()
		select {
		case <-done:
		// The program is dead by then; a child of it may hold its output open.
		case <-time.After(stopTimeout):
		}
	})
}

// name is what both sides call the provider service.
const name = "provider"

// raw hands out the connection itself: the services are for callers to know.
type raw struct {
	goplugin.NetRPCUnsupportedPlugin
}

// GRPCServer is go-plugin's question to a program; this is none.
func (raw) GRPCServer(*goplugin.GRPCBroker, *grpc.Server) error {
	return errors.New("only for clients")
}

// GRPCClient returns the connection.
func (raw) GRPCClient(_ context.Context, _ *goplugin.GRPCBroker, conn *grpc.ClientConn) (any, error) {
	return conn, nil
}
