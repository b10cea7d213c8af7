package stack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/clientconfig"
)

// clientConfig prints the client configuration, or merges it into the home
// directory, or takes it out again.
func clientConfig(ctx context.Context, s *session) error {
	home, err := s.home()
	if err != nil {
		return usageError(err)
	}
	if s.opts.remove {
		return s.removeClientConfig(ctx, home)
	}
	if s.stack.ClientConfig == "" {
		return usageError(fmt.Errorf("the stack gives no client configuration: attribute %q of %s is not set", "client_config", s.stack.Label))
	}
	files, sensitive, err := s.currentClientConfig(ctx)
	if err != nil {
		return err
	}
	switch {
	case s.opts.install || s.opts.diff:
		return s.installClientConfig(home, files)
	case s.opts.format == "json":
		return s.printClientConfigJSON(files)
	}
	return s.printClientConfig(files, sensitive)
}

// owner tells this stack's blocks from those of another repository's stack of
// the same package. It is the same wherever the stack is run from.
func (s *session) owner() clientconfig.Owner {
	label := "@" + s.stack.Repo + "//" + s.stack.Package + ":" + s.stack.Name
	return clientconfig.Owner{Label: label, Environment: s.stack.Environment}
}

func (s *session) home() (string, error) {
	if s.opts.home != "" {
		return userPath(s.opts.home), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the home directory: %w; pass --home DIR", err)
	}
	return home, nil
}

// currentClientConfig reads the client configuration from the outputs.
func (s *session) currentClientConfig(ctx context.Context) (clientconfig.Files, bool, error) {
	if err := s.prepare(ctx); err != nil {
		return nil, false, err
	}
	outputs, err := s.outputs(ctx)
	if err != nil {
		return nil, false, err
	}
	if len(outputs) == 0 {
		return nil, false, fmt.Errorf("nothing is deployed, so there is no client configuration; deploy first: %s", s.command("apply"))
	}
	return s.writeClientConfig(outputs)
}

func (s *session) printClientConfigJSON(files clientconfig.Files) error {
	enc := json.NewEncoder(s.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(files); err != nil {
		return fmt.Errorf("printing the client configuration: %w", err)
	}
	return nil
}

// installClientConfig merges the files, and takes out the blocks of files that
// an earlier configuration gave and this one does not.
func (s *session) installClientConfig(home string, files clientconfig.Files) error {
	changes, err := clientconfig.PlanInstall(home, s.owner(), files)
	if err != nil {
		return err
	}
	recorded, err := clientconfig.ReadRecord(s.recordPath(), home)
	if err != nil {
		return err
	}
	obsolete := slices.DeleteFunc(recorded, func(p string) bool { _, ok := files[p]; return ok })
	removals, err := clientconfig.PlanRemove(home, s.owner(), obsolete)
	if err != nil {
		return err
	}
	changes = append(changes, removals...)
	if s.opts.diff {
		return s.showDiff(changes)
	}
	// The record comes first: a block without one would not be found again.
	if err := clientconfig.Record(s.recordPath(), home, slices.Concat(files.Paths(), obsolete)); err != nil {
		return err
	}
	if err := s.makeChanges(changes); err != nil {
		return err
	}
	return clientconfig.Record(s.recordPath(), home, files.Paths())
}

// removeClientConfig needs no state: after a destroy there is none.
func (s *session) removeClientConfig(ctx context.Context, home string) error {
	if err := s.takeDirectory(ctx); err != nil {
		return err
	}
	paths, err := clientconfig.ReadRecord(s.recordPath(), home)
	if err != nil {
		return err
	}
	changes, err := clientconfig.PlanRemove(home, s.owner(), paths)
	if err != nil {
		return err
	}
	if s.opts.diff {
		return s.showDiff(changes)
	}
	if len(changes) == 0 {
		s.note("Nothing is installed in %q.", home)
	}
	if err := s.makeChanges(changes); err != nil {
		return err
	}
	return clientconfig.Record(s.recordPath(), home, nil)
}

func (s *session) recordPath() string { return s.dir.Join("installed.json") }

func (s *session) makeChanges(changes []clientconfig.Change) error {
	var errs []error
	for _, c := range changes {
		if err := c.Make(); err != nil {
			errs = append(errs, err)
			continue
		}
		fmt.Fprintf(s.stdout, "%s %s\n", c.Action, c.Path)
	}
	return errors.Join(errs...)
}

func (s *session) showDiff(changes []clientconfig.Change) error {
	for _, c := range changes {
		if _, err := fmt.Fprint(s.stdout, c.Diff()); err != nil {
			return fmt.Errorf("printing the difference: %w", err)
		}
	}
	return nil
}

// forgetClientConfig removes the written files after a destroy, and tells of
// blocks that are still in home directories.
func (s *session) forgetClientConfig() error {
	if err := clientconfig.RemoveDir(s.clientConfigDir()); err != nil {
		return err
	}
	homes, err := clientconfig.Homes(s.recordPath())
	if err != nil {
		return err
	}
	for _, home := range homes {
		s.note("Client configuration is still installed in %q. To take it out: %s",
			home, s.command("client_config", "--remove", "--home="+home))
	}
	return nil
}
