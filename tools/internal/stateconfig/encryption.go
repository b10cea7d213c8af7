package stateconfig

import (
	"fmt"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/rootmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// Encryption is what an environment's file says of its state's encryption.
type Encryption struct {
	// Text is the file, which is what TF_ENCRYPTION takes.
	Text string
	// Variables are the names of the input variables that it refers to.
	Variables []string
}

// ReadEncryption reads the content of an encryption block. State and plan must
// both have a method: what the file says comes before what the configuration
// does, which may have another key. Wrong files are an *InvalidError.
func ReadEncryption(f spec.File) (*Encryption, error) {
	src, body, err := parse(f)
	if err != nil {
		return nil, err
	}
	problems := secretProblems(body)
	known := []string{"key_provider", "method", "state", "plan", "remote_state_data_sources"}
	methods := map[string]bool{}
	for _, b := range body.Blocks {
		if !slices.Contains(known, b.Type) {
			problems = append(problems, fmt.Sprintf("%s: a block %q; want the content of an encryption block: %v", place(b.DefRange()), b.Type, known))
		}
		methods[b.Type] = methods[b.Type] || b.Body.Attributes["method"] != nil
	}
	for _, target := range []string{"state", "plan"} {
		if !methods[target] {
			problems = append(problems, fmt.Sprintf("%s:1: no method for %s; write %s { method = method.<type>.<name> }", f.Dest, target, target))
		}
	}
	for _, attr := range body.Attributes {
		problems = append(problems, fmt.Sprintf("%s: an argument %q; want the content of an encryption block: %v", place(attr.NameRange), attr.Name, known))
	}
	if len(problems) > 0 {
		slices.Sort(problems)
		return nil, &InvalidError{Problems: problems}
	}
	return &Encryption{Text: string(src), Variables: rootmod.VariablesIn(body)}, nil
}
