package stack

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/gloriousflywheel/flywheel/tools/internal/planfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// apply applies the saved plan, or makes one, shows it, asks and applies it;
// then it tells what runs where.
func apply(ctx context.Context, s *session) error {
	if err := s.change(ctx, planfile.ModeApply); err != nil {
		return err
	}
	return s.showResults(ctx)
}

// destroy does the same with a plan to destroy, and cleans up after it.
func destroy(ctx context.Context, s *session) error {
	if err := s.change(ctx, planfile.ModeDestroy); err != nil {
		return err
	}
	return s.forgetClientConfig()
}

// planCommand is the command line that makes a plan of the mode.
func (s *session) planCommand(mode planfile.Mode) string {
	flags := s.variableFlags()
	if mode == planfile.ModeDestroy {
		flags = append([]string{"--destroy"}, flags...)
	}
	return s.command("plan", flags...)
}

// change applies a plan of the mode: the saved one if there is one.
func (s *session) change(ctx context.Context, mode planfile.Mode) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	binding, err := s.savedPlan(mode)
	if err != nil {
		return err
	}
	if binding != nil {
		s.note("Applying the plan saved at %s by %s.", binding.Created.Format("2006-01-02 15:04:05 MST"), binding.User)
		return s.applySaved(ctx, binding)
	}
	if !s.opts.autoApprove && !s.canAsk() {
		return usageError(fmt.Errorf("there is no saved plan and no terminal to ask on; make a plan first (%s), or pass --auto-approve",
			s.planCommand(mode)))
	}
	binding, err = s.makePlan(ctx, mode, s.stderr)
	if err != nil {
		return err
	}
	return s.applyDraft(ctx, binding)
}

// applySaved turns the saved plan into the draft that is applied: it is used
// once, however that ends.
func (s *session) applySaved(ctx context.Context, binding *planfile.Binding) error {
	s.describe(binding)
	if err := s.plans.Use(); err != nil {
		return err
	}
	if !binding.Changes.Any {
		s.note("No changes.")
		return s.plans.Discard()
	}
	return s.applyFile(ctx)
}

// applyDraft applies a new plan after asking.
func (s *session) applyDraft(ctx context.Context, binding *planfile.Binding) error {
	if !binding.Changes.Any {
		// Tofu has said that there are none.
		return s.plans.Discard()
	}
	s.describe(binding)
	if !s.opts.autoApprove {
		if err := s.ask(ctx, binding); err != nil {
			return errors.Join(err, s.plans.DropDraft())
		}
	}
	return s.applyFile(ctx)
}

func (s *session) applyFile(ctx context.Context) error {
	extra, err := s.applyOptions()
	if err != nil {
		return err
	}
	if err := s.record(ctx); err != nil {
		return errors.Join(err, s.plans.DropDraft())
	}
	args := tofu.ApplyArgs(s.plans.DraftPath(), s.opts.lockTimeout.String(), s.eventsPath(), extra)
	code, err := s.execute(ctx, args, nil, s.stderr)
	if err == nil {
		err = errors.Join(s.failed(ctx, code, args), s.forgetRecord())
	}
	if err != nil {
		return errors.Join(s.incomplete(err), s.plans.DropDraft())
	}
	return s.plans.Discard()
}

// applyOptions repeats the variables, which tofu compares with the plan's and
// needs for ephemeral ones, and the parallelism, which a plan does not keep.
func (s *session) applyOptions() ([]string, error) {
	files, err := s.tofuVarFiles()
	if err != nil {
		return nil, err
	}
	var extra []string
	for _, f := range files {
		extra = append(extra, "-var-file="+f)
	}
	for _, o := range s.opts.planOptions {
		if isParallelism(o) {
			extra = append(extra, o)
		}
	}
	return extra, nil
}

// incomplete adds what to do after an apply that did not come to its end.
func (s *session) incomplete(err error) error {
	if s.held.id != "" {
		return err // Nothing was done.
	}
	errored, globErr := s.erroredStates()
	if globErr == nil && len(errored) > 0 {
		return fmt.Errorf("%w\nThe new state could not be saved and is kept in %q; the next run tries again to save it", err, errored[0])
	}
	if s.stateLost {
		return fmt.Errorf("%w\nThe new state could not be saved anywhere. Free space for it, save what tofu printed above: %s\nand see what is left: %s",
			err, s.command("state", "push", "FILE"), s.command("plan", s.variableFlags()...))
	}
	return fmt.Errorf("%w\nWhat was done is in the state. See what is left: %s", err, s.command("plan", s.variableFlags()...))
}

// refresh brings the state up to what really is.
func refresh(ctx context.Context, s *session) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	files, err := s.tofuVarFiles()
	if err != nil {
		return err
	}
	args := tofu.PlanArgs(tofu.Plan{
		Out: s.plans.DraftPath(), RefreshOnly: true, VarFiles: files,
		LockTimeout: s.opts.lockTimeout.String(), Extra: s.opts.planOptions,
	})
	if err := s.run(ctx, args, nil, s.stdout); err != nil {
		return err
	}
	if err := os.Chmod(s.plans.DraftPath(), 0o600); err != nil {
		return fmt.Errorf("making the plan private: %w", err)
	}
	extra, err := s.applyOptions()
	if err != nil {
		return err
	}
	args = tofu.ApplyArgs(s.plans.DraftPath(), s.opts.lockTimeout.String(), "", extra)
	return errors.Join(s.run(ctx, args, nil, s.stderr), s.plans.DropDraft())
}
