// Package providerlock keeps the lock file of a workspace, and the schema snapshots
// beside it, in agreement with the modules: it checks them, and renews them by
// OpenTofu's own commands.
package providerlock

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/apparentlymart/go-versions/versions"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/lockfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// Test checks that the lock file is whole and in canonical form, meets every
// constraint of the modules, locks nothing else, and that the schema snapshots are
// those of the locked versions.
func Test(s *spec.Spec) (report.Report, error) {
	src, err := os.ReadFile(s.Locking.File.Path)
	if err != nil {
		return report.Report{}, fmt.Errorf("reading the lock file: %w", err)
	}
	c := lockTest{spec: s, name: s.Locking.File.Dest}
	file, found := lockfile.Parse(src, c.name)
	c.diags = hclmod.Diagnostics(found, map[string][]byte{c.name: src})
	if file == nil {
		return report.New(s.Label, string(s.Kind), c.diags), nil
	}
	all, unread, err := needs(s)
	if err != nil {
		return report.Report{}, err
	}
	c.diags = append(append(c.diags, unread...), conflicts(all)...)
	if !bytes.Equal(src, file.Bytes()) {
		c.add(0, "The lock file is not in the form in which OpenTofu writes it", "Run: "+s.Fix)
	}
	for _, lock := range file.Locks {
		c.lock(lock, all[lock.Address])
	}
	for _, address := range slices.Sorted(maps.Keys(all)) {
		if file.Lock(address) == nil {
			n := all[address][0]
			c.diags = append(c.diags, n.finding(fmt.Sprintf("Provider %s is required, but %s does not lock it", address, c.name), "Run: "+s.Fix))
		}
	}
	if s.Locking.SchemaDir != "" {
		c.schemas(file)
	}
	return report.New(s.Label, string(s.Kind), c.diags), nil
}

type lockTest struct {
	spec  *spec.Spec
	name  string
	diags []report.Diagnostic
}

func (c *lockTest) add(line int, summary, detail string) {
	c.diags = append(c.diags, report.Diagnostic{Severity: report.Error, Summary: summary, Detail: detail, File: c.name, Line: line})
}

// lock checks one provider of the file against those that need it.
func (c *lockTest) lock(l lockfile.Lock, list []need) {
	line := l.Range.Start.Line
	if len(list) == 0 {
		c.add(line, fmt.Sprintf("Provider %s is locked, but no module of %s requires it", l.Address, c.spec.Label), "Run: "+c.spec.Fix)
		return
	}
	v, err := versions.ParseVersion(l.Version)
	if err != nil {
		return // the file's own diagnostics say so
	}
	for _, n := range list {
		if !n.allowed.Has(v) {
			c.diags = append(c.diags, n.finding(
				fmt.Sprintf("Provider %s is required in version %q, but %s:%d locks %s", l.Address, n.Constraint, c.name, line, l.Version),
				"Change the constraint, or choose another version: "+c.spec.Fix))
		}
	}
	c.hashes(l)
}

// hashes checks that there are enough of them. Which platform one is of cannot be
// told, but a package of every platform has one of each scheme.
func (c *lockTest) hashes(l lockfile.Lock) {
	if slices.Contains(c.spec.Locking.WithoutHashes, l.Address) {
		if len(l.Hashes) > 0 {
			c.add(l.Range.Start.Line, fmt.Sprintf("Provider %s has hashes, but without_hashes of %s says that it may be without", l.Address, c.spec.Label), "Remove it from without_hashes ("+c.spec.Locking.BuildFile+").")
		}
		return
	}
	count := map[string]int{}
	for _, h := range l.Hashes {
		scheme, _, _ := strings.Cut(h, ":")
		count[scheme]++
	}
	if want := len(c.spec.Locking.Platforms); max(count["h1"], count["zh"]) < want {
		c.add(l.Range.Start.Line, fmt.Sprintf("Provider %s has hashes of %d packages, fewer than the %d platforms %s", l.Address, max(count["h1"], count["zh"]), want, strings.Join(c.spec.Locking.Platforms, ", ")), "Run: "+c.spec.Fix)
	}
}

// schemas checks the names of the snapshots: each is of a locked version.
func (c *lockTest) schemas(file *lockfile.File) {
	there := map[string]bool{}
	for _, f := range c.spec.Locking.Schemas {
		there[path.Base(f.Dest)] = true
	}
	for _, l := range file.Locks {
		name := SchemaName(l.Address, l.Version)
		if !there[name] {
			c.add(l.Range.Start.Line, fmt.Sprintf("Provider %s %s has no schema snapshot %s", l.Address, l.Version, path.Join(c.spec.Locking.SchemaDir, name)),
				"On a machine that reaches the registry, run: "+c.spec.Locking.SchemaFix)
		}
		delete(there, name)
	}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		c.diags = append(c.diags, report.Diagnostic{
			Severity: report.Error, File: path.Join(c.spec.Locking.SchemaDir, name),
			Summary: fmt.Sprintf("The snapshot is of a provider or version that %s does not lock", c.name),
			Detail:  "Run: " + c.spec.Locking.SchemaFix,
		})
	}
}

// SchemaName is the file name of the schema snapshot of a provider's version.
func SchemaName(address, version string) string {
	return strings.NewReplacer("/", "_", ":", "_").Replace(address) + "_" + version + ".schema"
}
