package stack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/handover"
	"github.com/gloriousflywheel/flywheel/tools/internal/udiff"
)

const handoverHelp = `Writes outputs of the deployed stack, none of them secret, into the file of variables
that other stacks take: env/<environment>.handover.tfvars.json of the source tree.
The stack's tofu_stack_files target writes the same file from a preview, without a cluster.

`

func handoverFlags(o *options, f *flagSet) {
	f.yes(&o.compare, "check", "write nothing; exit with 1 if the file is not what is deployed")
}

// handOver writes what other stacks take, whole or not at all.
func handOver(ctx context.Context, s *session) error {
	if len(s.stack.Handover) == 0 {
		return usageError(fmt.Errorf("%s hands nothing over; name outputs in its attribute handover", s.stack.Label))
	}
	workspace := os.Getenv("BUILD_WORKSPACE_DIRECTORY")
	if workspace == "" {
		return errors.New("BUILD_WORKSPACE_DIRECTORY is not set: start this target with bazel run")
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	outputs, err := s.outputs(ctx)
	if err != nil {
		return err
	}
	if len(outputs) == 0 {
		return fmt.Errorf("nothing is deployed, so there is nothing to hand over; deploy first: %s", s.command("apply"))
	}
	given := map[string]handover.Output{}
	for name, out := range outputs {
		given[name] = handover.Output(out)
	}
	content, err := handover.Encode(s.stack.Handover, given)
	if err != nil {
		return err
	}
	return s.writeHandover(workspace, content)
}

func (s *session) writeHandover(workspace string, content []byte) error {
	name := handover.File(s.stack.Package, s.stack.Environment)
	path := filepath.Join(workspace, filepath.FromSlash(name))
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	if bytes.Equal(old, content) {
		s.note("%s is what is deployed.", name)
		return nil
	}
	if s.opts.compare {
		if _, err := fmt.Fprint(s.stdout, udiff.Named(name, "deployed", udiff.Lines(old, content))); err != nil {
			return fmt.Errorf("printing the difference: %w", err)
		}
		return finding(fmt.Errorf("%s is not what is deployed; write it: %s", name, s.command("handover")))
	}
	if err := atomicfile.Write(path, content, 0o644); err != nil {
		return fmt.Errorf("writing the hand-over: %w", err)
	}
	if _, err := fmt.Fprintln(s.stdout, name); err != nil {
		return fmt.Errorf("printing the file's name: %w", err)
	}
	return nil
}
