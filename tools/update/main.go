// Command update runs the programs that its spec lists, one after another. It
// is what "bazel run //:update" starts: everything generated, made anew.
//
// Exit codes: 0 all ran; 1 a program ended with an error (its own output says
// why); 2 usage or a bad spec; 3 a program could not be started.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

const specEnv = "UPDATE_SPEC"

const help = `Runs the programs that its target lists, one after another, and stops at the first that fails.

usage: bazel run //:update (everything generated), //:gazelle, //:buildifier; they take no arguments

exit codes: 0 all ran; 1 a program ended with an error; 2 usage or a bad spec; 3 a program could not be started
`

type spec struct {
	V     int    `json:"v"`
	Steps []step `json:"steps"`
}

type step struct {
	Label   string            `json:"label"`
	Program string            `json:"program"` // below the working directory
	Args    []string          `json:"args"`
	Env     map[string]string `json:"env"`
	// InSourceTree starts the program in $BUILD_WORKSPACE_DIRECTORY instead of here.
	InSourceTree bool `json:"in_source_tree"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv(specEnv), os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, specPath string, stdout, stderr io.Writer) int {
	if len(args) == 1 && (args[0] == "--help" || args[0] == "-h") {
		fmt.Fprint(stdout, help)
		return 0
	}
	if len(args) > 0 {
		fmt.Fprintf(stderr, "update: unexpected argument %q: run it as \"bazel run //:update\", without any\n", args[0])
		return 2
	}
	s, err := readSpec(specPath)
	if err != nil {
		fmt.Fprintf(stderr, "update: %v\n", err)
		return 2
	}
	for i, st := range s.Steps {
		fmt.Fprintf(stderr, "update: [%d/%d] %s\n", i+1, len(s.Steps), st.Label)
		if code := st.run(ctx, stdout, stderr); code != 0 {
			return code
		}
	}
	return 0
}

func readSpec(path string) (*spec, error) {
	if path == "" {
		return nil, fmt.Errorf("%s is not set: start this program by \"bazel run //:update\"", specEnv)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading spec: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var s spec
	if err := dec.Decode(&s); err != nil {
		return nil, fmt.Errorf("reading spec %q: %w", path, err)
	}
	if s.V != 1 || len(s.Steps) == 0 {
		return nil, fmt.Errorf("reading spec %q: want version 1 and at least one step", path)
	}
	return &s, nil
}

func (s step) run(ctx context.Context, stdout, stderr io.Writer) int {
	program, err := filepath.Abs(s.Program)
	if err != nil {
		fmt.Fprintf(stderr, "update: finding %s: %v\n", s.Label, err)
		return 3
	}
	cmd := exec.CommandContext(ctx, program, s.Args...)
	if s.InSourceTree {
		cmd.Dir = os.Getenv("BUILD_WORKSPACE_DIRECTORY")
	}
	cmd.Env = append(os.Environ(), "RUNFILES_DIR="+runfiles())
	for name, value := range s.Env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		fmt.Fprintf(stderr, "update: %s ended with %v: what came before it is done, what comes after is not\n", s.Label, exit)
		return 1
	}
	fmt.Fprintf(stderr, "update: starting %s: %v\n", s.Label, err)
	return 3
}

// runfiles is the directory that holds every program's runfiles: Bazel starts
// this program in one of its subdirectories.
func runfiles() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	return filepath.Dir(dir)
}
