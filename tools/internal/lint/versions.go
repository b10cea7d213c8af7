package lint

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// versionsFile: what a module needs of tofu and of providers is written where
// people and tools look for it. That it is written at all is tflint's to ask.
func versionsFile(m *Module) []Finding {
	var found []Finding
	misplaced := func(f *File, at hcl.Range, what string) {
		if stem(f.Name) == "versions" {
			return
		}
		found = append(found, Finding{at, fmt.Sprintf("%s is in %s", what, path.Base(f.Name)), "Move it to versions.tf."})
	}
	for _, b := range m.blocks("terraform") {
		if a := attribute(b.Body, "required_version"); a != nil {
			misplaced(b.file, a.Range, "required_version")
		}
		for _, rp := range nested(b.Body, "required_providers") {
			misplaced(b.file, rp.DefRange, "required_providers")
		}
	}
	return found
}

// boundedProviders: a provider's next major version may break a module that names
// no upper bound, and an address without namespace means another provider in
// OpenTofu than it may in Terraform. That there is a version and a source is
// tflint's to ask.
func boundedProviders(m *Module) []Finding {
	var found []Finding
	for _, b := range m.blocks("terraform") {
		for _, rp := range nested(b.Body, "required_providers") {
			attrs, _ := rp.Body.JustAttributes()
			for _, name := range sortedNames(attrs) {
				found = append(found, requirement(name, attrs[name])...)
			}
		}
	}
	return found
}

func requirement(name string, a *hcl.Attribute) []Finding {
	var found []Finding
	if version, ok := text(a.Expr); ok && !bounded(version) {
		return []Finding{unbounded(name, version, a.Expr.Range())}
	}
	pairs, _ := hcl.ExprMap(a.Expr)
	for _, kv := range pairs {
		value, ok := text(kv.Value)
		if !ok {
			continue
		}
		switch key := keyName(kv.Key); {
		case key == "version" && !bounded(value):
			found = append(found, unbounded(name, value, kv.Value.Range()))
		case key == "source" && !strings.Contains(value, "/"):
			found = append(found, Finding{kv.Value.Range(), fmt.Sprintf("The source of provider %q has no namespace", name),
				fmt.Sprintf("Write <namespace>/<type>, as \"hashicorp/%s\".", value)})
		}
	}
	return found
}

func unbounded(name, version string, at hcl.Range) Finding {
	return Finding{at, fmt.Sprintf("The version of provider %q has no upper bound: %q", name, version),
		"Write one: \"~> 3.1\" allows 3.1 and later 3.x, \">= 3.1, < 5.0\" two major versions."}
}

// bounded says whether a version constraint excludes versions yet to come.
func bounded(constraint string) bool {
	return slices.ContainsFunc(strings.Split(constraint, ","), func(part string) bool {
		part = strings.TrimSpace(part)
		return part != "" && !strings.HasPrefix(part, ">") && !strings.HasPrefix(part, "!=")
	})
}
