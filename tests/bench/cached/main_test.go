package main

import (
	"strings"
	"testing"
)

func TestUsage(t *testing.T) {
	programs := map[string]string{"CACHED": "/no/cached", "NGINX": "/no/nginx"}
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
		{name: "argument", reason: "there are none", args: []string{"nginx"}, code: 2, stderr: `unexpected argument "nginx"`},
		{name: "no rounds", reason: "a median of nothing", args: []string{"--rounds", "0"}, code: 2, stderr: "--rounds 0"},
		{name: "bad size", reason: "a size needs a known unit", args: []string{"--large-size", "1MB"}, code: 2, stderr: "4KiB"},
		{name: "small is large", reason: "it must fit in a batch", args: []string{"--small-size", "8MiB"}, code: 2, stderr: "what a batch holds"},
		{name: "no scenario", reason: "--only with nothing to do", args: []string{"--only", "nginx"}, code: 2, stderr: `begins with "nginx"`},
		{name: "no program", reason: "nothing is looked for on PATH", env: map[string]string{"CACHED": "/no/cached"}, code: 2, stderr: "NGINX is not set"},
		{name: "not in runfiles", reason: "a target's data may be wrong", env: map[string]string{"CACHED": "_main/cached"}, code: 2, stderr: `"_main/cached" is not in the runfiles`},
		{name: "no room", reason: "a full disk would be measured", args: []string{"--large", "100000000"}, code: 3, stderr: "MiB free"},
		{name: "server missing", reason: "it cannot be started", args: []string{"--rounds", "1", "--small", "1", "--only", "bazel-small"}, code: 3, stderr: "starting cached: "},
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
