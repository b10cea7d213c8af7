// Package server starts the servers that benchmarks measure: cached, and nginx with its DAV module.
package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Server is a running server with files of its own.
type Server struct {
	Name    string
	Dir     string // what it may write to
	Address string // of HTTP
	GRPC    string // of gRPC, if it has that
	Cache   string // URL path of the Nix cache, ending in a slash
	// AccessLog is the file with a line for each request; empty: there is none.
	AccessLog string
	log       string // file
	cmd       *exec.Cmd
	finished  chan struct{} // closed when the process has ended
}

// Launch describes how to start a server.
type Launch struct {
	name, cache string
	grpc        bool
	accessLog   bool
	// prepare makes what the server needs in its directory and returns its
	// command line.
	prepare func(s *Server) ([]string, error)
	// ready is a URL path that is answered with ready's status once it runs.
	ready  string
	status int
}

const (
	startTime = 20 * time.Second
	stopTime  = 60 * time.Second
)

// Start starts a server in a new directory below base and waits until it answers.
func (l Launch) Start(ctx context.Context, base string) (*Server, error) {
	dir, err := os.MkdirTemp(base, l.name+"-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for %s: %w", l.name, err)
	}
	s := &Server{Name: l.name, Dir: dir, Cache: l.cache, log: filepath.Join(dir, "log"), finished: make(chan struct{})}
	if l.accessLog {
		s.AccessLog = filepath.Join(dir, "access.log")
	}
	if err := s.exec(l); err != nil {
		return nil, fmt.Errorf("starting %s: %w", l.name, err)
	}
	if err := s.wait(ctx, l); err != nil {
		text, _ := os.ReadFile(s.log)
		s.Stop() //nolint:errcheck // err is the cause
		return nil, fmt.Errorf("starting %s: %w\n%s", l.name, err, text)
	}
	return s, nil
}

func (s *Server) exec(l Launch) error {
	var err error
	if s.Address, err = freeAddress(); err != nil {
		return err
	}
	if l.grpc {
		if s.GRPC, err = freeAddress(); err != nil {
			return err
		}
	}
	args, err := l.prepare(s)
	if err != nil {
		return err
	}
	log, err := os.Create(s.log)
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd = exec.Command(args[0], args[1:]...)
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = s.Dir, log, log
	s.cmd.SysProcAttr = ownGroup()
	if err := s.cmd.Start(); err != nil {
		return err
	}
	go func() {
		s.cmd.Wait() //nolint:errcheck // cmd.ProcessState tells
		close(s.finished)
	}()
	return nil
}

// freeAddress is a loopback address that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("finding a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// wait waits until the server answers.
func (s *Server) wait(ctx context.Context, l Launch) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.Address+l.ready, nil)
		if err != nil {
			return err
		}
		if resp, err := client.Do(req); err == nil {
			resp.Body.Close()
			if resp.StatusCode == l.status {
				return nil
			}
		}
		select {
		case <-s.finished:
			return fmt.Errorf("it ended at once (%s)", s.cmd.ProcessState)
		case <-ctx.Done():
			return fmt.Errorf("waiting for it to answer: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// Stop ends the server, by force if it does not end by itself, and frees the
// space of its files. It returns the processor time of its whole life.
func (s *Server) Stop() (cpu time.Duration, err error) {
	syscall.Kill(s.cmd.Process.Pid, syscall.SIGTERM) //nolint:errcheck // it may have ended
	select {
	case <-s.finished:
	case <-time.After(stopTime):
		err = errors.New(s.Name + " did not end within " + stopTime.String() + " after SIGTERM")
	}
	syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL) //nolint:errcheck // normally nobody is left
	<-s.finished
	if ferr := free(s.Dir); err == nil && ferr != nil {
		err = fmt.Errorf("freeing the space of %s: %w", s.Name, ferr)
	}
	state := s.cmd.ProcessState
	return state.UserTime() + state.SystemTime(), err
}

// free empties the large files below dir. It removes none, and none of the small
// ones: ext4 looks for places of new files the longer, the more have just been
// removed, which the next server would pay for.
func free(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err != nil || info.Size() < 1<<20 {
			return err
		}
		return os.Truncate(path, 0)
	})
}

// PID is the number of the server's first process.
func (s *Server) PID() int { return s.cmd.Process.Pid }
