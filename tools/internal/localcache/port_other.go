//go:build !linux

package localcache

// listeners are the processes that listen on addr; this system does not tell.
func listeners(string) []int { return nil }

// programName is the program that pid runs; this system does not tell.
func programName(int) string { return "unknown program" }
