// Package cost measures what commands cost, with all the processes that they start.
package cost

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"time"
)

// Sample is what one or more commands cost.
type Sample struct {
	CPU, Wall time.Duration
	// Written is how many bytes were written to files, as the kernel accounts them
	// to the processes: nothing where the files are in memory.
	Written int64
	// Peak is the highest sum of the resident sets of all processes, in bytes; only
	// TakePeak knows it.
	Peak int64
}

// Failed is a command that did not succeed.
type Failed struct{ text string }

func (e *Failed) Error() string { return e.text }

// Take runs commands one after another and measures them with all the processes
// that they start, also those that outlive them: Reaper must have been called, and this process must
// have no other children. An error of type *Failed has what the command printed.
func Take(ctx context.Context, commands []*exec.Cmd) (Sample, error) {
	return take(ctx, commands, reap)
}

// TakeAlone is Take for commands that wait for all the processes they start, and does not mind
// other children of this process, such as servers.
func TakeAlone(ctx context.Context, commands []*exec.Cmd) (Sample, error) {
	return take(ctx, commands, nobody)
}

// nobody has outlived anybody.
func nobody(context.Context) (Sample, error) { return Sample{}, nil }

func take(ctx context.Context, commands []*exec.Cmd, reap func(context.Context) (Sample, error)) (Sample, error) {
	var s Sample
	for _, cmd := range commands {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		start := time.Now()
		err := cmd.Run()
		s.Wall += time.Since(start)
		if cmd.ProcessState == nil {
			return s, fmt.Errorf("starting %s: %w", cmd.Path, err)
		}
		s.Add(usageOf(cmd.ProcessState.SysUsage()))
		// Plugins that outlive the tofu which started them.
		orphans, rerr := reap(ctx)
		if rerr != nil {
			return s, rerr
		}
		s.Add(orphans)
		if err != nil {
			return s, &Failed{fmt.Sprintf("%v in %s: %v\n%s", cmd.Args, cmd.Dir, err, out.Bytes())}
		}
	}
	return s, nil
}

// Add adds processor time and bytes written.
func (s *Sample) Add(u Sample) {
	s.CPU += u.CPU
	s.Written += u.Written
}

// TakePeak runs commands and watches their memory, which costs processor time:
// so that is not measured here.
func TakePeak(ctx context.Context, commands []*exec.Cmd) (int64, error) {
	return takePeak(ctx, commands, reap)
}

// TakePeakAlone is to TakePeak what TakeAlone is to Take.
func TakePeakAlone(ctx context.Context, commands []*exec.Cmd) (int64, error) {
	return takePeak(ctx, commands, nobody)
}

func takePeak(ctx context.Context, commands []*exec.Cmd, reap func(context.Context) (Sample, error)) (int64, error) {
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
			return 0, &Failed{fmt.Sprintf("%v in %s: %v\n%s", cmd.Args, cmd.Dir, err, out.Bytes())}
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

// Medians are of each figure by itself.
func Medians(samples []Sample) Sample {
	pick := func(get func(Sample) int64) int64 {
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
	return Sample{
		CPU:     time.Duration(pick(func(s Sample) int64 { return int64(s.CPU) })),
		Wall:    time.Duration(pick(func(s Sample) int64 { return int64(s.Wall) })),
		Written: pick(func(s Sample) int64 { return s.Written }),
		Peak:    pick(func(s Sample) int64 { return s.Peak }),
	}
}
