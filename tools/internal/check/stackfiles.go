package check

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/handover"
	"github.com/gloriousflywheel/flywheel/tools/internal/moduledocs"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/udiff"
)

// The lines of a stack's README between which its previews' text stands.
const (
	beginPreviews = "<!-- BEGIN_PREVIEWS -->"
	endPreviews   = "<!-- END_PREVIEWS -->"
)

// StackFiles checks that the files which are generated from a stack's previews
// are what the previews say: the text in its README, and what it hands over.
func StackFiles(ctx context.Context, s *spec.Spec) (report.Report, error) {
	place := func(dest string) string {
		for _, f := range s.Files {
			if f.Dest == dest {
				return f.Path
			}
		}
		return dest
	}
	changes, diags, err := stackFiles(ctx, s, place)
	if err != nil {
		return report.Report{}, err
	}
	for _, c := range changes {
		lines := udiff.Lines(c.old, c.new)
		d := report.Diagnostic{
			Severity: report.Error, File: c.file.Dest, Line: udiff.FirstLine(lines),
			Summary: "The file is not what the stack's previews say",
			Detail:  udiff.Named(c.file.Dest, "generated", lines) + "Fix it with: " + s.Fix,
		}
		if c.old == nil {
			d.Summary, d.Line, d.Detail = "There is no such file among those of the test", 0, "Make it, and name it in srcs, by: "+s.Fix
		}
		diags = append(diags, d)
	}
	return report.New(s.Label, string(s.Kind), diags), nil
}

// stackFilesFix writes those files in the source tree, and prints the names of
// the changed ones.
func stackFilesFix(ctx context.Context, s *spec.Spec, workspace string, stdout io.Writer) (outcome, error) {
	if workspace == "" {
		return outcome{}, errors.New("BUILD_WORKSPACE_DIRECTORY is not set: start this target with bazel run")
	}
	changes, diags, err := stackFiles(ctx, s, func(dest string) string { return filepath.Join(workspace, filepath.FromSlash(dest)) })
	if err != nil {
		return outcome{}, err
	}
	for _, c := range changes {
		if err := write(c, workspace); err != nil {
			return outcome{}, err
		}
		fmt.Fprintln(stdout, c.file.Dest)
	}
	return one(report.New(s.Label, string(s.Kind), diags), nil)
}

// stackFiles are the files that differ from what the previews say; place says
// where to read the one that belongs at dest.
func stackFiles(ctx context.Context, s *spec.Spec, place func(dest string) string) ([]change, []report.Diagnostic, error) {
	var changes []change
	var diags []report.Diagnostic
	var text strings.Builder
	for _, path := range s.Previews {
		p, err := spec.Read(path)
		if err != nil {
			return nil, nil, err
		}
		outputs, found, err := previewOutputs(ctx, p)
		diags = append(diags, found...)
		if err != nil || report.HasErrors(found) {
			return nil, diags, err
		}
		if p.Stack.Markdown != "" {
			section, err := previewText(p.Stack, outputs)
			if err != nil {
				return nil, nil, err
			}
			text.WriteString(section)
		}
		if len(p.Stack.Handover) > 0 {
			content, err := handover.Encode(p.Stack.Handover, outputs)
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", p.Label, err)
			}
			dest := handover.File(p.Stack.Package, p.Stack.Environment)
			changes = append(changes, change{file: spec.File{Path: place(dest), Dest: dest}, new: content})
		}
	}
	if text.Len() > 0 {
		c, problem := readmeChange(spec.File{Path: place(s.Files[0].Dest), Dest: s.Files[0].Dest}, text.String())
		if problem != nil {
			return nil, append(diags, *problem), nil
		}
		changes = append(changes, c)
	}
	for i := range changes {
		old, err := os.ReadFile(changes[i].file.Path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, fmt.Errorf("reading %s: %w", changes[i].file.Dest, err)
		}
		changes[i].old = old
	}
	return slices.DeleteFunc(changes, func(c change) bool { return c.old != nil && bytes.Equal(c.old, c.new) }), diags, nil
}

// previewOutputs are the outputs of a stack in one environment that its files are
// made of, as far as a preview knows them.
func previewOutputs(ctx context.Context, p *spec.Spec) (map[string]handover.Output, []report.Diagnostic, error) {
	wanted := p.Stack.Handover
	if p.Stack.Markdown != "" {
		wanted = append(slices.Clone(wanted), p.Stack.Markdown)
	}
	made, err := MakePreview(ctx, p, PreviewRequest{Outputs: wanted})
	if err != nil {
		return nil, nil, err
	}
	if report.HasErrors(made.Diagnostics) {
		return nil, made.Diagnostics, nil
	}
	var plan struct {
		Planned struct {
			Outputs map[string]handover.Output `json:"outputs"`
		} `json:"planned_values"`
	}
	if err := json.Unmarshal(made.JSON, &plan); err != nil {
		return nil, nil, fmt.Errorf("reading the preview of %s: %w", p.Label, err)
	}
	return plan.Planned.Outputs, nil, nil
}

// previewText is one environment's part of the README.
func previewText(stack *spec.Stack, outputs map[string]handover.Output) (string, error) {
	var text string
	if err := json.Unmarshal(outputs[stack.Markdown].Value, &text); err != nil {
		return "", fmt.Errorf("%s: output %q is no text that a preview knows: %w", stack.Label, stack.Markdown, err)
	}
	return fmt.Sprintf("\n### %s\n\n%s\n", stack.Environment, strings.TrimSpace(text)), nil
}

// readmeChange is the README with the previews' text.
func readmeChange(readme spec.File, text string) (change, *report.Diagnostic) {
	// What cannot be read, the caller finds out.
	old, _ := os.ReadFile(readme.Path)
	r, problem := moduledocs.ParseMarked(old, beginPreviews, endPreviews)
	if problem != nil {
		return change{}, &report.Diagnostic{
			Severity: report.Error, File: readme.Dest, Line: problem.Line, Summary: problem.Summary, Detail: problem.Detail,
		}
	}
	return change{file: readme, new: r.With("<!-- Generated from the stack's previews: run its tofu_stack_files target. -->\n" + text + "\n")}, nil
}
