package cost

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Reaper makes processes whose parent has ended ours, so that what they cost is
// known; or not, for Bazel waits until its server is really gone.
func Reaper(on bool) error {
	var value uintptr
	if on {
		value = 1
	}
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, value, 0, 0, 0); err != nil {
		return fmt.Errorf("becoming the reaper of orphaned processes: %w", err)
	}
	return nil
}

// usageOf reads what a process and the children that it waited for cost.
func usageOf(usage any) Sample {
	u, ok := usage.(*syscall.Rusage)
	if !ok {
		return Sample{}
	}
	return Sample{
		CPU:     time.Duration(u.Utime.Nano() + u.Stime.Nano()),
		Written: u.Oublock * 512,
	}
}

// orphanTimeout is how long a process may outlive the one that started it.
const orphanTimeout = 5 * time.Second

// reap waits for the processes that were left to us and returns what they cost.
func reap(ctx context.Context) (Sample, error) {
	var all Sample
	for deadline := time.Now().Add(orphanTimeout); ; {
		var usage syscall.Rusage
		pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, &usage)
		switch {
		case errors.Is(err, syscall.ECHILD):
			return all, nil
		case err != nil && !errors.Is(err, syscall.EINTR):
			return all, fmt.Errorf("waiting for orphaned processes: %w", err)
		case pid > 0:
			all.Add(usageOf(&usage))
		case ctx.Err() != nil:
			return all, ctx.Err()
		case time.Now().After(deadline):
			return all, errors.New("a process that a command started still runs: the figures would be wrong")
		default:
			time.Sleep(time.Millisecond)
		}
	}
}

// resident is the sum of the resident sets of a process and its descendants.
func resident(pid int) int64 {
	id := strconv.Itoa(pid)
	// One that has just ended has none.
	fields := strings.Fields(readProc(id, "statm"))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	sum := pages * int64(os.Getpagesize())
	tasks, _ := os.ReadDir("/proc/" + id + "/task")
	for _, task := range tasks {
		for _, child := range strings.Fields(readProc(id, "task/"+task.Name()+"/children")) {
			if n, err := strconv.Atoi(child); err == nil {
				sum += resident(n)
			}
		}
	}
	return sum
}

func readProc(pid, name string) string {
	data, err := os.ReadFile("/proc/" + pid + "/" + name)
	if err != nil {
		return ""
	}
	return string(data)
}

// Machine describes where the measurement was made.
func Machine() string {
	var u unix.Utsname
	var info unix.Sysinfo_t
	if unix.Uname(&u) != nil || unix.Sysinfo(&info) != nil {
		return "unknown"
	}
	memory := float64(info.Totalram) * float64(info.Unit) / (1 << 30)
	load := float64(info.Loads[0]) / 65536
	return fmt.Sprintf("%s %s, %.0f GiB of memory, load %.1f", unix.ByteSliceToString(u.Release[:]), unix.ByteSliceToString(u.Machine[:]), memory, load)
}
