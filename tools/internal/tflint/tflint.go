// Package tflint runs the linter of that name over one module: its
// configuration, what it must be told of OpenTofu's own syntax, and what it
// found.
package tflint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Tflint is the program in a working directory.
type Tflint struct {
	// Path of the program; a relative one is resolved against the process's
	// working directory.
	Path string
	// Dir is the absolute directory of the module.
	Dir string
	// Tmp is an absolute directory for temporary files, and the home directory. Its
	// path is short, for the bundled ruleset is a plugin, which listens there.
	Tmp string
}

// Output is what tflint writes.
type Output struct {
	// Issues are what its rules found.
	Issues []Issue `json:"issues"`
	// Errors are why it could not look.
	Errors []Problem `json:"errors"`
}

// Issue is one finding of a rule.
type Issue struct {
	Rule struct {
		Name     string `json:"name"`
		Severity string `json:"severity"`
		Link     string `json:"link"`
	} `json:"rule"`
	Message string `json:"message"`
	Range   Range  `json:"range"`
}

// Problem is one error of tflint: with a range if a file is at fault.
type Problem struct {
	Summary string `json:"summary"`
	Message string `json:"message"`
	Range   *Range `json:"range"`
}

// Range is a place. Filename is relative to Tflint.Dir, or absolute.
type Range struct {
	Filename string `json:"filename"`
	Start    struct {
		Line   int `json:"line"`
		Column int `json:"column"`
	} `json:"start"`
}

// PlaceIn is the first place that a message names in its text, "main.tf:3,5-9: ...", as
// the errors of rules do; nil for none.
func PlaceIn(message string) *Range {
	match := regexp.MustCompile(`([^\s:]+\.tf(?:\.json)?):(\d+),(\d+)-`).FindStringSubmatch(message)
	if match == nil {
		return nil
	}
	r := &Range{Filename: match[1]}
	// Digits, as the pattern has it.
	r.Start.Line, _ = strconv.Atoi(match[2])
	r.Start.Column, _ = strconv.Atoi(match[3])
	return r
}

// stopTimeout is how long an interrupted run may take to stop its plugin.
const stopTimeout = 5 * time.Second

// The exit codes of tflint.
const (
	exitErrors = 1
	exitIssues = 2
)

// Run looks at the files of Dir by the configuration file. Modules that it calls
// are not looked at: each has a test of its own.
func (t Tflint) Run(ctx context.Context, config string) (Output, error) {
	program, err := filepath.Abs(t.Path)
	if err != nil {
		return Output{}, fmt.Errorf("resolving %q: %w", t.Path, err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, program, "--config="+config, "--call-module-type=none", "--format=json", "--no-color")
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = t.Dir, t.env(), &stdout, &stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = stopTimeout
	err = cmd.Run()
	if ctxErr := context.Cause(ctx); ctxErr != nil {
		return Output{}, fmt.Errorf("running tflint: %w", ctxErr)
	}
	exit, failed := errors.AsType[*exec.ExitError](err)
	if err != nil && !failed {
		return Output{}, fmt.Errorf("running tflint: %w", err)
	}
	code := 0
	if failed {
		code = exit.ExitCode()
	}
	return decode(code, stdout.Bytes(), stderr.Bytes())
}

// env is the whole environment: nothing of the user's, and no asking for updates. It
// lives for a moment: collecting garbage would be a tenth of its work.
func (t Tflint) env() []string {
	return []string{
		"PATH=/usr/bin:/bin", "HOME=" + t.Tmp, "TMPDIR=" + t.Tmp, "TFLINT_DISABLE_VERSION_CHECK=1",
		"GOGC=off", "GOMEMLIMIT=256MiB",
	}
}

// decode reads what tflint wrote; anything that does not agree with its exit code
// is an error, for nothing found and nothing looked at must not look alike.
func decode(code int, stdout, stderr []byte) (Output, error) {
	var out Output
	err := json.Unmarshal(stdout, &out)
	want := 0
	switch {
	case len(out.Errors) > 0:
		want = exitErrors
	case len(out.Issues) > 0:
		want = exitIssues
	}
	// "force" in a configuration file makes findings exit with 0.
	if err == nil && (code == want || want == exitIssues && code == 0) {
		return out, nil
	}
	return Output{}, fmt.Errorf("running tflint: exit code %d with unexpected output:\n%s", code, strings.TrimSpace(string(stdout)+string(stderr)))
}
