// Package policy judges documents by rules written in Rego, and tests such rules.
//
// Policies are packages with rules named deny, deny_<name>, violation or
// violation_<name>, as conftest has them: sets of messages, or of objects with
// "message" (or "msg"), "address" and "remedy". What a policy says may not depend
// on the clock, on chance or on the network: builtins that do are unknown here.
package policy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Set is a set of compiled policies with their data.
type Set struct {
	compiler *ast.Compiler
	data     map[string]any
	modules  map[string]*ast.Module
	// Rules are the names of the policies, sorted.
	Rules []string
	refs  map[string]ast.Ref
}

// Compile compiles Rego files, by name; data is what the policies find below
// "data". An error names file and line.
func Compile(files map[string]string, data map[string]any) (*Set, error) {
	s := &Set{data: data, modules: map[string]*ast.Module{}, refs: map[string]ast.Ref{}}
	var errs []error
	for name, src := range files {
		m, err := ast.ParseModuleWithOpts(name, src, ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			errs = append(errs, err)
			continue
		}
		s.modules[name] = m
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	s.compiler = ast.NewCompiler().WithStrict(true).WithCapabilities(hermetic())
	if s.compiler.Compile(s.modules); s.compiler.Failed() {
		return nil, s.compiler.Errors
	}
	for _, m := range s.modules {
		for _, r := range m.Rules {
			if name, ok := ruleName(m, r); ok {
				s.refs[name] = m.Package.Path.Append(ast.InternedTerm(string(r.Head.Name)))
			}
		}
	}
	for name := range s.refs {
		s.Rules = append(s.Rules, name)
	}
	slices.Sort(s.Rules)
	return s, nil
}

// hermetic is what policies may call: nothing of which the answer can differ
// between two runs.
func hermetic() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool { return b.IsNondeterministic() })
	c.AllowNet = []string{}
	return c
}

// ruleName is the name of a policy: its package below "policy", or the part of
// the rule's name behind deny_. Other rules are none.
func ruleName(m *ast.Module, r *ast.Rule) (string, bool) {
	name := string(r.Head.Name)
	for _, word := range []string{"deny", "violation"} {
		if name == word {
			pkg := strings.TrimPrefix(m.Package.Path.String(), "data.")
			return strings.TrimPrefix(pkg, "policy."), true
		}
		if rest, ok := strings.CutPrefix(name, word+"_"); ok {
			return rest, true
		}
	}
	return "", false
}

// Finding is what one policy has against a document.
type Finding struct {
	// Rule is the policy's name.
	Rule string
	// Address of the resource; empty when none is at fault alone.
	Address string
	// Message says what is wrong, Remedy what to do.
	Message, Remedy string
}

// Judge returns what the policies have against a document, in the order of
// rules, addresses and messages.
func (s *Set) Judge(ctx context.Context, input any) ([]Finding, error) {
	term, err := value(input)
	if err != nil {
		return nil, err
	}
	var all []Finding
	for _, rule := range s.Rules {
		got, err := s.query(ctx, s.refs[rule], term, nil)
		if err != nil {
			return nil, fmt.Errorf("evaluating policy %s: %w", rule, err)
		}
		found, err := findings(rule, got)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func value(input any) (*ast.Term, error) {
	v, err := ast.InterfaceToValue(input)
	if err != nil {
		return nil, fmt.Errorf("reading the document to judge: %w", err)
	}
	return ast.NewTerm(v), nil
}

// query returns the value of a document below data; nil if it is undefined.
func (s *Set) query(ctx context.Context, ref ast.Ref, input *ast.Term, tracer topdown.QueryTracer) (any, error) {
	body, err := s.compiler.QueryCompiler().Compile(ast.NewBody(ast.Equality.Expr(ast.VarTerm("x"), ast.NewTerm(ref))))
	if err != nil {
		return nil, err
	}
	store := inmem.NewFromObjectWithOpts(s.data, inmem.OptRoundTripOnWrite(false))
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer store.Abort(ctx, txn)
	q := topdown.NewQuery(body).WithCompiler(s.compiler).WithStore(store).WithTransaction(txn).WithStrictBuiltinErrors(true)
	if input != nil {
		q = q.WithInput(input)
	}
	if tracer != nil {
		q = q.WithQueryTracer(tracer)
	}
	var got any
	err = q.Iter(ctx, func(r topdown.QueryResult) error {
		var err error
		got, err = ast.JSON(r["x"].Value)
		return err
	})
	return got, err
}

// findings reads what a policy gives: a list of messages or objects.
func findings(rule string, got any) ([]Finding, error) {
	items, ok := got.([]any)
	if got != nil && !ok {
		return nil, fmt.Errorf("policy %s gives %T: want a set, as by \"deny contains finding if …\"", rule, got)
	}
	var all []Finding
	for _, item := range items {
		f := Finding{Rule: rule}
		switch item := item.(type) {
		case string:
			f.Message = item
		case map[string]any:
			f.Message, _ = item["message"].(string)
			if msg, ok := item["msg"].(string); ok {
				f.Message = msg
			}
			f.Address, _ = item["address"].(string)
			f.Remedy, _ = item["remedy"].(string)
		}
		if f.Message == "" {
			text, _ := json.Marshal(item)
			return nil, fmt.Errorf("policy %s gives %s: want a message, or an object with \"message\"", rule, text)
		}
		all = append(all, f)
	}
	return all, nil
}
