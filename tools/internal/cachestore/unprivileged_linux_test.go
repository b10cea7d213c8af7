package cachestore_test

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// unprivileged calls f without the capabilities that let root read everything.
// They belong to the thread, which ends with f.
func unprivileged(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		header, none := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, [2]unix.CapUserData{}
		if err := unix.Capset(&header, &none[0]); err != nil {
			panic(err)
		}
		f()
	}()
	<-done
}
