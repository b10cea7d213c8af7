package hclmod

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// PackageAddress splits the source of a third-party module into the address of
// its package, written in full as OpenTofu does it, and the directory within
// the package: "a/b/c//d" is "registry.opentofu.org/a/b/c" and "d".
func PackageAddress(source string) (pkg, subdir string) {
	source, subdir = splitSubdir(source)
	for _, d := range shorthands() {
		if full := d.pattern.ReplaceAllString(source, d.full); full != source {
			return full, subdir
		}
	}
	return source, subdir
}

// splitSubdir cuts "//directory" out of a source; a query stays behind.
func splitSubdir(source string) (rest, subdir string) {
	start := 0
	if i := strings.Index(source, "://"); i >= 0 {
		start = i + len("://")
	}
	i := strings.Index(source[start:], "//")
	if i < 0 {
		return source, ""
	}
	rest, subdir = source[:start+i], source[start+i+len("//"):]
	if q := strings.Index(subdir, "?"); q >= 0 {
		rest, subdir = rest+subdir[q:], subdir[:q]
	}
	return rest, path.Clean(subdir)
}

// shorthand is a form of address that OpenTofu writes out.
type shorthand struct {
	pattern *regexp.Regexp
	full    string
}

func shorthands() []shorthand {
	return []shorthand{
		{regexp.MustCompile(`^github\.com/([^/?]+)/([^/?]+?)(?:\.git)?(\?.*)?$`), "git::https://github.com/$1/$2.git$3"},
		{regexp.MustCompile(`^(?:git::)?([\w.-]+)@([\w.-]+):([^?]+)(\?.*)?$`), "git::ssh://$1@$2/$3$4"},
		{regexp.MustCompile(`^([0-9A-Za-z][\w-]*)/([0-9A-Za-z][\w-]*)/([0-9a-z]+)$`), "registry.opentofu.org/$1/$2/$3"},
	}
}

// thirdParty finds the dep of owner that a remote source means: that of its
// address, and of several the first whose version the call accepts.
func (r Resolver) thirdParty(owner spec.Module, c Call, in Finder) (Target, *report.Diagnostic) {
	pkg, subdir := PackageAddress(c.Source)
	var unfit *spec.Module
	for _, m := range r.Modules {
		if m.Source == "" || !isDep(owner, path.Clean(m.Dir)) {
			continue
		}
		if address, _ := PackageAddress(m.Source); address != pkg {
			continue
		}
		if !accepts(c.Version, m.Version) {
			unfit = &m
			continue
		}
		return Target{Dir: path.Join(m.Dir, subdir), Dep: path.Clean(m.Dir), Module: m, Source: join(pkg, subdir), Version: m.Version}, nil
	}
	other, _ := in.Attrs()
	d := in.Finding(c.Range, fmt.Sprintf("Module %q has the remote source %q, which is not in %s of %s", c.Name, c.Source, other, owner.Label),
		fmt.Sprintf("Nothing is downloaded by OpenTofu: let Bazel bring the module (http_archive, git_repository) as a tofu_module with source = %q, and add it to %s of %s (%s).",
			strings.TrimPrefix(pkg, "registry.opentofu.org/"), other, owner.Label, BuildFile(owner)))
	if unfit != nil {
		d = in.Finding(c.Range, fmt.Sprintf("Module %q is wanted in version %q, but %s is version %q", c.Name, c.Version, Label(unfit.Label), unfit.Version),
			fmt.Sprintf("Change the constraint here, or the version of %s.", Label(unfit.Label)))
	}
	return Target{}, &d
}

// join is the inverse of PackageAddress.
func join(pkg, subdir string) string {
	if subdir == "" {
		return pkg
	}
	rest, query, ok := strings.Cut(pkg, "?")
	if ok {
		query = "?" + query
	}
	return rest + "//" + subdir + query
}

// accepts says whether a version meets a call's constraint. What is malformed
// is tofu's to report.
func accepts(constraint, version string) bool {
	if constraint == "" || version == "" {
		return constraint == ""
	}
	allowed, err := ParseConstraint(constraint)
	if err != nil {
		return true
	}
	v, err := ParseVersion(version)
	return err == nil && allowed.Has(v)
}
