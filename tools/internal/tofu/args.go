package tofu

import (
	"maps"
	"slices"
)

// Each tofu command line exists once, here. Functions return the words after
// "tofu -chdir=DIR".

// ValidateArgs validates the working directory, with machine-readable output.
func ValidateArgs() []string { return []string{"validate", "-json"} }

// TestArgs runs test files with machine-readable output: all those of the
// working directory and its "tests", or only the named ones.
func TestArgs(files, extra []string) []string {
	args := []string{"test", "-json"}
	for _, f := range files {
		args = append(args, "-filter="+f)
	}
	return append(args, extra...)
}

// FmtArgs rewrites files in canonical format and prints the changed ones' names.
func FmtArgs(files []string) []string {
	return append([]string{"fmt", "-list=true", "-no-color"}, files...)
}

// InitArgs installs providers and connects the backend.
func InitArgs(backendConfig map[string]string, extra []string) []string {
	args := []string{"init", "-input=false", "-no-color", "-reconfigure"}
	for _, k := range slices.Sorted(maps.Keys(backendConfig)) {
		args = append(args, "-backend-config="+k+"="+backendConfig[k])
	}
	return append(args, extra...)
}

// LockArgs adds hashes for the platforms to the lock file of the working
// directory, from a filesystem mirror, a network mirror or, with both empty, the
// providers' registries.
func LockArgs(platforms []string, fsMirror, netMirror string) []string {
	args := []string{"providers", "lock", "-no-color"}
	if fsMirror != "" {
		args = append(args, "-fs-mirror="+fsMirror)
	}
	if netMirror != "" {
		args = append(args, "-net-mirror="+netMirror)
	}
	for _, p := range platforms {
		args = append(args, "-platform="+p)
	}
	return args
}

// FetchArgs installs the providers that the lock file of the working directory
// pins, and never changes it.
func FetchArgs() []string {
	return []string{"init", "-input=false", "-no-color", "-backend=false", "-lockfile=readonly"}
}

// Plan describes a plan to make.
type Plan struct {
	// Out is the file for the saved plan; empty for none.
	Out string
	// Destroy plans the removal of everything.
	Destroy bool
	// RefreshOnly plans only the change of the state to what really is.
	RefreshOnly bool
	// DetailedExitCode makes exit code 2 mean "there are changes".
	DetailedExitCode bool
	// VarFiles are paths of variable files, in order.
	VarFiles []string
	// LockTimeout is how long to wait for the state's lock; empty for tofu's default.
	LockTimeout string
	// Extra are the user's own flags.
	Extra []string
}

// PlanArgs makes a plan. A destroy is planned and saved like any change, so
// that what is applied is what was shown.
func PlanArgs(p Plan) []string {
	args := []string{"plan", "-input=false"}
	if p.Out != "" {
		args = append(args, "-out="+p.Out)
	}
	if p.Destroy {
		args = append(args, "-destroy")
	}
	if p.RefreshOnly {
		args = append(args, "-refresh-only")
	}
	if p.DetailedExitCode {
		args = append(args, "-detailed-exitcode")
	}
	args = append(args, lockTimeout(p.LockTimeout)...)
	return append(append(args, varFiles(p.VarFiles)...), p.Extra...)
}

// ApplyArgs applies exactly the saved plan, without asking. What happens is written to the
// file events as it happens, for programs; empty for none.
func ApplyArgs(planFile, timeout, events string, extra []string) []string {
	args := append([]string{"apply", "-input=false"}, lockTimeout(timeout)...)
	if events != "" {
		args = append(args, "-json-into="+events)
	}
	return append(append(args, extra...), planFile)
}

// OutputArgs prints the outputs; extra may name one output or -raw.
func OutputArgs(json bool, extra []string) []string {
	args := []string{"output"}
	if json {
		args = append(args, "-json")
	}
	return append(args, extra...)
}

// ConsoleArgs opens the expression console.
func ConsoleArgs(files, extra []string) []string {
	return append(append([]string{"console"}, varFiles(files)...), extra...)
}

// StateArgs runs a state subcommand such as "list" or "show ADDRESS".
func StateArgs(words []string) []string { return append([]string{"state"}, words...) }

// UnlockArgs removes the state's lock of the ID, without asking.
func UnlockArgs(id string) []string { return []string{"force-unlock", "-force", id} }

// ShowArgs prints a saved plan or state file; empty shows the current state.
func ShowArgs(json bool, file string) []string {
	args := []string{"show"}
	if json {
		args = append(args, "-json")
	}
	if file != "" {
		args = append(args, file)
	}
	return args
}

// VersionArgs prints tofu's version as JSON.
func VersionArgs() []string { return []string{"version", "-json"} }

func varFiles(files []string) []string {
	var args []string
	for _, f := range files {
		args = append(args, "-var-file="+f)
	}
	return args
}

func lockTimeout(d string) []string {
	if d == "" {
		return nil
	}
	return []string{"-lock-timeout=" + d}
}
