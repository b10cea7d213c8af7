package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// A provider is a real plugin.
type provider struct{ address, version, path string }

// world is what all parts use.
type world struct {
	options
	dir string
	log io.Writer
	// tofuVersion is the version of tofu, which rules know without asking.
	tofuVersion string
	// captured are the snapshots made here, by address.
	captured map[string]string
}

func (w *world) progress(format string, args ...any) {
	fmt.Fprintf(w.log, "bench: "+format+"\n", args...)
}

// heading says where and when.
func (w *world) heading() string {
	return fmt.Sprintf("%s; %s, %d processors", time.Now().Format(time.DateOnly), cost.Machine(), runtime.NumCPU())
}

// provider finds a real plugin.
func (w *world) provider(address string) (provider, bool) {
	for _, p := range w.providers {
		if p.address == address {
			return p, true
		}
	}
	return provider{}, false
}

// has says whether the plugins of all providers of a kind are at hand.
func (w *world) has(k kind) bool {
	for _, address := range k.providers {
		if _, ok := w.provider(address); !ok {
			return false
		}
	}
	return true
}

// snapshot is the file with a provider's schema, and the provider's version:
// captured from the plugin where the repository has none.
func (w *world) snapshot(address string) (file, version string, err error) {
	if file := w.captured[address]; file != "" {
		p, _ := w.provider(address)
		return file, p.version, nil
	}
	prefix := strings.ReplaceAll(address, "/", "_") + "_"
	found, err := filepath.Glob(filepath.Join(w.schemas, prefix+"*.schema"))
	if err != nil || len(found) != 1 {
		return "", "", fmt.Errorf("looking for the one snapshot of %s in %s: %v, %w", address, w.schemas, found, err)
	}
	version = strings.TrimSuffix(strings.TrimPrefix(filepath.Base(found[0]), prefix), ".schema")
	return found[0], version, nil
}

// prepare captures the snapshots that are missing and makes the mirrors.
func (w *world) prepare(ctx context.Context) error {
	w.captured = map[string]string{}
	if err := cost.Reaper(true); err != nil {
		return err
	}
	if err := w.askVersion(ctx); err != nil {
		return err
	}
	for _, p := range w.providers {
		if err := w.capture(ctx, p); err != nil {
			return err
		}
	}
	return w.mirrors()
}

func (w *world) askVersion(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, w.tofu, "version")
	cmd.Env = w.env(filepath.Join(w.dir, "data"), os.DevNull)
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("asking %s for its version: %w", w.tofu, err)
	}
	first, _, _ := strings.Cut(string(out), "\n")
	w.tofuVersion = strings.TrimPrefix(first, "OpenTofu v")
	return nil
}

// capture makes a snapshot of a plugin, so that it is of this very plugin.
func (w *world) capture(ctx context.Context, p provider) error {
	w.progress("capturing the schema of %s %s", p.address, p.version)
	file := filepath.Join(w.dir, path.Base(p.address)+".schema")
	out, err := exec.CommandContext(ctx, w.tofuschema, "capture", "--address", p.address, "--version", p.version, "--out", file, p.path).CombinedOutput()
	if err != nil {
		return fmt.Errorf("capturing the schema of %s: %w\n%s", p.address, err, out)
	}
	w.captured[p.address] = file
	return nil
}

// env is the environment of a tofu that is started by hand: hermetic, with a
// data directory and a CLI configuration of its own.
func (w *world) env(data, config string) []string {
	return []string{"PATH=/usr/bin:/bin", "HOME=" + w.dir, "TMPDIR=" + os.TempDir(), "CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1", "TF_INPUT=0", "TF_DATA_DIR=" + data, "TF_CLI_CONFIG_FILE=" + config}
}
