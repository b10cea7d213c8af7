package bazelq

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Bazel is a Bazel program on a workspace.
type Bazel struct {
	// Program is the path of the program.
	Program string
	// Workspace is the directory it runs in.
	Workspace string
	// Startup are options before the command, such as --output_base.
	Startup []string
	// Flags are options of every command, as the user gives them to builds.
	Flags []string
	// Log gets what Bazel says while it works; nil for nothing.
	Log io.Writer
}

// A CommandError says that a Bazel command failed.
type CommandError struct {
	// Command is its name, such as "query".
	Command string
	// Code is Bazel's exit code; -1 where it was killed.
	Code int
	// Messages are the lines with errors that it printed, all of them.
	Messages []string
}

// maxShown is how many messages of one command people are shown.
const maxShown = 20

func shown(messages []string) []string { return messages[:min(maxShown, len(messages))] }

// Error implements error.
func (e *CommandError) Error() string {
	return fmt.Sprintf("bazel %s failed with exit code %d: %s", e.Command, e.Code, strings.Join(shown(e.Messages), "\n"))
}

// Exit codes of "bazel query" (ExitCode in Bazel's sources).
const (
	codeUsage   = 2
	codePartial = 3
)

// run runs a command and returns what it printed. After a CommandError the
// output is what there was.
func (b *Bazel) run(ctx context.Context, command string, args ...string) ([]byte, error) {
	var out []byte
	err := b.stream(ctx, func(r io.Reader) (err error) { out, err = io.ReadAll(r); return err }, command, args...)
	return out, err
}

// stream runs a command whose output is read while it comes: answers about large
// workspaces are larger than what is kept of them. The user's flags are those of
// builds: what a command that builds nothing does not know of them is left out
// there. So is what other releases do not know of our own that is only for speed, or
// against what a bazelrc may say.
func (b *Bazel) stream(ctx context.Context, read func(io.Reader) error, command string, args ...string) error {
	flags := slices.Clone(b.Flags)
	for {
		err := b.once(ctx, read, command, flags, args)
		var failed *CommandError
		if !errors.As(err, &failed) || failed.Code != codeUsage {
			return err
		}
		builds := command == "cquery" || command == "aquery"
		known := slices.DeleteFunc(slices.Clone(flags), func(f string) bool { return !builds && refused(f, failed.Messages) })
		ours := slices.DeleteFunc(slices.Clone(args), func(f string) bool { return spare(f) && refused(f, failed.Messages) })
		if len(known) == len(flags) && len(ours) == len(args) {
			return err
		}
		flags, args = known, ours
	}
}

// spare says of one of our own flags whether answers mean the same without it.
func spare(flag string) bool {
	switch flag {
	case "--implicit_deps", "--tool_deps", "--include_aspects", "--include_artifacts", "--aspect_deps=conservative",
		"--order_output=no", "--skip_incompatible_explicit_targets":
		return true
	}
	return strings.HasPrefix(flag, "--no")
}

// refused says whether Bazel's messages are that it does not know a flag.
func refused(flag string, messages []string) bool {
	name, value, _ := strings.Cut(flag, "=")
	for _, m := range messages {
		if strings.Contains(m, "Unrecognized option: "+name) || strings.Contains(m, "nrecognized option: --no"+strings.TrimPrefix(name, "--")) ||
			name == "--config" && strings.Contains(m, "Config value '"+value+"'") ||
			strings.Contains(name, "//") && strings.Contains(m, strings.TrimLeft(name, "-@")) {
			return true
		}
	}
	return false
}

func (b *Bazel) once(ctx context.Context, read func(io.Reader) error, command string, flags, args []string) error {
	argv := append([]string{}, b.Startup...)
	argv = append(argv, command)
	argv = append(argv, flags...)
	argv = append(argv, "--color=no", "--curses=no", "--noshow_progress")
	argv = append(argv, args...)
	cmd := exec.CommandContext(ctx, b.Program, argv...)
	cmd.Dir = b.Workspace
	cmd.Env = environment()
	// Bazel's client passes the interrupt on to its server, and waits.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = 20 * time.Second
	cmd.SysProcAttr = endWithUs()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if b.Log != nil {
		cmd.Stderr = io.MultiWriter(&stderr, b.Log)
	}
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return fmt.Errorf("running %s: %w", b.Program, err)
	}
	unread := read(stdout)
	_, _ = io.Copy(io.Discard, stdout) // What an unread rest would make it wait for.
	err = cmd.Wait()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.As(err, &exit):
		return &CommandError{command, exit.ExitCode(), errorLines(stderr.String())}
	case err != nil:
		return fmt.Errorf("running %s: %w", b.Program, err)
	}
	return unread
}

// environment is ours without what a test or "bazel run" around us has set for
// its own program.
func environment() []string {
	var env []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if !strings.HasPrefix(name, "TEST_") && !strings.HasPrefix(name, "RUNFILES_") && !strings.HasPrefix(name, "BUILD_WORK") &&
			!strings.HasPrefix(name, "TESTBRIDGE_") && name != "XML_OUTPUT_FILE" && name != "BAZEL_TEST" {
			env = append(env, v)
		}
	}
	return env
}

// errorLines are the lines of errors, or the last lines where none is marked.
func errorLines(text string) []string {
	var all, marked []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		all = append(all, line)
		if strings.HasPrefix(line, "ERROR:") || strings.HasPrefix(line, "FATAL:") {
			marked = append(marked, line)
		}
	}
	if len(marked) > 0 {
		return marked
	}
	return all[max(0, len(all)-5):]
}

// Info is what "bazel info" says of the given keys.
func (b *Bazel) Info(ctx context.Context, keys ...string) (map[string]string, error) {
	out, err := b.run(ctx, "info", keys...)
	if err != nil {
		return nil, err
	}
	info := map[string]string{}
	if len(keys) == 1 {
		info[keys[0]] = strings.TrimSpace(string(out))
		return info, nil
	}
	for line := range strings.Lines(string(out)) {
		if key, value, ok := strings.Cut(line, ": "); ok {
			info[key] = strings.TrimSpace(value)
		}
	}
	return info, nil
}

// Mappings are what repositories call others: by canonical name, the canonical
// names by apparent ones. The main repository has no name.
func (b *Bazel) Mappings(ctx context.Context, repos []string) (map[string]map[string]string, error) {
	out, err := b.run(ctx, "mod", append([]string{"dump_repo_mapping"}, repos...)...)
	if err != nil {
		return nil, err
	}
	all := map[string]map[string]string{}
	in := json.NewDecoder(bytes.NewReader(out))
	for _, repo := range repos {
		var mapping map[string]string
		if err := in.Decode(&mapping); err != nil {
			return nil, fmt.Errorf("reading what repository %q calls others: %w", repo, err)
		}
		all[repo] = mapping
	}
	return all, nil
}

// Shutdown ends the server. It is for servers that were started for this
// program alone, with an output base of their own.
func (b *Bazel) Shutdown(ctx context.Context) error {
	_, err := b.run(ctx, "shutdown")
	return err
}
