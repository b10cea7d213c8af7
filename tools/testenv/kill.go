package testenv

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// KillTree kills a process and its descendants as a power cut would, the oldest first: none
// sees another die and has time to save something.
func KillTree(pid int) {
	// The pattern is well formed.
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	var children []string
	for _, task := range tasks {
		data, _ := os.ReadFile(task)
		children = append(children, strings.Fields(string(data))...)
	}
	syscall.Kill(pid, syscall.SIGKILL)
	for _, word := range children {
		var child int
		fmt.Sscan(word, &child)
		KillTree(child)
	}
}
