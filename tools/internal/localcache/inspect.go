package localcache

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// State is what Inspect found in and around a data directory.
type State struct {
	// Running says that the directory's own server is healthy.
	Running bool
	// Status is what that server says; nil when not Running.
	Status *Status
	// Config is the configuration on disk; nil when missing or unreadable.
	Config *cacheconfig.Config
	// ConfigSHA256 are the digests of the configuration.
	ConfigSHA256 Digests
	// BinarySHA256 are the digests of the program.
	BinarySHA256 Digests
	// HasToken says that the client token file is there, private, and holds a
	// token that the server accepts.
	HasToken bool
	// HasNetrc says that the netrc file is there, private, and holds the token.
	HasNetrc bool
	// HasHelper says that the credential helper is there.
	HasHelper bool
}

// Digests are two views of one thing, which differ after an edit by hand or an
// interrupted update; "" is a thing that is not there.
type Digests struct {
	// Installed is what is on disk.
	Installed string
	// Running is what the server runs.
	Running string
}

// String is the digest of the thing. While the server runs another one than is
// installed, it names both, and so equals neither: whichever of them is wanted,
// something must be done.
func (g Digests) String() string {
	if g.Running == "" || g.Running == g.Installed {
		return g.Installed
	}
	return g.Installed + " (the server runs " + g.Running + ")"
}

// Inspect reads the truth about d; it changes nothing. It returns nil when the
// data directory is gone. Any address in others is asked besides the one that
// the configuration on disk names.
func Inspect(ctx context.Context, d Dir, others ...string) (*State, error) {
	exists, err := d.Exists()
	if err != nil || !exists {
		return nil, err
	}
	st := &State{}
	if err := d.inspectFiles(st); err != nil {
		return nil, err
	}
	for _, addr := range d.addresses(others...) {
		if st.Status = d.healthyStatus(ctx, addr); st.Status != nil {
			break
		}
	}
	if st.Status != nil {
		st.Running = true
		st.ConfigSHA256.Running = st.Status.ConfigSHA256
		st.BinarySHA256.Running, err = d.runningBinary(st.Status)
	}
	return st, err
}

func (d Dir) inspectFiles(st *State) error {
	data, err := os.ReadFile(d.ConfigFile())
	switch {
	case err == nil:
		st.ConfigSHA256.Installed = SHA256(data)
		if c, err := cacheconfig.Parse(data); err == nil {
			st.Config = &c
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	st.BinarySHA256.Installed, err = fileSHA256(d.Binary())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return d.inspectClients(st)
}

func (d Dir) inspectClients(st *State) (err error) {
	st.HasHelper = d.hasHelper()
	if st.HasToken, err = d.hasToken(); err != nil || st.Config == nil || CheckAddress(st.Config.HTTPAddress) != nil {
		return err
	}
	st.HasNetrc, err = d.hasNetrc(st.Config.HTTPAddress)
	return err
}

func (d Dir) runningBinary(status *Status) (string, error) {
	s, err := d.open(status.PID, status)
	if err != nil || s == nil {
		return "", err
	}
	defer s.close()
	return s.proc.runningSHA256(d, status)
}
