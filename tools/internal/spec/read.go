package spec

import (
	"errors"
	"fmt"
	"path"
	"strings"
)

// Read reads and checks the spec at file. Every error names the file and,
// where one is at fault, the field; the caller's exit code for it is 2.
func Read(file string) (*Spec, error) { return ReadFile(file, Decode) }

// Decode decodes and checks one spec.
func Decode(data []byte) (*Spec, error) {
	var s Spec
	if err := Strict(data, Version, &s); err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	return &s, nil
}

// check finds missing fields of the kind and paths that leave the tree.
func (s *Spec) check() error {
	req := required(s.Kind)
	if req == nil {
		return fmt.Errorf(`field "kind": %q is unknown`, s.Kind)
	}
	c := checker{kind: s.Kind}
	for _, field := range req {
		c.field(s, field)
	}
	for i, m := range s.Modules {
		c.module(fmt.Sprintf("modules[%d]", i), m)
	}
	addresses := map[string]string{}
	for i, p := range s.Providers {
		at := fmt.Sprintf("providers[%d]", i)
		c.provider(at, p)
		if other, ok := addresses[p.Address]; ok {
			c.add("field %q: %s and %s are both %s", at+".address", other, p.Label, p.Address)
		}
		addresses[p.Address] = p.Label
	}
	c.files("tests", s.Tests)
	c.files("files", s.Files)
	if s.Lock != nil {
		c.files("lock", []File{*s.Lock})
	}
	if s.Stack != nil {
		c.stack(s.Stack)
	}
	if s.Locking != nil {
		c.files("locking.file", []File{s.Locking.File})
		c.files("locking.schemas", s.Locking.Schemas)
	}
	if s.Lint != nil {
		c.lint(s.Lint)
	}
	if s.Policy != nil {
		c.policy(s.Policy)
	}
	if len(s.Modules) > 0 {
		c.closure(s)
	}
	if s.Kind == KindDocs || s.Kind == KindDocsFix {
		c.docs(s)
	}
	return errors.Join(c.errs...)
}

// required lists the top-level fields that a kind cannot do without; nil when
// the kind is unknown.
func required(k Kind) []string {
	switch k {
	case KindDeps:
		return []string{"label", "modules"}
	case KindValidate, KindTest:
		return []string{"label", "tofu", "modules"}
	case KindVerdict:
		return []string{"label", "report"}
	case KindFmt:
		return []string{"label", "tofu", "files", "fix"}
	case KindFmtFix:
		return []string{"label", "tofu"}
	case KindDocs:
		return []string{"label", "modules", "files", "fix"}
	case KindDocsFix:
		return []string{"label"}
	case KindStackFiles:
		return []string{"label", "previews", "files", "fix"}
	case KindStackFilesFix:
		return []string{"label", "previews", "files"}
	case KindLint:
		return []string{"label", "modules", "lint"}
	case KindLock:
		return []string{"label", "tofu", "locking"}
	case KindLockTest:
		return []string{"label", "locking", "fix"}
	case KindSchemas:
		return []string{"label", "tofu", "locking"}
	case KindPolicy:
		return []string{"label", "tofu", "modules", "policy"}
	case KindRego:
		return []string{"label", "policy"}
	case KindStack, KindClientConfig:
		return []string{"label", "tofu", "modules", "stack"}
	}
	return nil
}

type checker struct {
	kind Kind
	errs []error
}

func (c *checker) add(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format, args...))
}

func (c *checker) need(ok bool, field string) {
	if !ok {
		c.add("field %q: missing, and kind %q needs it", field, c.kind)
	}
}

func (c *checker) field(s *Spec, name string) {
	present := map[string]bool{
		"label":    s.Label != "",
		"tofu":     s.Tofu != "",
		"modules":  len(s.Modules) > 0,
		"report":   s.Report != "",
		"previews": len(s.Previews) > 0,
		"files":    len(s.Files) > 0,
		"fix":      s.Fix != "",
		"stack":    s.Stack != nil,
		"locking":  s.Locking != nil,
		"lint":     s.Lint != nil,
		"policy":   s.Policy != nil,
	}
	c.need(present[name], name)
}

