package check

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"github.com/apparentlymart/go-versions/versions"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// requiredVersions holds the required_version settings of the modules in dirs
// against the OpenTofu of this build: OpenTofu itself passes over them in
// silence. Those of third-party modules speak of Terraform, and do not count.
func (w *work) requiredVersions(ctx context.Context, dirs []string) ([]report.Diagnostic, error) {
	var diags []report.Diagnostic
	for _, dir := range dirs {
		m, _, err := w.tree.Module(dir)
		if err != nil {
			return nil, err
		}
		if len(m.RequiredVersions) == 0 || w.thirdParty(dir) {
			continue
		}
		version, err := w.tofuVersion(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range m.RequiredVersions {
			if d := requires(m, r, version); d != nil {
				diags = append(diags, *d)
			}
		}
	}
	return diags, nil
}

// thirdParty says whether a directory is one of a third-party module.
func (w *work) thirdParty(dir string) bool {
	for _, m := range w.spec.Modules {
		if m.Source != "" && (dir == path.Clean(m.Dir) || strings.HasPrefix(dir, path.Clean(m.Dir)+"/")) {
			return true
		}
	}
	return false
}

func (w *work) tofuVersion(ctx context.Context) (versions.Version, error) {
	text := w.spec.TofuVersion
	if text == "" {
		res, err := w.tofu().Check(ctx, tofu.VersionArgs())
		if err != nil {
			return versions.Version{}, err
		}
		var out struct {
			Version string `json:"terraform_version"`
		}
		if err := json.Unmarshal(res.Stdout, &out); err != nil {
			return versions.Version{}, w.unexpected("version", res)
		}
		text = out.Version
		w.spec.TofuVersion = text
	}
	v, err := versions.ParseVersion(text)
	if err != nil {
		err = fmt.Errorf("reading the version of OpenTofu: %w", err)
	}
	return v, err
}

// requires returns a finding if the version does not meet the setting.
func requires(m *hclmod.Module, r hclmod.RequiredVersion, version versions.Version) *report.Diagnostic {
	allowed, err := hclmod.ParseConstraint(r.Constraint)
	switch {
	case r.Constraint == "":
		d := m.Finding(r.Range, "required_version is no plain string", `Write it as a constraint in quotation marks, such as ">= 1.12.2, < 2.0.0".`)
		return &d
	case err != nil:
		d := m.Finding(r.Range, fmt.Sprintf("required_version %q is malformed", r.Constraint), `Write a constraint such as ">= 1.12.2, < 2.0.0".`)
		return &d
	case allowed.Has(version):
		return nil
	}
	d := m.Finding(r.Range, fmt.Sprintf("OpenTofu is required in version %q, but this build has %s", r.Constraint, version),
		"Change the constraint here, or the version in tofu.toolchain(...) of MODULE.bazel.")
	return &d
}
