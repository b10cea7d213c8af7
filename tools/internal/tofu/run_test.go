package tofu_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// TestMain makes the test binary its own stand-in for tofu.
func TestMain(m *testing.M) {
	if os.Getenv("FAKE_TOFU") == "" {
		os.Exit(m.Run())
	}
	os.Exit(fake(os.Args[1:]))
}

// fake does what its last argument says. "wait" tells its process id and group,
// and then each signal, until SIGUSR1 ends it.
func fake(args []string) int {
	switch word := args[len(args)-1]; word {
	case "wait":
		ch := make(chan os.Signal, 8)
		signal.Notify(ch)
		fmt.Println("ready", os.Getpid(), syscall.Getpgrp())
		for sig := range ch {
			switch sig {
			case syscall.SIGUSR1:
				return 7
			case syscall.SIGURG:
				// Go's own scheduler sends it.
			default:
				fmt.Println("got", sig)
			}
		}
	case "stop":
		ch := make(chan os.Signal, 1)
		signal.Notify(ch, os.Interrupt)
		ready := strings.TrimPrefix(args[0], "-chdir=") + "/ready"
		if err := os.WriteFile(ready, nil, 0o600); err != nil {
			return 1
		}
		<-ch
		os.Remove(ready)
	case "args":
		fmt.Println(strings.Join(args, "|"))
		fmt.Fprintln(os.Stderr, "err")
	default:
		code, _ := strconv.Atoi(word)
		return code
	}
	return 0
}

func fakeTofu(t *testing.T) tofu.Tofu {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return tofu.Tofu{Path: exe, Dir: t.TempDir(), Env: tofu.Env{"FAKE_TOFU=1"}}
}

func TestCheck(t *testing.T) {
	f := fakeTofu(t)
	res, err := f.Check(t.Context(), []string{"x", "args"})
	if want := "-chdir=" + f.Dir + "|x|args\n"; err != nil || res.Code != 0 || string(res.Stdout) != want || string(res.Stderr) != "err\n" {
		t.Errorf("%+v, %v; want stdout %q and stderr", res, err, want)
	}
	if res, err := f.Check(t.Context(), []string{"3"}); err != nil || res.Code != 3 {
		t.Errorf("%+v, %v; want exit code 3 and no error", res, err)
	}
	gone := f
	gone.Path = "none"
	if _, err := gone.Check(t.Context(), []string{"plan"}); err == nil || !strings.Contains(err.Error(), "running tofu plan") {
		t.Errorf("error %v, want one that names the command", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Check(ctx, []string{"0"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want Canceled", err)
	}
}

func TestCheckInterrupted(t *testing.T) {
	f := fakeTofu(t)
	ready := filepath.Join(f.Dir, "ready")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := f.Check(ctx, []string{"stop"})
		ended <- err
	}()
	for _, err := os.Stat(ready); err != nil; _, err = os.Stat(ready) {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want Canceled", err)
	}
	if _, err := os.Stat(ready); err == nil {
		t.Error("tofu was killed; want an interrupt, so that it stops its plugins")
	}
}

// process is a fake tofu that waits, run by Run.
type process struct {
	lines      *bufio.Scanner
	pid, group int
	code       chan int
}

func start(t *testing.T, ctx context.Context, stdin io.Reader) *process {
	t.Helper()
	r, w := io.Pipe()
	p := &process{lines: bufio.NewScanner(r), code: make(chan int, 1)}
	f := fakeTofu(t)
	go func() {
		code, err := f.Run(ctx, []string{"wait"}, tofu.IO{Stdin: stdin, Stdout: w})
		if err != nil {
			t.Error(err)
		}
		w.Close()
		p.code <- code
	}()
	if !p.lines.Scan() {
		t.Fatal("the fake did not start")
	}
	if _, err := fmt.Sscanf(p.lines.Text(), "ready %d %d", &p.pid, &p.group); err != nil {
		t.Fatal(err)
	}
	return p
}

// finish ends the fake after the time in which a signal too many would have
// come, and returns all that it got beyond the lines already read.
func (p *process) finish(t *testing.T) []string {
	t.Helper()
	time.Sleep(150 * time.Millisecond)
	if err := syscall.Kill(p.pid, syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	var rest []string
	for p.lines.Scan() {
		rest = append(rest, p.lines.Text())
	}
	if code := <-p.code; code != 7 {
		t.Errorf("exit code %d, want tofu's own 7", code)
	}
	return rest
}

func TestRunSignals(t *testing.T) {
	self := func(t *testing.T, sig syscall.Signal) {
		t.Helper()
		if err := syscall.Kill(os.Getpid(), sig); err != nil {
			t.Fatal(err)
		}
	}
	for _, tc := range []struct {
		name   string
		reason string
		do     func(t *testing.T, cancel func())
		want   int
	}{
		{"nothing", "no signal, no interrupt", func(*testing.T, func()) {}, 0},
		{"interrupt", "SIGINT is passed on once, though it ends the context as well", func(t *testing.T, _ func()) { self(t, syscall.SIGINT) }, 1},
		{"terminate", "SIGTERM becomes one interrupt", func(t *testing.T, _ func()) { self(t, syscall.SIGTERM) }, 1},
		{"cancel", "the end of the context is an interrupt, not a kill", func(_ *testing.T, cancel func()) { cancel() }, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			p := start(t, ctx, nil)
			if p.group != p.pid {
				t.Errorf("process group %d, want its own: a terminal must not signal it as well", p.group)
			}
			tc.do(t, cancel)
			got := p.finish(t)
			if len(got) != tc.want || tc.want > 0 && got[0] != "got interrupt" {
				t.Errorf("tofu got %q, want %d interrupts: %s", got, tc.want, tc.reason)
			}
		})
	}
}

func TestRunSecondInterrupt(t *testing.T) {
	p := start(t, t.Context(), nil)
	for i := range 2 {
		if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		if !p.lines.Scan() || p.lines.Text() != "got interrupt" {
			t.Fatalf("signal %d: tofu got %q, want an interrupt", i+1, p.lines.Text())
		}
	}
	if rest := p.finish(t); rest != nil {
		t.Errorf("tofu got %q beyond the two", rest)
	}
}

func TestRunRefusesEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := fakeTofu(t).Run(ctx, []string{"0"}, tofu.IO{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want Canceled: nothing may start after an interrupt", err)
	}
}

func TestRunExitCode(t *testing.T) {
	if code, err := fakeTofu(t).Run(t.Context(), []string{"2"}, tofu.IO{}); code != 2 || err != nil {
		t.Errorf("%d, %v; want tofu's exit code 2 and no error", code, err)
	}
}
