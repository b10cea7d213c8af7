package providerlock

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/lockfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/plugin"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

const registryVariable = "FLYWHEEL_PROVIDER_REGISTRY"

const schemasHelp = `Usage: bazel run %s -- [--force]

Makes the schema snapshots in %s be those of the providers that %s locks:
captures what is missing from the providers' own plugins, and removes the snapshots of
what is no longer locked. A plugin is downloaded by "tofu init", which verifies it by
the lock file; $FLYWHEEL_PROVIDER_MIRROR may name a mirror (a directory or https://).
A provider that cannot be downloaded here is skipped, and stderr says why.

  --force  capture those again that are there

Exit codes: 0 ok or skipped, 2 bad command line, 3 a plugin is not the locked one, or
its schema could not be captured.
`

// errSkip marks a provider that cannot be had on this machine.
var errSkip = errors.New("skipped")

type schemas struct {
	spec    *spec.Spec
	environ []string
	stderr  io.Writer
	dir     string
	force   bool
}

// Schemas is kind schemas: it renews the schema snapshots in the source tree.
// environ is the user's environment; it has $BUILD_WORKSPACE_DIRECTORY.
func Schemas(ctx context.Context, s *spec.Spec, args, environ []string, stdout, stderr io.Writer) int {
	r := schemas{spec: s, environ: environ, stderr: stderr}
	for _, arg := range args {
		switch arg {
		case "--help", "-h", "-help":
			fmt.Fprintf(stdout, schemasHelp, s.Label, s.Locking.SchemaDir, s.Locking.File.Dest)
			return exitOK
		case "--force", "-force":
			r.force = true
		default:
			fmt.Fprintf(stderr, "tofurun: %s: unexpected argument %q\nSee bazel run %s -- --help.\n", s.Label, arg, s.Label)
			return exitUsage
		}
	}
	top := value(environ, "BUILD_WORKSPACE_DIRECTORY")
	if top == "" {
		fmt.Fprintf(stderr, "tofurun: %s: no $BUILD_WORKSPACE_DIRECTORY: start this with bazel run %s\n", s.Label, s.Label)
		return exitUsage
	}
	r.dir = filepath.Join(top, filepath.FromSlash(s.Locking.SchemaDir))
	// The file of the source tree, not of the build: //tofu:lock may just have changed it.
	if err := r.run(ctx, filepath.Join(top, filepath.FromSlash(s.Locking.File.Dest))); err != nil {
		fmt.Fprintf(stderr, "tofurun: %s: %v\n", s.Label, err)
		return exitFailed
	}
	return exitOK
}

func (r schemas) run(ctx context.Context, lockPath string) error {
	src, err := os.ReadFile(lockPath)
	if err != nil {
		return fmt.Errorf("reading the lock file: %w", err)
	}
	file, found := lockfile.Parse(src, r.spec.Locking.File.Dest)
	if found.HasErrors() {
		return fmt.Errorf("reading the lock file: %w", found)
	}
	if err := os.MkdirAll(r.dir, 0o755); err != nil {
		return fmt.Errorf("making the directory of snapshots: %w", err)
	}
	var errs []error
	wanted := map[string]bool{}
	for _, l := range file.Locks {
		name := SchemaName(l.Address, l.Version)
		wanted[name] = true
		errs = append(errs, r.one(ctx, l, name))
	}
	return errors.Join(append(errs, r.prune(wanted))...)
}

// one captures the snapshot of one provider, unless it is there.
func (r schemas) one(ctx context.Context, l lockfile.Lock, name string) error {
	path := filepath.Join(r.dir, name)
	if _, err := os.Stat(path); err == nil && !r.force {
		return nil
	}
	data, err := r.capture(ctx, l)
	if errors.Is(err, errSkip) {
		fmt.Fprintf(r.stderr, "%s %s: %v\n", l.Address, l.Version, err)
		return nil
	}
	if err == nil {
		err = atomicfile.Write(path, data, 0o644)
	}
	if err != nil {
		return fmt.Errorf("provider %s %s: %w", l.Address, l.Version, err)
	}
	fmt.Fprintf(r.stderr, "%s %s: wrote %s/%s\n", l.Address, l.Version, r.spec.Locking.SchemaDir, name)
	return nil
}

