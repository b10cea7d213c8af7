package capture

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/module"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// registered are the target patterns, in canonical form and in order, of the
// toolchains and execution platforms that modules register, as far as Bazel has
// fetched them, and the same as they stand there; empty where that cannot be told.
func registered(ctx context.Context, r Request, external string) (canonicals, raw []string, err error) {
	found := registrations(r, external)
	if len(found) == 0 {
		return nil, nil, nil
	}
	names := make([]string, len(found))
	for i, f := range found {
		names[i] = f.module
	}
	mappings, err := r.Bazel.Mappings(ctx, slices.Compact(names))
	if failed := new(bazelq.CommandError); errors.As(err, &failed) {
		return nil, nil, nil // It is too old a Bazel, or one of WORKSPACE files.
	}
	for _, f := range found {
		pattern, ok := canonical(f.pattern, f.module, mappings[f.module])
		if !ok {
			return nil, nil, err
		}
		canonicals = append(canonicals, pattern)
	}
	return canonicals, written(found), err
}

// stillRegistered is registered of a state in which only the main module can call
// repositories otherwise than in the base's.
func stillRegistered(ctx context.Context, r Request, external string, base *snapshot.Snapshot) (canonicals, raw []string, err error) {
	found := registrations(r, external)
	apparent := func(f registration) bool { return f.module == "" && strings.HasPrefix(f.pattern, "@") }
	if raw = written(found); slices.Equal(raw, base.Registrations) && !slices.ContainsFunc(found, apparent) {
		return base.Registered, raw, nil
	}
	return registered(ctx, r, external)
}

func written(all []registration) []string {
	raw := make([]string, len(all))
	for i, f := range all {
		raw[i] = f.module + " " + f.pattern
	}
	return raw
}

// registration is a pattern as it stands in a module's file; the main module has no
// name.
type registration struct{ module, pattern string }

// registrations are what is registered; nil where that cannot be told.
func registrations(r Request, external string) []registration {
	read := func(name string) ([]byte, error) { return os.ReadFile(r.file(name)) }
	own, err := module.Read(read)
	if err != nil || !module.OnlyModules(read) {
		return nil
	}
	var all []registration
	for _, name := range own.Files {
		data, err := read(name)
		patterns, errs := module.Registered(name, data, true)
		if err != nil || errs != nil {
			return nil
		}
		for _, p := range patterns {
			all = append(all, registration{"", p})
		}
	}
	// Glob tells of bad patterns only.
	files, _ := filepath.Glob(filepath.Join(external, "*", "MODULE.bazel"))
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		if !moduleName().MatchString(name) {
			continue
		}
		data, err := os.ReadFile(file)
		patterns, errs := module.Registered(file, data, false)
		if err != nil || errs != nil {
			return nil
		}
		for _, p := range patterns {
			all = append(all, registration{name, p})
		}
	}
	return all
}

// moduleName is what repositories of modules are called: with the version or
// without; those of extensions have more parts.
func moduleName() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9._-]+([~+][^~+]*)?$`) }

// canonical is a pattern in canonical form; false where the module does not see the
// repository.
func canonical(pattern, module string, mapping map[string]string) (string, bool) {
	repo, rest, slashes := strings.Cut(pattern, "//")
	switch {
	case !slashes:
		return "", false
	case repo == "" && module == "":
		return "//" + rest, true
	case repo == "":
		return "@@" + module + "//" + rest, true
	case strings.HasPrefix(repo, "@@"):
		return pattern, true
	}
	name, known := mapping[strings.TrimPrefix(repo, "@")]
	if name == "" { // The main repository.
		return "//" + rest, known
	}
	return "@@" + name + "//" + rest, known
}
