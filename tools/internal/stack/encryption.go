package stack

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/stateconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/tfvars"
)

// encryptionVariable is the environment variable from which OpenTofu takes an
// encryption block's content, over what the configuration says.
const encryptionVariable = "TF_ENCRYPTION"

// encryptionFromEnvironment says that the user gives it, which comes first.
func encryptionFromEnvironment() bool { return strings.TrimSpace(os.Getenv(encryptionVariable)) != "" }

// readStateConfig reads the environment's files about its state.
func (s *session) readStateConfig() error {
	var err error
	if f := s.stack.Backend.File; f != nil {
		if s.settings, err = stateconfig.Backend(*f, s.stack.Environment); err != nil {
			return invalidStateConfig(err)
		}
	}
	if f := s.stack.Encryption; f != nil {
		if s.encryption, err = stateconfig.ReadEncryption(*f); err != nil {
			return invalidStateConfig(err)
		}
	}
	return nil
}

func invalidStateConfig(err error) error {
	if _, ok := errors.AsType[*stateconfig.InvalidError](err); ok {
		return finding(fmt.Errorf("what is said of the state is not in order\n%w", err))
	}
	return err
}

// keyVariables are the variables that decrypt the state.
func (s *session) keyVariables() []string {
	var names []string
	if s.root.Encryption != nil {
		names = append(names, s.root.Encryption.Variables...)
	}
	if s.encryption != nil {
		names = append(names, s.encryption.Variables...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// isKey says whether an environment variable sets one of them.
func (s *session) isKey(variable string) bool {
	name, ok := strings.CutPrefix(variable, tfvars.EnvPrefix)
	return ok && slices.Contains(s.keyVariables(), name)
}

// checkKey reports that the key of the state is missing, before tofu does so
// without saying from where it comes.
func (s *session) checkKey() error {
	wanted := []string{}
	where := ""
	switch {
	case encryptionFromEnvironment():
		return nil
	case s.encryption != nil:
		wanted, where = s.encryption.Variables, s.stack.Encryption.Dest+":1"
	case s.root.Encryption != nil:
		wanted, where = s.root.Encryption.Variables, s.root.Encryption.Where
	}
	for _, name := range wanted {
		if os.Getenv(tfvars.EnvPrefix+name) == "" {
			return fmt.Errorf("%s: the state is encrypted, and its key is missing: set the environment variable %s%s (a passphrase has at least 16 characters), or %s\nWho loses the key loses the state: keep it where the team keeps its secrets",
				where, tfvars.EnvPrefix, name, encryptionVariable)
		}
	}
	return nil
}
