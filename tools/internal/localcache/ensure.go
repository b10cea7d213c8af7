package localcache

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// Wanted is the server that Ensure brings about.
type Wanted struct {
	// Config is the whole configuration; its DataDir says where.
	Config cacheconfig.Config
	// Binary is the path of the server program to install.
	Binary string
	// BinarySHA256 is what Binary must hash to.
	BinarySHA256 string
	// Timeout bounds the wait for a started server to be healthy.
	Timeout time.Duration
}

// answerGrace is how long a server that runs without answering may take to
// answer before it is restarted: it may have been started just now.
const answerGrace = 5 * time.Second

// maxEnsureAttempts bounds the races with servers that others start.
const maxEnsureAttempts = 3

// Ensure installs the server and sees that exactly it runs: one that already
// does is adopted, one with another program or configuration is restarted,
// and a missing one is started. The data is kept. Errors to be told apart are
// *PortError, *StartError and ErrBinaryChanged.
func Ensure(ctx context.Context, w Wanted) (*Status, error) {
	if err := CheckConfig(w.Config); err != nil {
		return nil, err
	}
	d := Dir(w.Config.DataDir)
	release, err := d.claim(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	if err := d.CheckLayout(); err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		status, err := d.ensure(ctx, w)
		var failed *StartError
		if attempt == maxEnsureAttempts || !errors.As(err, &failed) || !failed.Exited || !d.lostRace(ctx, w) {
			return status, err
		}
	}
}

// lostRace says whether the start failed because another server of this data
// directory came up first, which can then be adopted.
func (d Dir) lostRace(ctx context.Context, w Wanted) bool {
	s, err := d.find(ctx, w.Config.HTTPAddress)
	defer s.close()
	return err == nil && s != nil
}

func (d Dir) ensure(ctx context.Context, w Wanted) (*Status, error) {
	config, err := Encode(w.Config)
	if err != nil {
		return nil, err
	}
	addresses := d.addresses(w.Config.HTTPAddress)
	s, err := d.find(ctx, addresses...)
	if err != nil {
		return nil, err
	}
	defer s.close()
	for _, addr := range []string{w.Config.HTTPAddress, w.Config.GRPCAddress} {
		if err := checkPort(ctx, addr, s); err != nil {
			return nil, err
		}
	}
	if err := d.install(w, config); err != nil {
		return nil, err
	}
	if err := d.ensureClients(w.Config); err != nil {
		return nil, err
	}
	if status := d.adopt(ctx, s, w, SHA256(config)); status != nil {
		return status, nil
	}
	if err := d.stopAll(ctx, addresses); err != nil {
		return nil, err
	}
	return d.start(ctx, w.Config, SHA256(config), w.Timeout)
}

// addresses are the HTTP addresses where the server of d may answer: that of
// the configuration on disk, and others.
func (d Dir) addresses(others ...string) []string {
	data, err := os.ReadFile(d.ConfigFile())
	if err != nil {
		return others
	}
	c, err := cacheconfig.Parse(data)
	if err != nil || CheckAddress(c.HTTPAddress) != nil {
		return others
	}
	return append([]string{c.HTTPAddress}, others...)
}

// adopt gives the status of s if s is healthy and runs what is wanted.
func (d Dir) adopt(ctx context.Context, s *server, w Wanted, configSHA string) *Status {
	if s == nil {
		return nil
	}
	if sha, err := s.proc.runningSHA256(d, s.status); err != nil || sha != w.BinarySHA256 {
		return nil
	}
	if s.status != nil && (s.status.ConfigSHA256 != configSHA || s.status.Instance != d.instance()) {
		return nil
	}
	for deadline := time.Now().Add(answerGrace); ; {
		status := d.healthyStatus(ctx, w.Config.HTTPAddress)
		if status != nil && status.PID == s.proc.pid {
			if status.ConfigSHA256 != configSHA {
				return nil
			}
			return status
		}
		if time.Now().After(deadline) || s.proc.wait(ctx, 50*time.Millisecond) || ctx.Err() != nil {
			return nil
		}
	}
}

// stopAll stops every server of d; an interrupted start may have left a second
// one that has not yet noticed the first.
func (d Dir) stopAll(ctx context.Context, addresses []string) error {
	for range 10 {
		s, err := d.find(ctx, addresses...)
		if err != nil || s == nil {
			return err
		}
		err = d.stop(ctx, s)
		s.close()
		if err != nil {
			return err
		}
	}
	return fmt.Errorf("stopping the server of %q: something keeps starting it again", string(d))
}
