package stage

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// DevOverrides puts the providers into the stage and writes a CLI configuration
// that makes tofu use them without init. It returns the configuration's path;
// with no providers it is empty: tofu then has only its built-in provider.
// A plugin that shall find its data beside it (run) is copied; otherwise, as
// for validation, a link is enough and saves the time.
func (s *Stage) DevOverrides(providers []spec.Provider, run bool) (string, error) {
	if len(providers) == 0 {
		return "", nil
	}
	dirs := map[string]string{}
	for i, p := range providers {
		dir := filepath.Join(s.Dir, "p", fmt.Sprint(i))
		place := linkFile
		if run && len(p.Data) > 0 {
			place = copyFile
		}
		if err := placeProvider(p, dir, tofu.ProviderBinary(p.Address), place); err != nil {
			return "", err
		}
		dirs[p.Address] = dir
	}
	return s.WriteCLIConfig(tofu.DevOverrides(dirs))
}

// WriteCLIConfig writes a CLI configuration into the stage, returning its path.
func (s *Stage) WriteCLIConfig(data []byte) (string, error) {
	path := filepath.Join(s.Dir, "cli.tfrc")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return "", fmt.Errorf("writing a CLI configuration: %w", err)
	}
	return path, nil
}

// Mirror lays out the providers below dir as a filesystem mirror in unpacked
// layout, HOST/NAMESPACE/TYPE/VERSION/PLATFORM/terraform-provider-TYPE_vVERSION
// with the data beside it, and returns the addresses that it serves. What is
// already there is replaced.
func Mirror(dir string, providers []spec.Provider) ([]string, error) {
	var addresses []string
	for _, p := range providers {
		place := filepath.Join(dir, filepath.FromSlash(tofu.MirrorPath(p.Address, p.Version, p.Platform)))
		if err := os.RemoveAll(place); err != nil {
			return nil, fmt.Errorf("clearing %q: %w", place, err)
		}
		if err := placeProvider(p, place, tofu.ProviderBinary(p.Address)+"_v"+p.Version, copyFile); err != nil {
			return nil, err
		}
		addresses = append(addresses, p.Address)
	}
	return addresses, nil
}

// placeProvider puts a plugin and its data into dir.
func placeProvider(p spec.Provider, dir, name string, place func(from, to string) error) error {
	if err := place(p.Binary, filepath.Join(dir, name)); err != nil {
		return fmt.Errorf("staging provider %s: %w", p.Label, err)
	}
	for _, f := range p.Data {
		if !filepath.IsLocal(f.Dest) {
			return &BadTreeError{f.Dest, "the place is outside the provider's directory"}
		}
		if err := place(f.Path, filepath.Join(dir, filepath.FromSlash(f.Dest))); err != nil {
			return fmt.Errorf("staging data of provider %s: %w", p.Label, err)
		}
	}
	return nil
}

func linkFile(from, to string) error {
	abs, err := filepath.Abs(from)
	if err != nil {
		return err
	}
	if _, err := os.Stat(abs); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	return os.Symlink(abs, to)
}

// copyFile makes a real file: a plugin sees through links where it really is,
// and looks for its data there. It is no hard link, for that changes the
// original's ctime, by which Bazel would take its output for modified.
func copyFile(from, to string) (err error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := out.Close(); err == nil {
			err = closeErr
		}
	}()
	_, err = io.Copy(out, in)
	return err
}
