package providerlock

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/apparentlymart/go-versions/versions"
	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/lockfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// The exit codes, which are those of tofurun.
const (
	exitOK      = 0
	exitFinding = 1
	exitUsage   = 2
	exitFailed  = 3
)

const mirrorVariable = "FLYWHEEL_PROVIDER_MIRROR"

const lockHelp = `Usage: bazel run %s -- [--upgrade] [--platform OS_ARCH]... [--mirror DIR|URL]

Updates %s in the source tree by "tofu providers lock": every third-party
provider that the modules require, in one version that meets all their constraints.

  --upgrade          choose the newest versions; default: keep what is locked where
                     the constraints still allow it
  --platform OS_ARCH take hashes for this platform; may be repeated; default: %s
  --mirror DIR|URL   a filesystem mirror, or an https:// network mirror, instead of
                     the registries; default: $FLYWHEEL_PROVIDER_MIRROR

Credentials come from OpenTofu's CLI configuration (~/.tofurc, $TF_CLI_CONFIG_FILE,
TF_TOKEN_<host>), a proxy from $HTTPS_PROXY. What changed is told on stderr.

Exit codes: 0 ok, 1 the constraints of the modules conflict, 2 bad command line,
3 the lock file could not be made.
`

// platforms is a flag that may be repeated.
type platforms []string

func (p *platforms) String() string { return strings.Join(*p, ",") }

func (p *platforms) Set(s string) error {
	if goos, arch, ok := strings.Cut(s, "_"); !ok || goos == "" || arch == "" {
		return fmt.Errorf("want OS_ARCH, such as linux_amd64")
	}
	*p = append(*p, s)
	return nil
}

type update struct {
	spec      *spec.Spec
	environ   []string
	stderr    io.Writer
	platforms platforms
	mirror    string
	upgrade   bool
}

// Update is kind lock: it renews the lock file in the source tree. environ is the
// user's environment; it has $BUILD_WORKSPACE_DIRECTORY.
func Update(ctx context.Context, s *spec.Spec, args, environ []string, stdout, stderr io.Writer) int {
	u := update{spec: s, environ: environ, stderr: stderr}
	flags := flag.NewFlagSet("lock", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Var(&u.platforms, "platform", "")
	flags.StringVar(&u.mirror, "mirror", value(environ, mirrorVariable), "")
	flags.BoolVar(&u.upgrade, "upgrade", false, "")
	err := flags.Parse(args)
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(stdout, lockHelp, s.Label, s.Locking.File.Dest, strings.Join(s.Locking.Platforms, ", "))
		return exitOK
	}
	top := value(environ, "BUILD_WORKSPACE_DIRECTORY")
	if err == nil && top == "" {
		err = errors.New("no $BUILD_WORKSPACE_DIRECTORY: start this with bazel run " + s.Label)
	}
	if err != nil {
		fmt.Fprintf(stderr, "tofurun: %s: %v\nSee bazel run %s -- --help.\n", s.Label, err, s.Label)
		return exitUsage
	}
	if len(u.platforms) == 0 {
		u.platforms = s.Locking.Platforms
	}
	return u.run(ctx, filepath.Join(top, filepath.FromSlash(s.Locking.File.Dest)))
}

func (u update) run(ctx context.Context, path string) int {
	all, diags, err := needs(u.spec)
	if err == nil {
		diags = append(diags, conflicts(all)...)
		if report.HasErrors(diags) {
			err = report.Render(u.stderr, diags, false)
			if err == nil {
				return exitFinding
			}
		}
	}
	if err == nil {
		err = u.renew(ctx, path, all)
	}
	if err != nil {
		fmt.Fprintf(u.stderr, "tofurun: %s: %v\n", u.spec.Label, err)
		return exitFailed
	}
	return exitOK
}

// renew makes the new lock file aside, and puts it in place.
func (u update) renew(ctx context.Context, path string, all map[string][]need) error {
	src, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("reading the lock file: %w", err)
	}
	old, found := lockfile.Parse(src, u.spec.Locking.File.Dest)
	if found.HasErrors() {
		return fmt.Errorf("reading the lock file: %s: take it from version control again, or empty it", hclmod.Diagnostics(found, nil)[0].Text())
	}
	next := &lockfile.File{}
	if len(all) > 0 {
		if next, err = u.lock(ctx, u.keep(old, all), all); err != nil {
			return err
		}
	}
	data := next.Bytes()
	if bytes.Equal(data, src) {
		fmt.Fprintf(u.stderr, "%s: nothing changed\n", u.spec.Locking.File.Dest)
		return nil
	}
	if err := atomicfile.Write(path, data, 0o644); err != nil {
		return err
	}
	tell(u.stderr, u.spec.Locking.File.Dest, old, next)
	return nil
}

// keep is what of the old file the new one starts from.
func (u update) keep(old *lockfile.File, all map[string][]need) *lockfile.File {
	kept := &lockfile.File{}
	for _, l := range old.Locks {
		v, err := versions.ParseVersion(l.Version)
		list := all[l.Address]
		if err != nil || u.upgrade || len(list) == 0 || slices.ContainsFunc(list, func(n need) bool { return !n.allowed.Has(v) }) {
			continue
		}
		kept.Locks = append(kept.Locks, l)
	}
	return kept
}

