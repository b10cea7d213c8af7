package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/user"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/planfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// plan makes a plan, shows it and saves it for apply.
func plan(ctx context.Context, s *session) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	mode := planfile.ModeApply
	if s.opts.destroy {
		mode = planfile.ModeDestroy
	}
	show := s.stdout
	if s.opts.format != "" {
		show = s.stderr
	}
	binding, err := s.makePlan(ctx, mode, show)
	if err != nil {
		return err
	}
	if err := s.summarise(ctx, mode); err != nil {
		return err
	}
	if err := s.plans.Save(binding); err != nil {
		return err
	}
	s.note("%s, %s: %s.", s.stack.Label, s.stack.Environment, binding.Changes)
	s.note("Saved. To apply exactly this plan: %s", s.command(string(mode)))
	if s.opts.detailedExit && binding.Changes.Any {
		return finding(errChanges)
	}
	return nil
}

// makePlan makes a sealed draft of a plan and shows it on show.
func (s *session) makePlan(ctx context.Context, mode planfile.Mode, show io.Writer) (*planfile.Binding, error) {
	varFiles, err := s.tofuVarFiles()
	if err != nil {
		return nil, err
	}
	extra := s.opts.planOptions
	if s.opts.json {
		extra = append([]string{"-json"}, extra...)
	}
	wanted := tofu.Plan{
		Out: s.plans.DraftPath(), Destroy: mode == planfile.ModeDestroy, DetailedExitCode: true,
		VarFiles: varFiles, LockTimeout: s.opts.lockTimeout.String(), Extra: s.opts.planOptions,
	}
	if err := s.takeIn(ctx, mode, wanted); err != nil {
		return nil, err
	}
	wanted.Extra = extra
	args := tofu.PlanArgs(wanted)
	code, err := s.execute(ctx, args, nil, show)
	if err != nil {
		return nil, err
	}
	const hasChanges = 2
	if code != hasChanges {
		if err := s.failed(ctx, code, args); err != nil {
			return nil, err
		}
	}
	return s.seal(ctx, mode, code == hasChanges)
}

func (s *session) seal(ctx context.Context, mode planfile.Mode, changes bool) (*planfile.Binding, error) {
	binding := s.binding(mode)
	if binding.Commit.ID == unknownCommit {
		s.note("No commit is known here (no git, no work tree or no commit yet): the plan is bound to its inputs alone.")
	}
	if err := s.plans.Seal(binding); err != nil {
		return nil, err
	}
	shown, err := s.capture(ctx, tofu.ShowArgs(true, s.plans.DraftPath()))
	if err != nil {
		return nil, err
	}
	binding.Changes, err = planfile.ParseChanges(shown)
	// Tofu knows best whether there is anything to do.
	binding.Changes.Any = changes
	return binding, err
}

// binding says what a plan made now would be made from.
func (s *session) binding(mode planfile.Mode) *planfile.Binding {
	return &planfile.Binding{
		V: planfile.Version, Stack: s.stack.Label, Environment: s.stack.Environment, Mode: mode,
		Options: append([]string{}, s.opts.planOptions...), Commit: currentCommit(), Inputs: s.inputs,
		Created: time.Now().UTC().Truncate(time.Second), User: userName(),
	}
}

func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return os.Getenv("USER")
}

// savedPlan returns the saved plan if it may be applied now, nil when there is
// none, and a finding when it must not be applied.
func (s *session) savedPlan(mode planfile.Mode) (*planfile.Binding, error) {
	if s.opts.discardPlan {
		return nil, s.plans.Discard()
	}
	saved, err := s.plans.Load()
	if errors.Is(err, planfile.ErrNone) {
		return nil, nil
	}
	if damaged, ok := errors.AsType[*planfile.DamagedError](err); ok {
		return nil, s.refuse(mode, []string{damaged.Reason})
	}
	if err != nil {
		return nil, err
	}
	if mode == planfile.ModeDestroy && saved.Mode == planfile.ModeApply && saved.Stack == s.stack.Label {
		s.note("The saved plan is no plan to destroy; it is left aside.")
		return nil, nil
	}
	now := s.binding(mode)
	now.Inputs = s.inputsLike(saved)
	if s.local() {
		state, err := planfile.ReadState(s.dir.State())
		if err != nil {
			return nil, err
		}
		now.State = &state
	}
	differences := saved.Differences(now)
	switch {
	case len(differences) == 0:
		return saved, nil
	case !saved.Changes.Any && saved.Stack == now.Stack && saved.Environment == now.Environment:
		s.note("The saved plan is out of date. It changes nothing, so it is left aside.")
		return nil, nil
	}
	return nil, s.refuse(mode, differences)
}

// inputsLike are the inputs that hold now. A plan keeps the values that it was
// made with, so that they need not be repeated; where some are, all count.
func (s *session) inputsLike(saved *planfile.Binding) map[string]string {
	inputs := maps.Clone(s.inputs)
	if len(s.opts.vars)+len(s.opts.varFiles) > 0 {
		return inputs
	}
	for name, sum := range saved.Inputs {
		if _, ok := inputs[name]; !ok && strings.HasPrefix(name, inputValue) {
			inputs[name] = sum
		}
	}
	return inputs
}

// refuse says why a saved plan is not applied, and what to do.
func (s *session) refuse(mode planfile.Mode, reasons []string) error {
	text := "the saved plan is refused:"
	for _, r := range reasons {
		text += "\n  " + r
	}
	var flags []string
	if mode == planfile.ModeDestroy {
		flags = append(flags, "--destroy")
	}
	return finding(fmt.Errorf("%s\nNothing was changed. Make a new plan: %s\nor drop it, plan anew and be asked: %s",
		text, s.command("plan", append(flags, s.variableFlags()...)...),
		s.command(string(mode), append([]string{"--discard-plan"}, s.variableFlags()...)...)))
}
