package stack

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// command is the command line that runs another verb on the environment that
// this run is about: it can be copied as it stands.
func (s *session) command(verb string, args ...string) string {
	var words []string
	if s.opts.stateDir != "" {
		words = append(words, "--state-dir="+s.opts.stateDir)
	}
	line := command(s.stack, verb)
	for i, word := range append(words, args...) {
		if i == 0 {
			line += " --"
		}
		line += " " + quote(word)
	}
	return line
}

// variableFlags repeat the user's variables. A value may be a secret, and is
// for the user to fill in again.
func (s *session) variableFlags() []string {
	var flags []string
	for _, f := range s.opts.varFiles {
		flags = append(flags, "--var-file="+f)
	}
	for _, v := range s.opts.vars {
		name, _, _ := strings.Cut(v, "=")
		flags = append(flags, "--var="+name+"=…")
	}
	return flags
}

// command is the command line that runs a verb of the stack.
func command(st *spec.Stack, verb string) string {
	pkg, _, _ := strings.Cut(st.Label, ":")
	if st.Environment == "default" && verb == "client_config" {
		return bazel() + " run " + pkg + ":" + verb
	}
	return bazel() + " run " + pkg + ":" + st.Environment + "." + verb
}

// bazel is how the user calls Bazel: where none is on PATH, by the launcher
// that the workspace brings.
func bazel() string {
	const onPath = "bazel"
	launcher := filepath.Join(os.Getenv("BUILD_WORKSPACE_DIRECTORY"), "tools", "bazel")
	if _, err := exec.LookPath(onPath); err == nil || !filepath.IsAbs(launcher) {
		return onPath
	}
	if _, err := exec.LookPath(launcher); err != nil {
		return onPath
	}
	if rel, err := filepath.Rel(workingDir(), launcher); err == nil {
		return quote(rel)
	}
	return quote(launcher)
}

// quote makes one word of a shell's command line.
func quote(word string) string {
	if regexp.MustCompile(`^[\w@%+=:,./…-]+$`).MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