// lock runs OpenTofu in a directory of its own, whose configuration requires what
// the modules require.
func (u update) lock(ctx context.Context, kept *lockfile.File, all map[string][]need) (*lockfile.File, error) {
	dir, err := os.MkdirTemp("", "fw-lock-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for OpenTofu: %w", err)
	}
	defer os.RemoveAll(dir)
	lock := filepath.Join(dir, ".terraform.lock.hcl")
	for name, data := range map[string][]byte{filepath.Join(dir, "main.tf"): configuration(all), lock: kept.Bytes()} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			return nil, fmt.Errorf("writing for OpenTofu: %w", err)
		}
	}
	var fsMirror, netMirror string
	if strings.HasPrefix(u.mirror, "https://") || strings.HasPrefix(u.mirror, "http://") {
		netMirror = u.mirror
	} else if u.mirror != "" {
		fsMirror = u.absolute(strings.TrimPrefix(u.mirror, "file://"))
	}
	program := tofu.Tofu{Path: u.spec.Tofu, Dir: dir, Env: environment(u.environ, dir)}
	var out bytes.Buffer
	code, err := program.Run(ctx, tofu.LockArgs(u.platforms, fsMirror, netMirror), tofu.IO{Stdout: &out, Stderr: &out})
	if err != nil {
		return nil, err
	}
	if code != 0 {
		return nil, fmt.Errorf("tofu providers lock exited with %d:\n%s\n%s", code, bytes.TrimSpace(out.Bytes()), required(all))
	}
	src, err := os.ReadFile(lock)
	if err != nil {
		return nil, fmt.Errorf("reading OpenTofu's lock file: %w", err)
	}
	next, found := lockfile.Parse(src, lock)
	if found.HasErrors() {
		return nil, fmt.Errorf("reading OpenTofu's lock file: %w", found)
	}
	return next, nil
}

// absolute resolves a directory against where the user typed it.
func (u update) absolute(dir string) string {
	if filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(value(u.environ, "BUILD_WORKING_DIRECTORY"), dir)
}

// configuration is a root module that requires every provider with all constraints.
func configuration(all map[string][]need) []byte {
	var b bytes.Buffer
	b.WriteString("terraform {\n  required_providers {\n")
	for i, address := range slices.Sorted(maps.Keys(all)) {
		var constraints []string
		for _, n := range all[address] {
			if n.Constraint != "" && !slices.Contains(constraints, n.Constraint) {
				constraints = append(constraints, n.Constraint)
			}
		}
		fmt.Fprintf(&b, "    p%d = {\n      source = %s\n", i, strconv.Quote(address))
		if len(constraints) > 0 {
			fmt.Fprintf(&b, "      version = %s\n", strconv.Quote(strings.Join(constraints, ", ")))
		}
		b.WriteString("    }\n")
	}
	b.WriteString("  }\n}\n")
	return b.Bytes()
}

// required tells who requires what, for a failure of OpenTofu's.
func required(all map[string][]need) string {
	var b strings.Builder
	b.WriteString("The modules require:\n")
	for _, address := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&b, "  %s\n", address)
		for _, n := range all[address] {
			fmt.Fprintf(&b, "    %s\n", n.place())
		}
	}
	return b.String() + "Where the registries are out of reach: --mirror DIR|URL."
}

// environment is the user's, with the CLI configuration that has their credentials.
func environment(environ []string, dir string) tofu.Env {
	env := tofu.User(environ).With("TF_DATA_DIR", filepath.Join(dir, ".terraform"))
	if file := value(environ, "TF_CLI_CONFIG_FILE"); file != "" {
		env = env.With("TF_CLI_CONFIG_FILE", file)
	}
	return env
}

// tell says what changed.
func tell(w io.Writer, name string, old, next *lockfile.File) {
	fmt.Fprintf(w, "%s:\n", name)
	for _, l := range next.Locks {
		switch prior := old.Lock(l.Address); {
		case prior == nil:
			fmt.Fprintf(w, "  %s %s (new)\n", l.Address, l.Version)
		case prior.Version != l.Version:
			fmt.Fprintf(w, "  %s %s -> %s\n", l.Address, prior.Version, l.Version)
		case !slices.Equal(prior.Hashes, l.Hashes):
			fmt.Fprintf(w, "  %s %s: %d hashes -> %d\n", l.Address, l.Version, len(prior.Hashes), len(l.Hashes))
		case prior.Constraints != l.Constraints:
			fmt.Fprintf(w, "  %s %s: %q -> %q\n", l.Address, l.Version, prior.Constraints, l.Constraints)
		}
	}
	for _, l := range old.Locks {
		if next.Lock(l.Address) == nil {
			fmt.Fprintf(w, "  %s %s (removed: no module requires it)\n", l.Address, l.Version)
		}
	}
}

// value is a variable of an environment.
func value(environ []string, name string) string {
	for _, kv := range environ {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			return v
		}
	}
	return ""
}
