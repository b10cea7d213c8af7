package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// roomy is where stores and servers are put: in memory, which takes the disk out of the
// comparison, if the largest closure fits there three times over.
func (o options) roomy() string {
	largest := max(int64(o.paths)*8<<10, int64(o.large)*int64(o.largeMiB)<<20, int64(o.treeMiB)<<20, int64(o.huge)*8<<10)
	var st unix.Statfs_t
	if err := unix.Statfs("/dev/shm", &st); err != nil || int64(st.Bavail)*st.Bsize < 3*largest {
		return os.TempDir()
	}
	return "/dev/shm"
}
