// Package report holds what a check found: values with a place in the source,
// stored as stable JSON and rendered for people and for test runners. A report
// has no absolute paths, no times and no order of chance.
package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Version is the layout version of the JSON.
const Version = 1

// Severity of a diagnostic.
type Severity string

// The severities. Only errors make a report invalid.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Diagnostic is one finding.
type Diagnostic struct {
	// Severity is error or warning.
	Severity Severity `json:"severity"`
	// Summary says in one line what is wrong.
	Summary string `json:"summary"`
	// Detail explains it and names the remedy; may have several lines.
	Detail string `json:"detail,omitempty"`
	// File is the workspace-relative path; empty when no file is at fault.
	File string `json:"file,omitempty"`
	// Line and Column count from 1; zero when not known.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Snippet is the source line at Line.
	Snippet string `json:"snippet,omitempty"`
}

// Report is the outcome of one check of one target.
type Report struct {
	// V is the layout version, always Version.
	V int `json:"v"`
	// Label is the checked target.
	Label string `json:"label"`
	// Kind is the kind of check.
	Kind string `json:"kind"`
	// Valid says that there are no errors.
	Valid bool `json:"valid"`
	// Diagnostics are the findings, in order of file and place.
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// New makes a report of diags: sorted, without repetitions.
func New(label, kind string, diags []Diagnostic) Report {
	sorted := slices.Clone(diags)
	slices.SortStableFunc(sorted, compare)
	sorted = slices.Compact(sorted)
	if sorted == nil {
		sorted = []Diagnostic{}
	}
	return Report{V: Version, Label: label, Kind: kind, Valid: !HasErrors(sorted), Diagnostics: sorted}
}

// HasErrors says whether any of diags is an error.
func HasErrors(diags []Diagnostic) bool {
	return slices.ContainsFunc(diags, func(d Diagnostic) bool { return d.Severity == Error })
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Severity, b.Severity),
		cmp.Compare(a.Summary, b.Summary),
		cmp.Compare(a.Detail, b.Detail),
		cmp.Compare(a.Snippet, b.Snippet),
	)
}

// Marshal returns the report's JSON, the same bytes for the same findings.
func (r Report) Marshal() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return nil, fmt.Errorf("encoding the report of %s: %w", r.Label, err)
	}
	return buf.Bytes(), nil
}

// Read reads a report; unknown fields, another layout version and text after
// the object are errors.
func Read(path string) (Report, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Report{}, fmt.Errorf("reading report: %w", err)
	}
	var r Report
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		return Report{}, fmt.Errorf("reading report %q: %w", path, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Report{}, fmt.Errorf("reading report %q: text after the JSON object", path)
	}
	if r.V != Version {
		return Report{}, fmt.Errorf("reading report %q: version %d; this program reads version %d", path, r.V, Version)
	}
	if r.Valid == HasErrors(r.Diagnostics) {
		return Report{}, fmt.Errorf("reading report %q: \"valid\" is %v, which its diagnostics contradict", path, r.Valid)
	}
	return r, nil
}
