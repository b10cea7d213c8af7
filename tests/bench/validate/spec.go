package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
)

// object is a JSON object.
type object = map[string]any

// spec writes the spec of the module's check, as the rules do, and returns its file.
func (w *world) spec(m module, real bool) (string, error) {
	s := object{"v": 1, "kind": "validate", "label": "//" + m.dir + ":module", "tofu": w.tofu, "tofu_version": w.tofuVersion, "root": m.dir}
	var modules, providers []object
	for i, dir := range m.dirs() {
		srcs, err := m.specFiles(dir, ".tf")
		if err != nil {
			return "", err
		}
		o := object{"label": "//" + dir + ":module", "dir": dir, "build_file": dir + "/BUILD.bazel", "srcs": srcs}
		if i == 0 {
			o["deps"] = m.dirs()[1:]
		}
		modules = append(modules, o)
	}
	for _, address := range m.providers {
		p, err := w.specProvider(address, real)
		if err != nil {
			return "", err
		}
		providers = append(providers, p)
	}
	s["modules"], s["providers"] = modules, providers
	if m.tests {
		tests, err := m.specFiles(path.Join(m.dir, "tests"), ".tftest.hcl")
		if err != nil {
			return "", err
		}
		s["kind"], s["tests"] = "test", tests
	}
	data, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("encoding a spec: %w", err)
	}
	file := filepath.Join(m.top, m.dir, "spec.json")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return "", fmt.Errorf("writing a spec: %w", err)
	}
	return file, nil
}

// specFiles are a directory's files as a spec has them.
func (m module) specFiles(dir, ending string) ([]object, error) {
	names, err := m.files(dir, ending)
	if err != nil {
		return nil, err
	}
	var all []object
	for _, name := range names {
		all = append(all, object{"path": name, "dest": name})
	}
	return all, nil
}

// specProvider is a provider as a spec has it.
func (w *world) specProvider(address string, real bool) (object, error) {
	p, found := w.provider(address)
	if real && !found {
		return nil, fmt.Errorf("no plugin of %s", address)
	}
	snapshot, version, err := w.snapshot(address)
	if err != nil {
		return nil, err
	}
	o := object{"label": "@tofu_providers//:" + path.Base(address), "address": address, "version": version,
		"platform": platform(), "schema": snapshot, "lock": "bazel run //tofu:lock"}
	if real {
		o["binary"] = p.path
	}
	return o, nil
}

// platform as OpenTofu writes it.
func platform() string { return runtime.GOOS + "_" + runtime.GOARCH }
