package main

import (
	"strings"
	"testing"
)

func TestUsage(t *testing.T) {
	programs := map[string]string{}
	for _, name := range []string{"TOFU", "TOFURUN", "TOFUSCHEMA", "SCHEMAS", "PROVIDER_TIME", "PROVIDER_BIG", "BAZEL", "MODULE_BAZEL"} {
		programs[name] = "/no/" + strings.ToLower(name)
	}
	for _, tc := range []struct {
		name, reason string
		args         []string
		env          map[string]string
		code         int
		stdout       string
		stderr       string
	}{
		{name: "help", reason: "machines and people find the exit codes there", args: []string{"--help"}, code: 0, stdout: "Exit codes:"},
		{name: "unknown flag", reason: "a misspelt flag must not measure something else", args: []string{"--round", "1"}, code: 2, stderr: "-round"},
		{name: "argument", reason: "there are none", args: []string{"k8s"}, code: 2, stderr: `unexpected argument "k8s"`},
		{name: "no rounds", reason: "a median of nothing", args: []string{"--rounds", "0"}, code: 2, stderr: "--rounds 0"},
		{name: "bad modules", reason: "numbers only", args: []string{"--modules", "10,many"}, code: 2, stderr: "10,100,300"},
		{name: "unknown part", reason: "--only with nothing to do", args: []string{"--only", "kind"}, code: 2, stderr: `no part is called "kind"`},
		{name: "bad provider", reason: "three parts", args: []string{"--provider", "hashicorp/aws"}, code: 2, stderr: "ADDRESS=VERSION=PATH"},
		{name: "bad address", reason: "an address has a namespace", args: []string{"--provider", "aws=1.0.0=/bin/sh"}, code: 2, stderr: `address "aws"`},
		{name: "no plugin", reason: "nothing would be measured", args: []string{"--provider", "hashicorp/aws=1.0.0=/no/plugin"}, code: 2, stderr: "/no/plugin"},
		{name: "no program", reason: "nothing is looked for on PATH", env: map[string]string{}, code: 2, stderr: "is not set"},
		{name: "no room", reason: "there must be a place to work in", args: []string{"--dir", "/no/place"}, code: 3, stderr: "/no/place"},
		{name: "program missing", reason: "it cannot be started", code: 3, stderr: "/no/tofu"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			env := tc.env
			if env == nil {
				env = programs
			}
			var stdout, stderr strings.Builder
			code := program().Run(t.Context(), tc.args, func(name string) string { return env[name] }, &stdout, &stderr)
			if code != tc.code || !strings.Contains(stdout.String(), tc.stdout) || !strings.Contains(stderr.String(), tc.stderr) {
				t.Errorf("exit code %d, want %d (%s)\nstdout: %s\nstderr: %s", code, tc.code, tc.reason, stdout.String(), stderr.String())
			}
		})
	}
}
