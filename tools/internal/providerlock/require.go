package providerlock

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/apparentlymart/go-versions/versions"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// need is one entry of a module's required_providers, or of a target's extra.
type need struct {
	hclmod.Requirement
	module  *hclmod.Module // nil for extra
	allowed versions.Set
}

// place is "file:line: constraint".
func (n need) place() string {
	constraint := n.Constraint
	if constraint == "" {
		constraint = "any version"
	}
	return n.finding("", "").Place() + ": " + constraint
}

// finding is one at the entry's place.
func (n need) finding(summary, detail string) report.Diagnostic {
	if n.module != nil {
		return n.module.Finding(n.Range, summary, detail)
	}
	return report.Diagnostic{Severity: report.Error, Summary: summary, Detail: detail, File: n.Range.Filename}
}

// needs are the third-party providers that the modules of a spec require, and those
// of its extra, by address; what cannot be read of them is a finding.
func needs(s *spec.Spec) (map[string][]need, []report.Diagnostic, error) {
	r := reader{all: map[string][]need{}}
	tree := hclmod.NewTree(s.TreeFiles())
	for _, dir := range tree.Dirs() {
		m, found, err := tree.Module(dir)
		if err != nil {
			return nil, nil, err
		}
		r.diags = append(r.diags, found...)
		for _, req := range m.Requirements {
			if req.Address != hclmod.BuiltIn && !slices.Contains(s.Locking.Built, req.Address) {
				r.add(need{Requirement: req, module: m})
			}
		}
	}
	for _, source := range slices.Sorted(maps.Keys(s.Locking.Extra)) {
		req := hclmod.Requirement{Name: source, Address: hclmod.Address(source), Constraint: s.Locking.Extra[source]}
		req.Range.Filename = s.Locking.BuildFile
		r.add(need{Requirement: req})
	}
	return r.all, r.diags, nil
}

type reader struct {
	all   map[string][]need
	diags []report.Diagnostic
}

func (r *reader) add(n need) {
	n.allowed = versions.All
	if n.Constraint != "" {
		var err error
		if n.allowed, err = versions.MeetingConstraintsStringRuby(n.Constraint); err != nil {
			r.diags = append(r.diags, n.finding(fmt.Sprintf("Provider %q has a version constraint that cannot be read: %q", n.Name, n.Constraint), err.Error()))
			return
		}
	}
	r.all[n.Address] = append(r.all[n.Address], n)
}

// conflicts finds providers for which no version at all can meet every constraint.
func conflicts(all map[string][]need) []report.Diagnostic {
	var diags []report.Diagnostic
	for _, address := range slices.Sorted(maps.Keys(all)) {
		list := all[address]
		if possible(list) {
			continue
		}
		places := make([]string, len(list))
		for i, n := range list {
			places[i] = n.place()
		}
		last := list[len(list)-1]
		diags = append(diags, last.finding(
			fmt.Sprintf("No version of provider %s can meet every constraint", address),
			"The modules of one lock file share one version of each provider:\n"+strings.Join(places, "\n")+"\nChange one of them."))
	}
	return diags
}

var number = regexp.MustCompile(`(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[0-9A-Za-z.-]+)?`)

// possible says whether some version, released or not, meets all constraints. If
// any does, then one that a constraint names, or its next neighbour.
func possible(list []need) bool {
	candidates := []versions.Version{{}}
	for _, n := range list {
		for _, m := range number.FindAllStringSubmatch(n.Constraint, -1) {
			v := versions.Version{Major: part(m[1]), Minor: part(m[2]), Patch: part(m[3])}
			candidates = append(candidates, v,
				versions.Version{Major: v.Major, Minor: v.Minor, Patch: v.Patch + 1},
				versions.Version{Major: v.Major, Minor: v.Minor + 1},
				versions.Version{Major: v.Major + 1})
			if m[4] != "" {
				v.Prerelease = versions.VersionExtra(m[4][1:])
				candidates = append(candidates, v)
			}
		}
	}
	return slices.ContainsFunc(candidates, func(v versions.Version) bool {
		return !slices.ContainsFunc(list, func(n need) bool { return !n.allowed.Has(v) })
	})
}

func part(s string) uint64 {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0 // left out, as in "3.2"
	}
	return n
}
