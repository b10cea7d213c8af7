package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// family is a process and its children: their numbers.
func family(pid int) ([]int, error) {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, err
	}
	pids := []int{pid}
	for _, path := range stats {
		child, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if fields, err := statFields(child); err == nil && fields[1] == strconv.Itoa(pid) {
			pids = append(pids, child)
		}
	}
	return pids, nil
}

// statFields are the fields of /proc/PID/stat from the state on, the third of proc(5).
func statFields(pid int) ([]string, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	if len(fields) < 15 {
		return nil, fmt.Errorf("reading /proc/%d/stat: only %d fields", pid, len(fields))
	}
	return fields, nil
}

// tick is the unit of times in /proc: USER_HZ, 100 on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// cpuTime is the processor time of processes and of their ended children.
func cpuTime(pids []int) (sum time.Duration, err error) {
	for _, pid := range pids {
		fields, err := statFields(pid)
		if err != nil {
			return 0, fmt.Errorf("reading processor time: %w", err)
		}
		for _, field := range fields[11:15] { // utime stime cutime cstime
			n, err := strconv.ParseInt(field, 10, 64)
			if err != nil {
				return 0, fmt.Errorf("reading /proc/%d/stat: %w", pid, err)
			}
			sum += time.Duration(n) * tick
		}
	}
	return sum, nil
}

// resetPeak makes the memory in use now the most that has been in use.
func resetPeak(pids []int) error {
	for _, pid := range pids {
		if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0); err != nil {
			return fmt.Errorf("resetting peak memory: %w", err)
		}
	}
	return nil
}

// peakMemory is the sum of the processes' peak resident sets, in bytes.
func peakMemory(pids []int) (sum int64, err error) {
	for _, pid := range pids {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			return 0, fmt.Errorf("reading peak memory: %w", err)
		}
		_, rest, ok := strings.Cut(string(data), "\nVmHWM:")
		value, _, _ := strings.Cut(rest, " kB")
		n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		if !ok || err != nil {
			return 0, fmt.Errorf("reading /proc/%d/status: no VmHWM", pid)
		}
		sum += n << 10
	}
	return sum, nil
}

// settle writes what is in memory for dir's file system to the disk, so that no
// measurement pays for another's writes.
func settle(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := unix.Syncfs(int(d.Fd())); err != nil {
		return fmt.Errorf("flushing the file system of %q: %w", dir, err)
	}
	return nil
}

// room is the number of free bytes in dir's file system, and its name.
func room(dir string) (free int64, kind string, err error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, "", fmt.Errorf("looking at the file system of %q: %w", dir, err)
	}
	names := map[int64]string{
		unix.TMPFS_MAGIC: "tmpfs", unix.EXT4_SUPER_MAGIC: "ext4", unix.XFS_SUPER_MAGIC: "xfs",
		unix.BTRFS_SUPER_MAGIC: "btrfs", unix.OVERLAYFS_SUPER_MAGIC: "overlayfs", 0x2fc12fc1: "zfs",
	}
	kind, ok := names[int64(st.Type)]
	if !ok {
		kind = fmt.Sprintf("file system %#x", st.Type)
	}
	return int64(st.Bavail) * st.Bsize, kind, nil
}
