//go:build !linux

package cachestore_test

// unprivileged calls f; tests do not run as root on these systems.
func unprivileged(f func()) { f() }
