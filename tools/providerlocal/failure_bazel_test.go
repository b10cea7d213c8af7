//go:build bazel && linux

package main_test

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestPortInUse(t *testing.T) {
	w := newWorld(t)
	l, err := net.Listen("tcp", w.grpc)
	must(t, err)
	out, code := w.tofu("apply", "-auto-approve", "-no-color")
	for _, want := range []string{w.grpc, "pid " + strconv.Itoa(os.Getpid()), "choose another grpc_address"} {
		if flat := strings.Join(strings.Fields(strings.ReplaceAll(out, "│", " ")), " "); code == 0 || !strings.Contains(flat, want) {
			t.Errorf("exit code %d, want an error with %q:\n%s", code, want, out)
		}
	}
	if left := w.servers(); len(left) > 0 {
		t.Errorf("left running: %v", left)
	}
	must(t, l.Close())
	w.apply()
	w.unchanged()
}

func TestUnhealthyServer(t *testing.T) {
	w := newWorld(t)
	bad := filepath.Join(t.TempDir(), "cached")
	must(t, os.WriteFile(bad, []byte("#!/bin/sh\necho the disk is made of cheese >&2\nexit 3\n"), 0o755))
	w.config(`binary = "` + bad + `"`)
	out, code := w.tofu("apply", "-auto-approve", "-no-color")
	if code == 0 || !strings.Contains(out, "the disk is made of cheese") || !strings.Contains(out, "exit status 3") {
		t.Errorf("exit code %d, want an error with the log:\n%s", code, out)
	}
	w.config("")
	if c := w.planned(); c.Actions[0] != "create" {
		t.Errorf("a failed creation is planned as %v; want create", c.Actions)
	}
	w.apply()
	w.unchanged()
}

func TestMissingProgram(t *testing.T) {
	w := newWorld(t)
	missing := `binary = "/nowhere/cached"`
	w.config(missing)
	if out, code := w.tofu("plan", "-no-color"); code == 0 || !strings.Contains(out, "No server program") || !strings.Contains(out, "/nowhere/cached") {
		t.Errorf("exit code %d, want an error that names the path:\n%s", code, out)
	}
	w.config("")
	w.apply()
	pid := w.server()
	w.config(missing)
	if out := w.apply(); !strings.Contains(out, "the installed one") {
		t.Errorf("want a warning that the installed program stays:\n%s", out)
	}
	if w.server() != pid {
		t.Error("the server was restarted for nothing")
	}
	w.ok("destroy", "-auto-approve")
	if left := w.servers(); len(left) > 0 {
		t.Errorf("left running: %v", left)
	}
}
