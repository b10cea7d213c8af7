package policycheck

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/kubeobjects"
	"github.com/gloriousflywheel/flywheel/tools/internal/plansummary"
	"github.com/gloriousflywheel/flywheel/tools/internal/policy"
	"github.com/gloriousflywheel/flywheel/tools/internal/preview"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// judge holds a stack's environments against policies.
type judge struct {
	spec       *spec.Spec
	set        *policy.Set
	exceptions []policy.Exception
	used       []bool
	diags      []report.Diagnostic
	suites     []report.Suite
	lines      []string
}

func (j *judge) run(ctx context.Context) (*Result, error) {
	if len(j.set.Rules) == 0 {
		j.add(report.Diagnostic{Summary: "There are no policies in " + j.spec.Label, Detail: "Write rules named deny in the files of \"policies\"."})
	}
	for _, e := range j.spec.Policy.Environments {
		if err := j.environment(ctx, e); err != nil {
			return nil, err
		}
	}
	j.unused()
	return &Result{Report: report.New(j.spec.Label, string(j.spec.Kind), j.diags), Suites: j.suites, Summary: strings.Join(j.lines, "\n")}, nil
}

func (j *judge) add(d report.Diagnostic) {
	d.Severity = report.Error
	j.diags = append(j.diags, d)
}

// environment previews one environment and judges the preview.
func (j *judge) environment(ctx context.Context, e spec.Environment) error {
	suite := report.Suite{Name: j.spec.Policy.Stack + " " + e.Name}
	defer func() { j.suites = append(j.suites, suite) }()
	doc, resources, diags, err := j.document(ctx, e)
	if err != nil {
		return err
	}
	one := report.Case{Name: "preview"}
	for _, d := range diags {
		one.Error += d.Text()
	}
	suite.Cases = append(suite.Cases, one)
	j.diags = append(j.diags, diags...)
	if report.HasErrors(diags) {
		return nil
	}
	found, err := j.set.Judge(ctx, doc)
	if err != nil {
		return err
	}
	failures := map[string]string{}
	count := 0
	for _, f := range found {
		if j.excepted(f) {
			continue
		}
		count++
		d := j.diagnostic(e, f)
		j.add(d)
		failures[f.Rule] += d.Summary + "\n" + d.Detail + "\n"
	}
	for _, rule := range j.set.Rules {
		suite.Cases = append(suite.Cases, report.Case{Name: rule, Failure: failures[rule]})
	}
	j.lines = append(j.lines, fmt.Sprintf("%s %s: %d resources, %d policies, %d findings", j.spec.Policy.Stack, e.Name, resources, len(j.set.Rules), count))
	return nil
}

// document is what policies get as input: the preview as <env>.preview
// --format=json prints it, and the Kubernetes objects in it. The number is that
// of the resources in it.
func (j *judge) document(ctx context.Context, e spec.Environment) (map[string]any, int, []report.Diagnostic, error) {
	s := *j.spec
	s.Stack = &spec.Stack{VarFiles: e.VarFiles}
	p, err := check.MakePreview(ctx, &s, check.PreviewRequest{})
	if err != nil || report.HasErrors(p.Diagnostics) {
		var diags []report.Diagnostic
		if p != nil {
			diags = p.Diagnostics
		}
		return nil, 0, diags, err
	}
	summary, err := plansummary.New(plansummary.Input{
		Preview: true, Plan: p.JSON, Marker: preview.Argument, Stack: j.spec.Policy.Stack, Environment: e.Name, Mode: "apply",
	})
	if err != nil {
		return nil, 0, nil, err
	}
	if summary.Counts.Add == 0 {
		return nil, 0, []report.Diagnostic{{Severity: report.Error,
			Summary: fmt.Sprintf("There are no resources in %s, environment %s: nothing would be judged", j.spec.Policy.Stack, e.Name),
			Detail:  "Give it what it needs to have some (var_files), or take the test away."}}, nil
	}
	doc, err := generic(summary)
	if err != nil {
		return nil, 0, nil, err
	}
	// The summary hides manifests, whose provider calls them sensitive as a whole.
	var plan map[string]any
	if err := json.Unmarshal(p.JSON, &plan); err != nil {
		return nil, 0, nil, fmt.Errorf("reading the plan: %w", err)
	}
	objects, problems := kubeobjects.Find(plan)
	for _, o := range objects {
		hideSecret(o.Object)
	}
	doc["objects"], doc["problems"] = objects, problems
	return doc, summary.Counts.Add, nil, nil
}

// hideSecret hides what a Secret has, so that no policy can tell it.
func hideSecret(object map[string]any) {
	if object["kind"] != "Secret" {
		return
	}
	for _, field := range []string{"binaryData", "data", "stringData"} {
		values, _ := object[field].(map[string]any)
		for key := range values {
			values[key] = plansummary.Redacted
		}
	}
}

func generic(summary *plansummary.Summary) (map[string]any, error) {
	text, err := summary.JSON()
	if err != nil {
		return nil, err
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("reading the preview: %w", err)
	}
	return doc, nil
}

func (j *judge) diagnostic(e spec.Environment, f policy.Finding) report.Diagnostic {
	at := f.Address
	if at == "" {
		at = "the whole plan"
	}
	return report.Diagnostic{
		Severity: report.Error,
		Summary:  fmt.Sprintf("%s: %s %s: %s: %s", f.Rule, j.spec.Policy.Stack, e.Name, at, f.Message),
		Detail:   f.Remedy,
	}
}

func (j *judge) excepted(f policy.Finding) bool {
	hit := false
	for i, e := range j.exceptions {
		if e.Covers(j.spec.Policy.Stack, f) {
			j.used[i], hit = true, true
		}
	}
	return hit
}

// unused finds exceptions for this stack that except nothing: they would let the
// next mistake pass.
func (j *judge) unused() {
	for i, e := range j.exceptions {
		if e.Stack == j.spec.Policy.Stack && !j.used[i] && len(j.diags) == 0 {
			j.add(report.Diagnostic{
				Summary: fmt.Sprintf("%s: %s: the exception at %s is for nothing", e.Rule, e.Stack, e.Address),
				Detail:  "Nothing is found there without it: take it out of the data.",
			})
		}
	}
}
