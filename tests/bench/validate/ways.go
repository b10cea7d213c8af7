package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// A way to check a module.
type way struct {
	name string
	// real says that the way needs the real plugins.
	real bool
	// commands are what is run, in a fresh copy of the module.
	commands func(w *world, m module) ([]*exec.Cmd, error)
}

const (
	schemaWay = "schema"
	realWay   = "real"
)

func ways() []way {
	return []way{
		{schemaWay, false, func(w *world, m module) ([]*exec.Cmd, error) { return w.runner(m, false) }},
		{realWay, true, func(w *world, m module) ([]*exec.Cmd, error) { return w.runner(m, true) }},
		{"packed", true, func(w *world, m module) ([]*exec.Cmd, error) { return w.initialised(m, packedConfig), nil }},
		{"unpacked", true, func(w *world, m module) ([]*exec.Cmd, error) { return w.initialised(m, unpackedConfig), nil }},
		{"overrides", true, func(w *world, m module) ([]*exec.Cmd, error) { return w.overridden(m), nil }},
	}
}

// runner is the call of a rule's action: paths are relative to where it is started.
func (w *world) runner(m module, real bool) ([]*exec.Cmd, error) {
	spec, err := w.spec(m, real)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(w.tofurun, "--spec", spec, "--report", filepath.Join(m.top, m.dir, "report.json"))
	cmd.Dir, cmd.Env = m.top, []string{"PATH=/usr/bin:/bin", "TMPDIR=" + os.TempDir()}
	return []*exec.Cmd{cmd}, nil
}

// initialised is init and the check.
func (w *world) initialised(m module, config string) []*exec.Cmd {
	return []*exec.Cmd{w.command(m, config, "init", "-backend=false", "-no-color"), w.check(m, config)}
}

// overridden is the check without init; only module calls must be made known.
func (w *world) overridden(m module) []*exec.Cmd {
	commands := []*exec.Cmd{w.check(m, devConfig)}
	if len(m.calls) > 0 {
		commands = append([]*exec.Cmd{w.command(m, devConfig, "get", "-no-color")}, commands...)
	}
	return commands
}

func (w *world) check(m module, config string) *exec.Cmd {
	if m.tests {
		return w.command(m, config, "test", "-json")
	}
	return w.command(m, config, "validate", "-json")
}

func (w *world) command(m module, config string, args ...string) *exec.Cmd {
	dir := filepath.Join(m.top, m.dir)
	cmd := exec.Command(w.tofu, args...)
	cmd.Dir, cmd.Env = dir, w.env(filepath.Join(dir, ".terraform"), filepath.Join(w.dir, config))
	return cmd
}

// A wrongVerdict is a check that did not find a correct module correct.
type wrongVerdict struct{ text string }

func (e *wrongVerdict) Error() string { return e.text }

// verify wants a correct module to be found correct: what gives wrong verdicts is
// not worth measuring. tofu says it by its exit code, the runner by its report.
func verify(wy way, m module) error {
	if wy.name != schemaWay && wy.name != realWay {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(m.top, m.dir, "report.json"))
	if err != nil {
		return fmt.Errorf("reading the runner's report: %w", err)
	}
	var report struct {
		Valid bool `json:"valid"`
	}
	if err := json.Unmarshal(data, &report); err != nil {
		return fmt.Errorf("reading the runner's report: %w", err)
	}
	if !report.Valid {
		return &wrongVerdict{fmt.Sprintf("%s of kind %s is not valid:\n%s", m.dir, m.name, data)}
	}
	return nil
}
