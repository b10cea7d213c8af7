// Package programversion says which version of a program this is.
package programversion

import "runtime/debug"

// Text is the program's name and version, and the commit where the Go toolchain
// recorded it.
func Text(program, version string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return program + " " + version + " (" + s.Value + ")"
			}
		}
	}
	return program + " " + version
}
