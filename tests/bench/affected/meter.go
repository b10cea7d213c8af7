package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// ticks is how many of the kernel's units of processor time a second has; on
// Linux a constant of its interface.
const ticks = 100

// measure runs a command, and counts the processor time of the Bazel servers whose
// output bases match the patterns. Peak is the memory of the command itself, or of
// the largest of the clients that it started: servers' memory is Bazel's. What a command
// printed that fails is returned, too.
func measure(ctx context.Context, cmd *exec.Cmd, outputBases ...string) (cost.Sample, []byte, error) {
	if err := ctx.Err(); err != nil {
		return cost.Sample{}, nil, err
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	before := servers(outputBases)
	ended, watched := make(chan struct{}), make(chan map[int]time.Duration)
	go func() { watched <- watchServers(outputBases, ended) }()
	start := time.Now()
	err := cmd.Run()
	s := cost.Sample{Wall: time.Since(start)}
	close(ended)
	for pid, used := range <-watched {
		s.CPU += used - before[pid]
	}
	if cmd.ProcessState == nil {
		return s, nil, fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok || len(readStat(os.Getpid())) == 0 {
		return s, nil, errors.New("measuring other processes needs Linux's /proc")
	}
	s.CPU += time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	s.Peak = usage.Maxrss * 1024
	if err != nil {
		err = fmt.Errorf("running %v: %w\n%s", cmd.Args, err, stderr.String())
	}
	return s, stdout.Bytes(), err
}

// watchServers looks at servers until ended is closed: one that a command starts
// and ends itself is not there afterwards.
func watchServers(outputBases []string, ended <-chan struct{}) map[int]time.Duration {
	used := map[int]time.Duration{}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for last := false; ; {
		for pid, t := range servers(outputBases) {
			used[pid] = t
		}
		if last {
			return used
		}
		select {
		case <-ended:
			last = true
		case <-tick.C:
		}
	}
}

// servers are the processor times of the Bazel servers of output bases.
func servers(outputBases []string) map[int]time.Duration {
	used := map[int]time.Duration{}
	for _, pattern := range outputBases {
		files, _ := filepath.Glob(filepath.Join(pattern, "server", "server.pid.txt"))
		for _, file := range files {
			data, _ := os.ReadFile(file)
			pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
			if fields := readStat(pid); err == nil && len(fields) > 13 {
				user, _ := strconv.Atoi(fields[11])
				system, _ := strconv.Atoi(fields[12])
				used[pid] = time.Duration(user+system) * time.Second / ticks
			}
		}
	}
	return used
}

// readStat are the fields of /proc/PID/stat after the program's name.
func readStat(pid int) []string {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(data), ") ")
	return strings.Fields(rest)
}
