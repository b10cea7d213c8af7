package stack

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
	"github.com/gloriousflywheel/flywheel/tools/internal/tfvars"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// rootDir is the staged root module, in which tofu works.
func (s *session) rootDir() string { return s.stage.Path(s.spec.Root) }

// stageConfiguration lays out the configuration anew in the environment's work
// directory, which mirrors the workspace. Tofu's data directory stays.
func (s *session) stageConfiguration() error {
	if err := s.rescueErroredState(); err != nil {
		return err
	}
	s.stateLost = false // What an earlier run lost, it has told.
	if err := s.plans.DropDraft(); err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(s.dir.Work(), "w")); err != nil {
		return fmt.Errorf("clearing the work directory: %w", err)
	}
	if err := os.MkdirAll(s.dir.Work(), 0o700); err != nil {
		return fmt.Errorf("making the work directory: %w", err)
	}
	staged, err := stage.At(s.dir.Work())
	if err != nil {
		return err
	}
	s.stage = staged
	if err := s.linkFiles(); err != nil {
		return err
	}
	if err := s.declareBackend(); err != nil {
		return err
	}
	s.tofu = tofu.Tofu{Path: s.spec.Tofu, Dir: s.rootDir(), Env: s.environment()}
	return nil
}

func (s *session) linkFiles() error {
	err := s.stage.Link(s.spec.TreeFiles()...)
	if _, ok := errors.AsType[*stage.BadTreeError](err); ok {
		return usageError(err)
	}
	return err
}

// environment is tofu's: the user's, with credentials and proxies, less what
// would change a command line's meaning. Variables reach tofu in a file.
func (s *session) environment() tofu.Env {
	env := tofu.User(os.Environ()).
		Without(func(name string) bool { return strings.HasPrefix(name, tfvars.EnvPrefix) && !s.isKey(name) }).
		With("TF_DATA_DIR", s.stage.Data()).
		With("TF_IN_AUTOMATION", "1").
		With("TF_INPUT", "0")
	if len(s.spec.Providers) > 0 {
		env = env.With("TF_CLI_CONFIG_FILE", s.cliConfig())
	}
	if s.encryption != nil && !encryptionFromEnvironment() {
		env = env.With(encryptionVariable, s.encryption.Text)
	}
	return env
}

func (s *session) cliConfig() string { return s.dir.Join("cli.tfrc") }

// tofuVarFiles are the variable files for tofu's command line. The values of
// flags and environment go into one more, private and removed at the end, so
// that no process list shows them.
func (s *session) tofuVarFiles() ([]string, error) {
	var files []string
	for _, f := range s.stack.VarFiles {
		files = append(files, s.stage.Path(f.Dest))
	}
	for _, f := range s.opts.varFiles {
		files = append(files, userPath(f))
	}
	if len(s.values.Generated) == 0 {
		return files, nil
	}
	data, err := marshalVariables(s.values.Generated)
	if err != nil {
		return nil, err
	}
	path := s.dir.Join("flags.tfvars.json")
	if err := atomicfile.Write(path, data, 0o600); err != nil {
		return nil, err
	}
	s.cleanups = append(s.cleanups, func() { os.Remove(path) })
	return append(files, path), nil
}

// fileSums maps every file at path, a file or a directory, to its SHA-256.
func fileSums(f spec.File, add func(name, sum string)) error {
	err := filepath.WalkDir(resolve(f.Path), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return nil
		}
		rel, err := filepath.Rel(resolve(f.Path), path)
		if err != nil {
			return err
		}
		sum, err := sumFile(path)
		if err != nil {
			return err
		}
		name := f.Dest
		if rel != "." {
			name += "/" + filepath.ToSlash(rel)
		}
		add(name, sum)
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading %s: %w", f.Dest, err)
	}
	return nil
}

// resolve follows a link: a walk does not follow the link it starts at.
func resolve(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path // The walk reports what is wrong with it.
}