func (c *checker) module(at string, m Module) {
	c.need(m.Label != "", at+".label")
	if m.Dir != "" && m.Dir != "." {
		c.inside(at+".dir", m.Dir)
	}
	if c.kind == KindDeps {
		c.need(m.BuildFile != "", at+".build_file")
	}
	c.files(at+".srcs", m.Srcs)
	c.files(at+".data", m.Data)
}

func (c *checker) provider(at string, p Provider) {
	c.need(p.Label != "", at+".label")
	c.need(p.Version != "", at+".version")
	c.need(p.Platform != "", at+".platform")
	if strings.Count(p.Address, "/") != 2 || path.Clean(p.Address) != p.Address {
		c.add("field %q: %q is not HOST/NAMESPACE/TYPE", at+".address", p.Address)
	}
	c.files(at+".data", p.Data)
}

func (c *checker) files(at string, files []File) {
	for i, f := range files {
		c.need(f.Path != "", fmt.Sprintf("%s[%d].path", at, i))
		c.inside(fmt.Sprintf("%s[%d].dest", at, i), f.Dest)
	}
}

func (c *checker) stack(st *Stack) {
	for _, f := range []struct{ name, value string }{
		{"name", st.Name}, {"label", st.Label}, {"repo", st.Repo}, {"package", st.Package},
		{"environment", st.Environment}, {"verb", st.Verb}, {"backend.type", st.Backend.Type},
	} {
		c.need(f.value != "", "stack."+f.name)
	}
	c.files("stack.var_files", st.VarFiles)
	for field, file := range map[string]*File{"stack.backend.file": st.Backend.File, "stack.encryption": st.Encryption} {
		if file != nil {
			c.files(field, []File{*file})
		}
	}
}

func (c *checker) lint(l *Lint) {
	c.need(l.Tflint != "", "lint.tflint")
	c.files("lint.default", []File{l.Default})
	if l.Config != nil {
		c.files("lint.config", []File{*l.Config})
	}
}

func (c *checker) policy(p *Policy) {
	c.need(len(p.Rego) > 0, "policy.rego")
	c.files("policy.rego", p.Rego)
	c.files("policy.data", p.Data)
	if c.kind == KindPolicy {
		c.need(p.Stack != "", "policy.stack")
		c.need(len(p.Environments) > 0, "policy.environments")
	}
	for i, e := range p.Environments {
		at := fmt.Sprintf("policy.environments[%d]", i)
		c.need(e.Name != "", at+".name")
		c.files(at+".var_files", e.VarFiles)
	}
}

// closure checks that the modules are a closure with the root first.
func (c *checker) closure(s *Spec) {
	if s.Root != s.Modules[0].Dir && c.kind != KindDeps {
		c.add("field %q: %q is not the dir of the first module, %q", "root", s.Root, s.Modules[0].Dir)
	}
	seen := map[string]bool{}
	for i, m := range s.Modules {
		if seen[m.Dir] {
			c.add("field %q: directory %q is listed twice", fmt.Sprintf("modules[%d].dir", i), m.Dir)
		}
		seen[m.Dir] = true
	}
	for i, m := range s.Modules {
		for j, dep := range m.Deps {
			// Kind deps looks at one module only, so its deps need not be listed.
			if !seen[dep] && c.kind != KindDeps {
				c.add("field %q: directory %q is not among the modules", fmt.Sprintf("modules[%d].deps[%d]", i, j), dep)
			}
		}
	}
}

// docs checks that there is one module with its README, or neither.
func (c *checker) docs(s *Spec) {
	if len(s.Modules) != len(s.Files) || len(s.Files) > 1 {
		c.add("field %q: %d files for %d modules; want the README of one", "files", len(s.Files), len(s.Modules))
	}
}

// inside reports a place that is not a clean path below the tree's top.
func (c *checker) inside(field, dest string) {
	switch {
	case dest == "":
		c.need(false, field)
	case path.IsAbs(dest):
		c.add("field %q: %q is absolute; it must be relative to the workspace", field, dest)
	case path.Clean(dest) != dest || dest == "." || dest == ".." || strings.HasPrefix(dest, "../"):
		c.add("field %q: %q leaves the tree or is not a clean path", field, dest)
	}
}
