// Package handover is what a stack gives to others: some of its outputs, as a
// file of variables that theirs take. It lies beside the stack's own variable
// files, in the repository, so that whoever reads a stack sees what it is told,
// and no stack reads another's state, which has its secrets.
package handover

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"slices"
)

// Output is one output of a root module.
type Output struct {
	// Sensitive says that its value is a secret.
	Sensitive bool `json:"sensitive"`
	// Value is its value; empty while it is not known.
	Value json.RawMessage `json:"value"`
}

// File is the place of a stack's file for one environment, in the workspace.
func File(pkg, environment string) string {
	return path.Join(pkg, "env", environment+".handover.tfvars.json")
}

// Encode is the content of the file: the named outputs as variables, sorted, so
// that equal values are equal files. Secrets are refused, and so is what is not
// there or not known.
func Encode(names []string, outputs map[string]Output) ([]byte, error) {
	values := map[string]any{}
	for _, name := range slices.Sorted(slices.Values(names)) {
		out, ok := outputs[name]
		switch {
		case !ok:
			return nil, fmt.Errorf("handing over output %q: there is no such output", name)
		case out.Sensitive:
			return nil, fmt.Errorf("handing over output %q: it is sensitive, and the file is for everyone to read; hand over the name of a Secret", name)
		case len(out.Value) == 0:
			return nil, fmt.Errorf("handing over output %q: its value is not known before an apply; hand over names and addresses that the configuration decides", name)
		}
		dec := json.NewDecoder(bytes.NewReader(out.Value))
		dec.UseNumber()
		var value any
		if err := dec.Decode(&value); err != nil {
			return nil, fmt.Errorf("handing over output %q: %w", name, err)
		}
		values[name] = value
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(values); err != nil {
		return nil, fmt.Errorf("encoding the hand-over: %w", err)
	}
	return b.Bytes(), nil
}
