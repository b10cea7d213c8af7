package credential_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/credential"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTokens(t *testing.T) {
	absent := filepath.Join(t.TempDir(), "absent")
	for _, tc := range []struct {
		name  string
		token credential.Token
		want  string
		err   string
	}{
		{"text", credential.Text("abc"), "abc", ""},
		{"text with the end of its line", credential.Text(" abc\n"), "abc", ""},
		{"nothing", credential.Text("\n"), "", "the token is empty"},
		{"two lines", credential.Text("s3cret\nb"), "", "the token has characters that no token has: is it one line?"},
		{"not ASCII", credential.Text("s3crét"), "", "is it one line?"},
		{"a file", credential.File(write(t, "token", "abc\n")), "abc", ""},
		{"a file that is not there", credential.File(absent), "", "reading token: open " + absent + ": no such file"},
		{"an empty file", credential.File(write(t, "empty", "")), "", `/empty": the token is empty`},
		{"a command", credential.Command([]string{"echo", "abc"}), "abc", ""},
		{"a command that fails", credential.Command([]string{"false"}), "", `getting a token from the command "false": exit status 1`},
		{"a command that is not there", credential.Command([]string{absent}), "", "no such file"},
		{"a command that prints nothing", credential.Command([]string{"true"}), "", `from the command "true": the token is empty`},
	} {
		got, err := tc.token(t.Context())
		if got != tc.want || (err == nil) != (tc.err == "") || err != nil && (!strings.Contains(err.Error(), tc.err) || strings.Contains(err.Error(), "s3cr")) {
			t.Errorf("%s: %q, %v; want %q, %q", tc.name, got, err, tc.want, tc.err)
		}
	}
}

// A command runs once while its token is good, and again shortly before it expires.
func TestCommandRunsAgain(t *testing.T) {
	for _, tc := range []struct {
		name  string
		token string
		runs  int
	}{
		{"says nothing of its end", "opaque", 1},
		{"good for an hour", jwt(`{"exp":` + strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10) + `}`), 1},
		{"good for 20 seconds", jwt(`{"exp":` + strconv.FormatInt(time.Now().Add(20*time.Second).Unix(), 10) + `}`), 3},
	} {
		ran := filepath.Join(t.TempDir(), "ran")
		token := credential.Command([]string{write(t, "get", "#!/bin/sh\necho >>"+ran+"\necho "+tc.token+"\n")})
		for range 3 {
			if got, err := token(t.Context()); err != nil || got != tc.token {
				t.Errorf("%s: %q, %v", tc.name, got, err)
			}
		}
		if lines, err := os.ReadFile(ran); err != nil || len(lines) != tc.runs {
			t.Errorf("%s: it ran %d times, %v; want %d", tc.name, len(lines), err, tc.runs)
		}
	}
}

// A failure is not kept: the next request asks again.
func TestFailureIsNotKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token")
	token := credential.File(path)
	if _, err := token(t.Context()); err == nil {
		t.Fatal("a token from a file that is not there")
	}
	if err := os.WriteFile(path, []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := token(t.Context()); err != nil || got != "abc" {
		t.Errorf("%q, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := credential.Command([]string{"sleep", "60"})(ctx); err == nil {
		t.Error("a cancelled command gave a token")
	}
}
