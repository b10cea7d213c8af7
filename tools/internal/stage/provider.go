package stage

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// Plugins puts the programs of the providers into the stage and returns their
// paths by address; a provider without a program has none. A plugin that shall
// find its data beside it (run) is copied; otherwise, as for validation, a link
// is enough and saves the time.
func (s *Stage) Plugins(providers []spec.Provider, run bool) (map[string]string, error) {
	programs := map[string]string{}
	for i, p := range providers {
		if p.Binary == "" {
			continue
		}
		dir := filepath.Join(s.Dir, "p", fmt.Sprint(i))
		place := linkFile
		if run && len(p.Data) > 0 {
			place = copyFile
		}
		name := tofu.ProviderBinary(p.Address)
		if err := placeProvider(p, dir, name, place); err != nil {
			return nil, err
		}
		programs[p.Address] = filepath.Join(dir, name)
	}
	return programs, nil
}

// Mirror lays out the providers below dir as a filesystem mirror in unpacked
// layout, HOST/NAMESPACE/TYPE/VERSION/PLATFORM/terraform-provider-TYPE_vVERSION
// with the data beside it, and returns the addresses that it serves. What is
// already there is replaced. A locked provider's files are links, with the names
// that they have in its package: the package's hash is over names and contents.
func Mirror(dir string, providers []spec.Provider) ([]string, error) {
	var addresses []string
	for _, p := range providers {
		place := MirrorDir(dir, p)
		if err := os.RemoveAll(place); err != nil {
			return nil, fmt.Errorf("clearing %q: %w", place, err)
		}
		put := copyFile
		if p.Lock != "" {
			put, p = linkReal, asPackaged(p)
		}
		if err := placeProvider(p, place, mirrorName(p), put); err != nil {
			return nil, err
		}
		addresses = append(addresses, p.Address)
	}
	return addresses, nil
}

// MirrorDir is the directory of a provider in the mirror at dir.
func MirrorDir(dir string, p spec.Provider) string {
	return filepath.Join(dir, filepath.FromSlash(tofu.MirrorPath(p.Address, p.Version, p.Platform)))
}

// MirrorProgram is the path of a provider's program in the mirror at dir.
func MirrorProgram(dir string, p spec.Provider) string {
	return filepath.Join(MirrorDir(dir, p), mirrorName(p))
}

func mirrorName(p spec.Provider) string {
	if p.Lock != "" {
		return filepath.Base(p.Binary)
	}
	return tofu.ProviderBinary(p.Address) + "_v" + p.Version
}

// asPackaged is a locked provider with its data at the places that they have in
// its package, of which the program is at the top.
func asPackaged(p spec.Provider) spec.Provider {
	data := make([]spec.File, len(p.Data))
	for i, f := range p.Data {
		data[i] = f
		if rel, err := filepath.Rel(filepath.Dir(p.Binary), f.Path); err == nil && filepath.IsLocal(rel) {
			data[i].Dest = filepath.ToSlash(rel)
		}
	}
	p.Data = data
	return p
}

// linkReal links to where the file really is: what Bazel lays out for one target
// is gone before the mirror is.
func linkReal(from, to string) error {
	real, err := filepath.EvalSymlinks(from)
	if err != nil {
		return err
	}
	return linkFile(real, to)
}

// placeProvider puts a plugin and its data into dir.
func placeProvider(p spec.Provider, dir, name string, place func(from, to string) error) error {
	if p.Binary == "" {
		return fmt.Errorf("staging provider %s: its program is not in this build: build with --@flywheel//build/tofu:providers=real", p.Label)
	}
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
