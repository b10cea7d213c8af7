package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/planfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/rootmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
	"github.com/gloriousflywheel/flywheel/tools/internal/stateconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/statedir"
	"github.com/gloriousflywheel/flywheel/tools/internal/tfvars"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// session is one run of one verb.
type session struct {
	spec   *spec.Spec
	stack  *spec.Stack
	opts   *options
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer

	root   *rootmod.Root
	values *tfvars.Values
	// settings are those of the backend that are in a file.
	settings []stateconfig.Setting
	// encryption is what the environment's file says of it, or nil.
	encryption *stateconfig.Encryption
	dir        statedir.Dir
	plans      planfile.Store
	stage      *stage.Stage
	inputs     map[string]string
	tofu       tofu.Tofu
	// held is the state's lock that another run has, if tofu has told of one.
	held heldLock
	// stateLost says that tofu could save the new state nowhere.
	stateLost bool

	cleanups []func()
}

func newSession(s *spec.Spec, opts *options, stdin io.Reader, stdout, stderr io.Writer) *session {
	return &session{spec: s, stack: s.Stack, opts: opts, stdin: stdin, stdout: stdout, stderr: stderr}
}

// note tells the user something that is no result.
func (s *session) note(format string, args ...any) { fmt.Fprintf(s.stderr, format+"\n", args...) }

// local says that the state is a file on this machine.
func (s *session) local() bool { return s.stack.Backend.Type == "local" }

func (s *session) close() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
}

// workingDir is where the user stands: under "bazel run" not this process's
// own directory.
func workingDir() string {
	if dir := os.Getenv("BUILD_WORKING_DIRECTORY"); dir != "" {
		return dir
	}
	// Without a working directory relative paths fail later, by name.
	dir, _ := os.Getwd()
	return dir
}

func userPath(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(workingDir(), path)
}

// prepare makes everything ready for a tofu command: variables checked, the
// environment locked, configuration staged, providers and backend initialised.
func (s *session) prepare(ctx context.Context) error {
	if err := s.checkConfiguration(); err != nil {
		return err
	}
	if err := s.checkKey(); err != nil {
		return usageError(err)
	}
	if err := s.checkProviders(); err != nil {
		return err
	}
	if err := s.takeDirectory(ctx); err != nil {
		return err
	}
	if err := s.checkState(); err != nil {
		return err
	}
	if err := s.stageConfiguration(); err != nil {
		return err
	}
	if err := s.collectInputs(ctx); err != nil {
		return err
	}
	if err := s.init(ctx); err != nil {
		return err
	}
	return s.pushErroredState(ctx)
}

// checkConfiguration checks what needs nothing but the sources.
func (s *session) checkConfiguration() error {
	root, err := rootmod.Read(s.spec.Root, s.spec.TreeFiles())
	if err != nil {
		if _, ok := errors.AsType[*rootmod.InvalidError](err); ok {
			return finding(fmt.Errorf("the configuration is invalid\n%w", err))
		}
		return err
	}
	s.root = root
	if err := s.checkBackend(); err != nil {
		return usageError(err)
	}
	if err := s.readStateConfig(); err != nil {
		return err
	}
	if !verbs()[s.stack.Verb].variables {
		return nil
	}
	return s.checkVariables()
}

func (s *session) checkVariables() error {
	in := tfvars.Input{Files: s.varFiles(), Flags: s.opts.vars, Environ: os.Environ(), EnvironmentOnly: s.keyVariables()}
	if verbs()[s.stack.Verb].stateless {
		in.EnvironmentOnly = nil // No state, no key: it is a variable as any other.
	}
	values, err := tfvars.Check(s.root, in)
	if err != nil {
		if _, ok := errors.AsType[*tfvars.ProblemsError](err); ok {
			err = fmt.Errorf("the variables are not in order\n%w", err)
		}
		return usageError(err)
	}
	for _, name := range values.FromEnvironment {
		s.note("Variable %q comes from the environment variable %s%s.", name, tfvars.EnvPrefix, name)
	}
	s.values = values
	return nil
}

// varFiles lists the variable files: those OpenTofu would read unasked, the
// environment's, and the user's.
func (s *session) varFiles() []tfvars.File {
	var files []tfvars.File
	seen := map[string]bool{}
	for _, f := range append(append([]spec.File{}, s.root.AutoVarFiles...), s.stack.VarFiles...) {
		if !seen[f.Dest] {
			files = append(files, tfvars.File{Name: f.Dest, Path: f.Path})
		}
		seen[f.Dest] = true
	}
	for _, f := range s.opts.varFiles {
		files = append(files, tfvars.File{Name: f, Path: userPath(f)})
	}
	return files
}

// takeDirectory makes the environment's directory and takes it for this run.
func (s *session) takeDirectory(ctx context.Context) error {
	if err := s.findDirectory(); err != nil {
		return err
	}
	if err := s.dir.Prepare(); err != nil {
		return err
	}
	waiting := func(held *statedir.HeldError) {
		s.note("Waiting up to %s: %s.", s.opts.lockTimeout, held.InUse())
	}
	unlock, err := s.dir.Lock(ctx, s.opts.lockTimeout, waiting)
	if err != nil {
		return err
	}
	s.cleanups = append(s.cleanups, unlock)
	if s.local() {
		return s.dir.AwaitState(ctx, s.opts.lockTimeout, waiting)
	}
	return nil
}

func (s *session) findDirectory() error {
	root, err := statedir.Root(s.opts.stateDir, workingDir(), os.Getenv)
	if err != nil {
		return err
	}
	s.dir, err = statedir.For(root, s.stack.Repo, s.stack.Package, s.stack.Environment)
	s.plans = planfile.Store{Dir: string(s.dir)}
	return err
}
