package check

import (
	"fmt"
	"slices"

	"github.com/apparentlymart/go-versions/versions"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// providers checks what the modules in dirs require against the providers of
// the spec: tofu does not look at versions when it is given plugins directly.
// The second result are providers which nobody gives.
func (w *work) providers(dirs []string) (versions, missing []report.Diagnostic, err error) {
	for _, dir := range dirs {
		m, _, err := w.tree.Module(dir)
		if err != nil {
			return nil, nil, err
		}
		for _, r := range m.Requirements {
			if r.Address == hclmod.BuiltIn {
				continue
			}
			p := w.provider(r.Address)
			if p == nil {
				missing = append(missing, m.Finding(r.Range, fmt.Sprintf("Provider %q (%s) is required, but no target gives it", r.Name, r.Address), w.remedy()))
				continue
			}
			if d := meets(m, r, p); d != nil {
				versions = append(versions, *d)
			}
		}
		missing = append(missing, w.implied(m, m.Uses, m)...)
	}
	return versions, missing, nil
}

// testProviders finds providers that only the tests use.
func (w *work) testProviders(tests []*hclmod.TestFile) ([]report.Diagnostic, error) {
	m, _, err := w.tree.Module(w.dir)
	if err != nil {
		return nil, err
	}
	var missing []report.Diagnostic
	for _, t := range tests {
		missing = append(missing, w.implied(m, t.Uses, t)...)
	}
	return missing, nil
}

func (w *work) provider(address string) *spec.Provider {
	i := slices.IndexFunc(w.spec.Providers, func(p spec.Provider) bool { return p.Address == address })
	if i < 0 {
		return nil
	}
	return &w.spec.Providers[i]
}

func (w *work) remedy() string {
	root := w.spec.Modules[0]
	return fmt.Sprintf("Correct the requirement, or add the provider's target to providers of %s (%s).", root.Label, hclmod.BuildFile(root))
}

// implied finds providers that blocks use without an entry in the module's
// required_providers: tofu then takes them from the hashicorp namespace.
func (w *work) implied(m *hclmod.Module, uses []hclmod.ProviderUse, in hclmod.Finder) []report.Diagnostic {
	var diags []report.Diagnostic
	for _, u := range uses {
		address := hclmod.Address(u.Name)
		if m.Requirement(u.Name) != nil || address == hclmod.BuiltIn || w.provider(address) != nil {
			continue
		}
		diags = append(diags, in.Finding(u.Range,
			fmt.Sprintf("Provider %q is used without an entry in required_providers, which means %s; no target gives it", u.Name, address), w.remedy()))
	}
	return diags
}

// meets returns a finding if the provider's version does not meet the
// constraint. A malformed constraint is tofu's to report.
func meets(m *hclmod.Module, r hclmod.Requirement, p *spec.Provider) *report.Diagnostic {
	if r.Constraint == "" {
		return nil
	}
	allowed, err := versions.MeetingConstraintsStringRuby(r.Constraint)
	if err != nil {
		return nil
	}
	v, err := versions.ParseVersion(p.Version)
	if err != nil {
		d := m.Finding(r.Range, fmt.Sprintf("%s has the version %q, which is none", p.Label, p.Version), "Correct the version of "+p.Label+": "+err.Error()+".")
		return &d
	}
	if allowed.Has(v) {
		return nil
	}
	remedy := fmt.Sprintf("Change the constraint here, or the version of %s.", p.Label)
	if p.Lock != "" {
		remedy = fmt.Sprintf("The lock file pins the version. Change the constraint here, or run %s to lock a version that all constraints allow.", p.Lock)
	}
	d := m.Finding(r.Range, fmt.Sprintf("Provider %q is required in version %q, but %s is version %s", r.Name, r.Constraint, p.Label, p.Version), remedy)
	return &d
}
