package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/planfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/plansummary"
	"github.com/gloriousflywheel/flywheel/tools/internal/preview"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
	"github.com/gloriousflywheel/flywheel/tools/internal/valueplace"
	"golang.org/x/term"
)

const previewHelp = `A preview is made from the providers' schemas alone. Data sources and ephemeral
resources are not read, and what only providers or the cluster know is unknown.
Without --state everything is new. It is not a plan that could be applied.

`

func previewFlags(o *options, f *flagSet) {
	o.format = "text"
	formatFlag(o, f, "how to print; markdown is a comment for a review", "text", "json", "markdown")
	f.text(&o.state, "state", "FILE", "show what changes against this state, as <env>.state pull prints it")
	f.yes(&o.destroy, "destroy", "preview the removal of everything in --state")
	changeFlags(o, f)
}

// makePreview plans against schemas, prints what came out and keeps nothing.
func makePreview(ctx context.Context, s *session) error {
	if s.opts.destroy && s.opts.state == "" {
		return usageError(errors.New("--destroy needs --state FILE: without a state there is nothing to destroy"))
	}
	if err := s.checkConfiguration(); err != nil {
		return err
	}
	request, err := s.previewRequest()
	if err != nil {
		return err
	}
	p, err := check.MakePreview(ctx, s.spec, request)
	if err != nil {
		return err
	}
	found := valueplace.Add(p.Diagnostics, s.spec.Root, s.spec.TreeFiles(), s.values.Place)
	if err := report.Render(s.stderr, found, isTerminal(s.stderr)); err != nil {
		return fmt.Errorf("printing the findings: %w", err)
	}
	if report.HasErrors(p.Diagnostics) {
		return finding(errors.New("there is no preview; the findings are above"))
	}
	summary, err := s.summary(planMode(s.opts.destroy), plansummary.Input{
		Preview: true, Plan: p.JSON, Marker: preview.Argument, LeftOut: leftOut(p.LeftOut), Warnings: p.Diagnostics,
	})
	if err != nil {
		return err
	}
	if s.opts.format == "text" {
		return s.printPreview(p, summary)
	}
	return s.printSummary(summary)
}

func leftOut(parts []preview.Part) []plansummary.LeftOut {
	var all []plansummary.LeftOut
	for _, p := range parts {
		all = append(all, plansummary.LeftOut{What: p.What, Where: p.Where})
	}
	return all
}

func (s *session) previewRequest() (check.PreviewRequest, error) {
	r := check.PreviewRequest{
		Destroy: s.opts.destroy, Options: s.opts.planOptions,
		Text: s.opts.format == "text", Color: isTerminal(s.stdout),
	}
	for _, f := range s.opts.varFiles {
		r.VarFiles = append(r.VarFiles, userPath(f))
	}
	var err error
	if len(s.values.Generated) > 0 {
		if r.Values, err = marshalVariables(s.values.Generated); err != nil {
			return r, err
		}
	}
	if s.opts.state == "" {
		return r, nil
	}
	path := userPath(s.opts.state)
	if r.State, err = os.ReadFile(path); err != nil {
		return r, usageError(fmt.Errorf("--state: %w", err))
	}
	if _, err := planfile.ReadState(path); err != nil {
		return r, usageError(fmt.Errorf("--state: %w\nGive what %s prints", err, s.command("state", "pull")))
	}
	return r, nil
}

// isTerminal says whether colours may be written.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && term.IsTerminal(int(f.Fd()))
}

// printPreview prints the plan's text, between lines that say what it is not.
func (s *session) printPreview(p *check.Preview, summary *plansummary.Summary) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Preview of %s, environment %s, from the providers' schemas: not a plan that could be applied.\n\n", s.stack.Label, s.stack.Environment)
	if summary.Changes || len(summary.NotRead) > 0 {
		b.WriteString(strings.Trim(p.Text, "\n") + "\n")
	} else {
		// OpenTofu's words would be about real infrastructure.
		b.WriteString("No changes, as far as the schemas tell.\n")
	}
	if len(summary.NotRead) > 0 {
		fmt.Fprintf(&b, "\nNot read in a preview, so that what they give is unknown:\n  %s\n", strings.Join(summary.NotRead, "\n  "))
	}
	if len(summary.LeftOut) > 0 {
		b.WriteString("\nLeft out of the preview:\n")
		for _, l := range summary.LeftOut {
			fmt.Fprintf(&b, "  %s: %s\n", l.Where, l.What)
		}
	}
	fmt.Fprintf(&b, "\nThis was a preview, not a plan that could be applied. For that: %s\n", s.command("plan", s.variableFlags()...))
	if _, err := io.WriteString(s.stdout, b.String()); err != nil {
		return fmt.Errorf("printing the preview: %w", err)
	}
	return nil
}

func planMode(destroy bool) planfile.Mode {
	if destroy {
		return planfile.ModeDestroy
	}
	return planfile.ModeApply
}

// summarise prints a summary of the new plan if one is wanted.
func (s *session) summarise(ctx context.Context, mode planfile.Mode) error {
	if s.opts.format == "" {
		return nil
	}
	shown, err := s.capture(ctx, tofu.ShowArgs(true, s.plans.DraftPath()))
	if err != nil {
		return err
	}
	summary, err := s.summary(mode, plansummary.Input{Plan: shown})
	if err != nil {
		return err
	}
	return s.printSummary(summary)
}

// summary completes the input with what the session knows.
func (s *session) summary(mode planfile.Mode, in plansummary.Input) (*plansummary.Summary, error) {
	in.Stack, in.Environment, in.Mode, in.Text = s.stack.Label, s.stack.Environment, string(mode), s.stack.Markdown
	return plansummary.New(in)
}

// printSummary prints a summary in the format for programs or reviews.
func (s *session) printSummary(summary *plansummary.Summary) error {
	out := []byte(summary.Markdown())
	if s.opts.format == "json" {
		var err error
		if out, err = summary.JSON(); err != nil {
			return err
		}
	}
	if _, err := s.stdout.Write(out); err != nil {
		return fmt.Errorf("printing the summary: %w", err)
	}
	return nil
}
