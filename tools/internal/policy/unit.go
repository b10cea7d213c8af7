package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Case is the outcome of one test_ rule, or of what all tests together must do.
type Case struct {
	// Package and Name of the case.
	Package, Name string
	// Failure says what is wrong; empty when it passed.
	Failure string
}

// Test runs the rules named test_<what>, and holds against them that every
// policy is proven: each of its deny rules fires in some test, and in some test
// of its package none does.
func (s *Set) Test(ctx context.Context) ([]Case, error) {
	c := &coverage{fired: map[*ast.Rule]bool{}, quiet: map[string]bool{}}
	var cases []Case
	for _, m := range s.inOrder() {
		pkg := strings.TrimPrefix(m.Package.Path.String(), "data.")
		seen := map[string]bool{}
		for _, r := range m.Rules {
			name := string(r.Head.Name)
			if !strings.HasPrefix(name, "test_") && !strings.HasPrefix(name, "todo_test_") || seen[name] {
				continue
			}
			seen[name] = true
			one, err := s.test(ctx, m.Package.Path.Append(ast.InternedTerm(name)), c)
			if err != nil {
				return nil, fmt.Errorf("testing %s.%s: %w", pkg, name, err)
			}
			if strings.HasPrefix(name, "todo_") {
				one = "a test that is still to be written proves nothing: write it"
			}
			cases = append(cases, Case{Package: pkg, Name: name, Failure: one})
		}
	}
	return append(cases, s.proofs(c)...), nil
}

func (s *Set) inOrder() []*ast.Module {
	var names []string
	for name := range s.compiler.Modules {
		names = append(names, name)
	}
	slices.Sort(names)
	var all []*ast.Module
	for _, name := range names {
		all = append(all, s.compiler.Modules[name])
	}
	return all
}

func (s *Set) test(ctx context.Context, ref ast.Ref, c *coverage) (failure string, err error) {
	c.entered, c.exited = map[string]bool{}, map[string]bool{}
	got, err := s.query(ctx, ref, nil, c)
	if err != nil {
		return "", err
	}
	for pkg := range c.entered {
		c.quiet[pkg] = c.quiet[pkg] || !c.exited[pkg]
	}
	if got != true {
		return fmt.Sprintf("is %v, want true", got), nil
	}
	return "", nil
}

// proofs are a case for each policy: whether the tests show it fire and not fire.
func (s *Set) proofs(c *coverage) []Case {
	var cases []Case
	for _, m := range s.inOrder() {
		pkg := m.Package.Path.String()
		for _, r := range m.Rules {
			name, ok := ruleName(m, r)
			if !ok {
				continue
			}
			one := Case{Package: strings.TrimPrefix(pkg, "data."), Name: fmt.Sprintf("%s at line %d is tested", name, r.Location.Row)}
			if !c.fired[r] {
				one.Failure = fmt.Sprintf("%s:%d: no test makes this rule fire: write one with what it is against", r.Location.File, r.Location.Row)
			} else if !c.quiet[pkg] {
				one.Failure = fmt.Sprintf("%s: no test has the policy evaluated without a finding: write one with what is right", r.Location.File)
			}
			cases = append(cases, one)
		}
	}
	return cases
}

// coverage watches evaluations for what policies do in them.
type coverage struct {
	// fired are the rules that gave a finding; quiet the packages that were
	// evaluated in a test without giving one.
	fired map[*ast.Rule]bool
	quiet map[string]bool
	// entered and exited are the packages of one test.
	entered, exited map[string]bool
}

func (c *coverage) Enabled() bool               { return true }
func (c *coverage) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

func (c *coverage) TraceEvent(e topdown.Event) {
	r, ok := e.Node.(*ast.Rule)
	if !ok || r.Module == nil {
		return
	}
	if _, ok := ruleName(r.Module, r); !ok {
		return
	}
	pkg := r.Module.Package.Path.String()
	switch e.Op {
	case topdown.EnterOp:
		c.entered[pkg] = true
	case topdown.ExitOp:
		c.fired[r], c.exited[pkg] = true, true
	}
}
