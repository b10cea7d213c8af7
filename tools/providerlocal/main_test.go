package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	for _, c := range []struct {
		name           string
		args           []string
		code           int
		stdout, stderr string
		reason         string
	}{
		{"version", []string{"--version"}, 0, "0.1.0\n", "", "for machines"},
		{"help", []string{"--help"}, 0, "", "Exit codes:", "for people"},
		{"unknown flag", []string{"--nonsense"}, 2, "", "nonsense", "usage"},
		{"argument", []string{"apply"}, 2, "", "Usage:", "it is not tofu"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := run(t.Context(), append([]string{"provider"}, c.args...), &stdout, &stderr)
			if code != c.code || stdout.String() != c.stdout || !strings.Contains(stderr.String(), c.stderr) {
				t.Errorf("code %d, stdout %q, stderr %q; want %d, %q, %q (%s)", code, stdout.String(), stderr.String(), c.code, c.stdout, c.stderr, c.reason)
			}
		})
	}
}
