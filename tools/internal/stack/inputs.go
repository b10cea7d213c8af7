package stack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/planfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// Names of inputs that are no files.
const (
	inputTofu       = "OpenTofu"
	inputBackend    = "the backend"
	inputEncryption = "the encryption"
	inputProvider   = "provider "
	// inputValue begins the names of what sets a variable.
	inputValue = "--var"
)

// collectInputs hashes everything a plan depends on, under names for people.
func (s *session) collectInputs(ctx context.Context) error {
	s.inputs = map[string]string{}
	add := func(name, sum string) { s.inputs[name] = sum }
	for _, f := range s.spec.TreeFiles() {
		if err := fileSums(f, add); err != nil {
			return err
		}
	}
	for _, p := range s.spec.Providers {
		sum, err := providerSum(p)
		if err != nil {
			return err
		}
		add(inputProvider+p.Address, sum)
	}
	version, err := s.tofuVersion(ctx)
	if err != nil {
		return err
	}
	add(inputTofu, planfile.Sum([]byte(version)))
	backend, err := json.Marshal([]any{s.stack.Backend.Type, s.backendConfig()})
	if err != nil {
		return fmt.Errorf("encoding the backend: %w", err)
	}
	add(inputBackend, planfile.Sum(backend))
	for name, f := range map[string]*spec.File{inputBackend + ": ": s.stack.Backend.File, inputEncryption + ": ": s.stack.Encryption} {
		if f == nil {
			continue
		}
		if err := fileSums(*f, func(file, sum string) { add(name+file, sum) }); err != nil {
			return err
		}
	}
	return s.collectValues(add)
}

// collectValues adds the values of the user's own variable files and flags.
func (s *session) collectValues(add func(name, sum string)) error {
	for _, f := range s.opts.varFiles {
		sum, err := sumFile(userPath(f))
		if err != nil {
			return err
		}
		add(inputValue+"-file "+f, sum)
	}
	if s.values == nil {
		return nil
	}
	for name, value := range s.values.Generated {
		add(inputValue+" "+name, planfile.Sum(value))
	}
	return nil
}

// providerSum covers a plugin, its version and everything beside it.
func providerSum(p spec.Provider) (string, error) {
	lines := []string{p.Address, p.Version, p.Platform}
	files := append([]spec.File{{Path: p.Binary, Dest: "."}}, p.Data...)
	for _, f := range files {
		err := fileSums(f, func(name, sum string) { lines = append(lines, sum+" "+name) })
		if err != nil {
			return "", fmt.Errorf("provider %s: %w", p.Label, err)
		}
	}
	sort.Strings(lines)
	return planfile.Sum([]byte(strings.Join(lines, "\n"))), nil
}

func (s *session) tofuVersion(ctx context.Context) (string, error) {
	bare := s.tofu
	bare.Env = bare.Env.With("TF_CLI_CONFIG_FILE", os.DevNull) // Ours is not there yet.
	result, err := bare.Check(ctx, tofu.VersionArgs())
	if err != nil {
		return "", err
	}
	var version struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(result.Stdout, &version); err != nil || version.Version == "" {
		return "", fmt.Errorf("asking %q for its version: got %q", s.spec.Tofu, result.Stdout)
	}
	return version.Version, nil
}

// configurationDigest covers what init depends on: all inputs but values.
func (s *session) configurationDigest() string {
	var lines []string
	for name, sum := range s.inputs {
		if !strings.HasPrefix(name, inputValue) {
			lines = append(lines, name+" "+sum)
		}
	}
	sort.Strings(lines)
	return planfile.Sum([]byte(strings.Join(lines, "\n")))
}

func sumFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("opening a file to hash it: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("hashing %q: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func marshalVariables(values map[string]json.RawMessage) ([]byte, error) {
	data, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("encoding the variables: %w", err)
	}
	return data, nil
}
