package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"time"
)

// sample is what one check cost.
type sample struct {
	cpu, wall time.Duration
	// written is how many bytes were written to files, as the kernel accounts them
	// to the processes: nothing where the files are in memory.
	written int64
	// peak is the highest sum of the resident sets of all processes.
	peak int64
}

// take runs commands one after another and measures them with all the processes
// that they start.
func take(ctx context.Context, commands []*exec.Cmd) (sample, error) {
	var s sample
	for _, cmd := range commands {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		start := time.Now()
		err := cmd.Run()
		s.wall += time.Since(start)
		if cmd.ProcessState == nil {
			return s, fmt.Errorf("starting %s: %w", cmd.Path, err)
		}
		s.add(usageOf(cmd.ProcessState.SysUsage()))
		// Plugins that outlive the tofu which started them.
		orphans, rerr := reap(ctx)
		if rerr != nil {
			return s, rerr
		}
		s.add(orphans)
		if err != nil {
			return s, &wrongVerdict{fmt.Sprintf("%v in %s: %v\n%s", cmd.Args, cmd.Dir, err, out.Bytes())}
		}
	}
	return s, nil
}

func (s *sample) add(u sample) {
	s.cpu += u.cpu
	s.written += u.written
}

// takePeak runs commands and watches their memory, which costs processor time:
// so that is not measured here.
func takePeak(ctx context.Context, commands []*exec.Cmd) (int64, error) {
	var peak int64
	for _, cmd := range commands {
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			return 0, fmt.Errorf("starting %s: %w", cmd.Path, err)
		}
		ended := make(chan struct{})
		watched := make(chan int64)
		go func() { watched <- watch(cmd.Process.Pid, ended) }()
		err := cmd.Wait()
		close(ended)
		peak = max(peak, <-watched)
		if _, rerr := reap(ctx); rerr != nil {
			return 0, rerr
		}
		if err != nil {
			return 0, &wrongVerdict{fmt.Sprintf("%v in %s: %v\n%s", cmd.Args, cmd.Dir, err, out.Bytes())}
		}
	}
	return peak, nil
}

// watch looks at the memory of a process and its descendants until ended is closed.
func watch(pid int, ended <-chan struct{}) int64 {
	var peak int64
	tick := time.NewTicker(3 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return peak
		case <-tick.C:
			peak = max(peak, resident(pid))
		}
	}
}

// medians are of each figure by itself.
func medians(samples []sample) sample {
	pick := func(get func(sample) int64) int64 {
		var values []int64
		for _, s := range samples {
			values = append(values, get(s))
		}
		slices.Sort(values)
		n := len(values)
		if n == 0 {
			return 0
		}
		return (values[(n-1)/2] + values[n/2]) / 2
	}
	return sample{
		cpu:     time.Duration(pick(func(s sample) int64 { return int64(s.cpu) })),
		wall:    time.Duration(pick(func(s sample) int64 { return int64(s.wall) })),
		written: pick(func(s sample) int64 { return s.written }),
		peak:    pick(func(s sample) int64 { return s.peak }),
	}
}
