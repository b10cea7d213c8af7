package module

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/bazelbuild/buildtools/build"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// maxSteps bounds the evaluation of a module file, which has no loops but those of
// comprehensions.
const maxSteps = 10_000_000

// Registered are the target patterns of toolchains and execution platforms that a
// module file registers, as they stand there and in order; root says that it is the
// root module's, of which those for its own development count too.
func Registered(name string, data []byte, root bool) ([]string, error) {
	r := registrations{root: root}
	names := starlark.StringDict{}
	program, err := r.compile(name, data, names)
	if err == nil {
		thread := &starlark.Thread{Name: name, Print: func(*starlark.Thread, string) {}}
		thread.SetMaxExecutionSteps(maxSteps)
		_, err = program.Init(thread, names)
	}
	if err != nil {
		return nil, fmt.Errorf("reading what %s registers: %w", name, err)
	}
	return r.patterns, nil
}

// OnlyModules says whether all that a workspace has of other repositories comes from
// its module files: its WORKSPACE file, if there is one, says nothing.
func OnlyModules(read func(name string) ([]byte, error)) bool {
	for _, name := range []string{"WORKSPACE.bzlmod", "WORKSPACE.bazel", "WORKSPACE"} {
		data, err := read(name)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		tree, errs := build.ParseWorkspace(name, data)
		if err != nil || errs != nil {
			return false
		}
		return !slices.ContainsFunc(tree.Stmt, func(e build.Expr) bool {
			_, comment := e.(*build.CommentBlock)
			call, isCall := e.(*build.CallExpr)
			return !comment && !(isCall && called(call) == "workspace")
		})
	}
	return true
}

type registrations struct {
	root     bool
	patterns []string
}

// compile fills in the functions that the file calls: all that are not Starlark's
// own are Bazel's, and do nothing here but to register.
func (r *registrations) compile(name string, data []byte, names starlark.StringDict) (*starlark.Program, error) {
	_, program, err := starlark.SourceProgramOptions(&syntax.FileOptions{TopLevelControl: true}, name, data, func(name string) bool {
		if starlark.Universe.Has(name) {
			return false
		}
		names[name] = nothing{}
		if name == "register_toolchains" || name == "register_execution_platforms" {
			names[name] = starlark.NewBuiltin(name, r.register)
		}
		return true
	})
	return program, err
}

func (r *registrations) register(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, options []starlark.Tuple) (starlark.Value, error) {
	dev := slices.ContainsFunc(options, func(o starlark.Tuple) bool {
		return o[0] == starlark.String("dev_dependency") && bool(o[1].Truth())
	})
	for _, arg := range args {
		pattern, ok := starlark.AsString(arg)
		if !ok {
			return nil, fmt.Errorf("%s: %s is no target pattern", b.Name(), arg)
		}
		if r.root || !dev {
			r.patterns = append(r.patterns, pattern)
		}
	}
	return starlark.None, nil
}

// nothing is what Bazel's functions, module extensions, and their tags are here:
// something to call, which returns the same.
type nothing struct{}

func (nothing) String() string                      { return "nothing" }
func (nothing) Type() string                        { return "nothing" }
func (nothing) Freeze()                             {}
func (nothing) Truth() starlark.Bool                { return true }
func (nothing) Hash() (uint32, error)               { return 0, nil }
func (nothing) Name() string                        { return "nothing" }
func (nothing) AttrNames() []string                 { return nil }
func (nothing) Attr(string) (starlark.Value, error) { return nothing{}, nil }
func (nothing) CallInternal(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return nothing{}, nil
}
