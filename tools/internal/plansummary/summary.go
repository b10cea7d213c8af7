// Package plansummary makes of a plan what people review and programs judge:
// counts, what is replaced and destroyed before what is created, and the plan
// itself without its secrets.
package plansummary

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
)

// Version is the layout version of the JSON.
const Version = 1

// Summary is a plan in short. Values that are sensitive are never in it.
type Summary struct {
	// V is the layout version, always Version.
	V int `json:"v"`
	// Preview says that the plan was made from schemas alone and can never be
	// applied.
	Preview bool `json:"preview"`
	// Stack is the stack's label.
	Stack string `json:"stack"`
	// Environment is the environment's name.
	Environment string `json:"environment"`
	// Mode is "apply" or "destroy".
	Mode string `json:"mode"`
	// Changes says that the plan does something, if only to an output.
	Changes bool `json:"changes"`
	// Counts are the numbers.
	Counts Counts `json:"counts"`
	// Replaced are resources destroyed and created anew.
	Replaced []Resource `json:"replaced"`
	// Destroyed are resources destroyed for good.
	Destroyed []Resource `json:"destroyed"`
	// Changed are resources updated in place.
	Changed []Resource `json:"changed"`
	// Created are new resources.
	Created []Resource `json:"created"`
	// Imported are resources taken into the state; they may be changed, too.
	Imported []Resource `json:"imported"`
	// Moved are resources that get another address; they may be changed, too.
	Moved []Resource `json:"moved"`
	// Forgotten are resources taken out of the state and left running.
	Forgotten []Resource `json:"forgotten"`
	// NotRead are the addresses of data sources and ephemeral resources that
	// were not read: what they give is unknown.
	NotRead []string `json:"not_read"`
	// LeftOut are parts of the configuration that a preview does not look at,
	// with their places.
	LeftOut []LeftOut `json:"left_out"`
	// Outputs are the root module's outputs that change.
	Outputs []Output `json:"outputs"`
	// Warnings are what OpenTofu and the checks warn of.
	Warnings []report.Diagnostic `json:"warnings"`
	// Text is the Markdown that the stack itself says of its plan; empty for none.
	Text string `json:"text,omitempty"`
	// Plan is what "tofu show -json" prints, with sensitive values replaced by
	// Redacted and without its time and provider configurations.
	Plan map[string]any `json:"plan"`
}

// Counts are the numbers of resources. Add, Change and Destroy are those of
// OpenTofu's own summary, where a replacement is both added and destroyed.
type Counts struct {
	Add     int `json:"add"`
	Change  int `json:"change"`
	Destroy int `json:"destroy"`
	Replace int `json:"replace"`
	Import  int `json:"import"`
	Move    int `json:"move"`
	Forget  int `json:"forget"`
}

// Resource is a resource instance that changes.
type Resource struct {
	// Address of the instance.
	Address string `json:"address"`
	// Previous is the address that it had before, if it is moved.
	Previous string `json:"previous_address,omitempty"`
	// Deposed is the key of an object that was to be destroyed earlier.
	Deposed string `json:"deposed,omitempty"`
	// Reason is OpenTofu's "action_reason", such as "replace_because_cannot_update".
	Reason string `json:"reason,omitempty"`
	// Because are the attributes that make a replacement necessary.
	Because []string `json:"because,omitempty"`
	// Attributes are the top-level attributes that change, or may.
	Attributes []string `json:"attributes,omitempty"`
}

// LeftOut is a part of the configuration that was not looked at.
type LeftOut struct {
	// What it is, such as "import block".
	What string `json:"what"`
	// Where is its place, file:line.
	Where string `json:"where"`
}

// Output is an output of the root module that changes.
type Output struct {
	// Name of the output.
	Name string `json:"name"`
	// Action is "create", "update" or "delete".
	Action string `json:"action"`
	// Sensitive says that its values are not shown.
	Sensitive bool `json:"sensitive"`
	// Known says that all of the new value is known.
	Known bool `json:"known"`
	// Value is the new value; absent if it is sensitive or not known.
	Value any `json:"value,omitempty"`
}

// Input is what a summary is made of.
type Input struct {
	// Preview, Stack, Environment and Mode are taken over.
	Preview                  bool
	Stack, Environment, Mode string
	// Plan is the output of "tofu show -json PLAN".
	Plan []byte
	// Marker, if not nil, is the name of the argument to take out of data sources
	// and ephemeral resources of a type.
	Marker func(kind string) string
	// Text names the output with the stack's own Markdown; empty for none.
	Text string
	// LeftOut and Warnings are taken over.
	LeftOut  []LeftOut
	Warnings []report.Diagnostic
}

// New makes the summary of a plan.
func New(in Input) (*Summary, error) {
	s := &Summary{
		V: Version, Preview: in.Preview, Stack: in.Stack, Environment: in.Environment, Mode: in.Mode,
		Replaced: []Resource{}, Destroyed: []Resource{}, Changed: []Resource{}, Created: []Resource{},
		Imported: []Resource{}, Moved: []Resource{}, Forgotten: []Resource{},
		NotRead: []string{}, LeftOut: append([]LeftOut{}, in.LeftOut...), Outputs: []Output{},
		Warnings: append([]report.Diagnostic{}, in.Warnings...),
	}
	dec := json.NewDecoder(bytes.NewReader(in.Plan))
	dec.UseNumber()
	if err := dec.Decode(&s.Plan); err != nil {
		return nil, fmt.Errorf("decoding the plan: %w", err)
	}
	clean(s.Plan, in.Marker)
	// Which attributes change can be seen only while they have their values.
	var p plan
	if err := json.Unmarshal(in.Plan, &p); err != nil {
		return nil, fmt.Errorf("decoding the plan: %w", err)
	}
	for _, c := range p.ResourceChanges {
		s.resource(c)
	}
	s.outputs(p.OutputChanges)
	s.Text = p.text(in.Text)
	if in.Preview {
		s.NotRead = append(s.NotRead, p.Configuration.RootModule.ephemerals("")...)
		slices.Sort(s.NotRead)
	}
	s.Changes = s.Counts != Counts{} || len(s.Outputs) > 0
	return s, nil
}

// JSON is the summary as a file.
func (s *Summary) JSON() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return nil, fmt.Errorf("encoding the summary: %w", err)
	}
	return out.Bytes(), nil
}