// prune removes the snapshots of what is not locked.
func (r schemas) prune(wanted map[string]bool) error {
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		return fmt.Errorf("reading the directory of snapshots: %w", err)
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".schema" || wanted[e.Name()] {
			continue
		}
		if err := os.Remove(filepath.Join(r.dir, e.Name())); err != nil {
			return fmt.Errorf("removing a snapshot of what is not locked: %w", err)
		}
		fmt.Fprintf(r.stderr, "removed %s/%s: not locked\n", r.spec.Locking.SchemaDir, e.Name())
	}
	return nil
}

// capture downloads the plugin into a directory of its own and asks it.
func (r schemas) capture(ctx context.Context, l lockfile.Lock) ([]byte, error) {
	mirror := value(r.environ, mirrorVariable)
	if len(l.Hashes) == 0 {
		return nil, fmt.Errorf("%w: the lock file has no hashes to verify it by", errSkip)
	}
	if mirror == "" && value(r.environ, registryVariable) == "none" {
		return nil, fmt.Errorf("%w: this machine cannot reach the registries (%s=none)", errSkip, registryVariable)
	}
	dir, err := os.MkdirTemp("", "fws-") // short: a socket's path is
	if err != nil {
		return nil, fmt.Errorf("making a directory for OpenTofu: %w", err)
	}
	defer os.RemoveAll(dir)
	program, err := r.install(ctx, dir, l, mirror)
	if err != nil {
		return nil, err
	}
	p, err := plugin.Start(ctx, plugin.Config{Label: l.Address, Path: program, Dir: dir, Env: []string{"PATH=/usr/bin:/bin", "HOME=" + dir, "TMPDIR=" + dir}})
	if err != nil {
		return nil, err
	}
	defer p.Close()
	snapshot, err := p.Snapshot(ctx, l.Address, l.Version)
	if err != nil {
		return nil, err
	}
	if err := snapshot.Normalise(); err != nil {
		return nil, err
	}
	return snapshot.Encode()
}

// install lets OpenTofu install the one provider, verified by its lock, in dir.
func (r schemas) install(ctx context.Context, dir string, l lockfile.Lock, mirror string) (string, error) {
	one := &lockfile.File{Locks: []lockfile.Lock{l}}
	env := environment(r.environ, dir)
	files := map[string][]byte{
		"main.tf": []byte("terraform {\n  required_providers {\n    p = {\n      source  = " + strconv.Quote(l.Address) + "\n      version = " + strconv.Quote(l.Version) + "\n    }\n  }\n}\n"),
		// OpenTofu compares these with the configuration's.
		".terraform.lock.hcl": bytes.Replace(one.Bytes(), []byte(strconv.Quote(l.Constraints)), []byte(strconv.Quote(l.Version)), 1),
	}
	if mirror != "" {
		files["tofurc"] = tofu.AnyMirror(mirror)
		env = env.With("TF_CLI_CONFIG_FILE", filepath.Join(dir, "tofurc"))
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := os.WriteFile(filepath.Join(dir, name), files[name], 0o600); err != nil {
			return "", fmt.Errorf("writing for OpenTofu: %w", err)
		}
	}
	var out bytes.Buffer
	code, err := tofu.Tofu{Path: r.spec.Tofu, Dir: dir, Env: env}.Run(ctx, tofu.FetchArgs(), tofu.IO{Stdout: &out, Stderr: &out})
	if err != nil {
		return "", err
	}
	if code != 0 {
		text := strings.TrimSpace(out.String())
		if strings.Contains(text, "checksum") {
			return "", fmt.Errorf("the plugin is not the one that is locked:\n%s", text)
		}
		return "", fmt.Errorf("%w: it cannot be downloaded here:\n%s", errSkip, text)
	}
	at := filepath.Join(dir, ".terraform", "providers", filepath.FromSlash(l.Address), l.Version, runtime.GOOS+"_"+runtime.GOARCH)
	found, err := filepath.Glob(filepath.Join(at, "terraform-provider-*"))
	if err != nil || len(found) == 0 {
		return "", fmt.Errorf("no plugin in what tofu init installed: %v", err)
	}
	return found[0], nil
}
