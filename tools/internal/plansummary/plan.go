package plansummary

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// plan is what a summary needs to know of "tofu show -json".
type plan struct {
	ResourceChanges []resourceChange  `json:"resource_changes"`
	OutputChanges   map[string]change `json:"output_changes"`
	Configuration   struct {
		RootModule module `json:"root_module"`
	} `json:"configuration"`
}

type resourceChange struct {
	Address         string `json:"address"`
	PreviousAddress string `json:"previous_address"`
	Mode            string `json:"mode"`
	Deposed         string `json:"deposed"`
	Change          change `json:"change"`
	ActionReason    string `json:"action_reason"`
}

type change struct {
	Actions         []string        `json:"actions"`
	Before          json.RawMessage `json:"before"`
	After           json.RawMessage `json:"after"`
	AfterUnknown    json.RawMessage `json:"after_unknown"`
	BeforeSensitive json.RawMessage `json:"before_sensitive"`
	AfterSensitive  json.RawMessage `json:"after_sensitive"`
	ReplacePaths    [][]any         `json:"replace_paths"`
	Importing       json.RawMessage `json:"importing"`
}

type module struct {
	Resources []struct {
		Address string `json:"address"`
		Mode    string `json:"mode"`
	} `json:"resources"`
	Calls map[string]struct {
		Module module `json:"module"`
	} `json:"module_calls"`
}

// resource takes in one resource's change.
func (s *Summary) resource(c resourceChange) {
	r := Resource{Address: c.Address, Previous: c.PreviousAddress, Deposed: c.Deposed, Reason: c.ActionReason}
	creates, deletes := slices.Contains(c.Change.Actions, "create"), slices.Contains(c.Change.Actions, "delete")
	switch {
	case c.Mode == "data":
		if s.Preview && slices.Contains(c.Change.Actions, "read") {
			s.NotRead = append(s.NotRead, c.Address)
		}
		return
	case creates && deletes:
		r.Because, r.Attributes = paths(c.Change.ReplacePaths), c.Change.attributes()
		s.Replaced = append(s.Replaced, r)
		s.Counts.Replace++
	case creates:
		s.Created = append(s.Created, r)
	case deletes:
		s.Destroyed = append(s.Destroyed, r)
	case slices.Contains(c.Change.Actions, "update"):
		r.Attributes = c.Change.attributes()
		s.Changed = append(s.Changed, r)
		s.Counts.Change++
	case slices.Contains(c.Change.Actions, "forget"):
		s.Forgotten = append(s.Forgotten, r)
		s.Counts.Forget++
	}
	if creates {
		s.Counts.Add++
	}
	if deletes {
		s.Counts.Destroy++
	}
	if given(c.Change.Importing) {
		s.Imported = append(s.Imported, r)
		s.Counts.Import++
	}
	if c.PreviousAddress != "" && c.PreviousAddress != c.Address {
		s.Moved = append(s.Moved, r)
		s.Counts.Move++
	}
}

func given(v json.RawMessage) bool { return len(v) > 0 && string(v) != "null" }

// paths writes attribute paths as expressions do: a.b[0].c.
func paths(all [][]any) []string {
	var out []string
	for _, steps := range all {
		var b strings.Builder
		for _, step := range steps {
			if name, ok := step.(string); ok {
				b.WriteString("." + name)
			} else {
				fmt.Fprintf(&b, "[%v]", step)
			}
		}
		out = append(out, strings.TrimPrefix(b.String(), "."))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// attributes are the top-level attributes that differ, or are not known yet.
func (c change) attributes() []string {
	before, after, unknown := object(c.Before), object(c.After), object(c.AfterUnknown)
	names := map[string]bool{}
	for name, v := range after {
		if !same(before[name], v) {
			names[name] = true
		}
	}
	for name := range before {
		if _, ok := after[name]; !ok {
			names[name] = true
		}
	}
	for name, v := range unknown {
		if hasTrue(v) {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func object(v json.RawMessage) map[string]json.RawMessage {
	var o map[string]json.RawMessage
	if err := json.Unmarshal(v, &o); err != nil {
		return nil // It is no object, and has no attributes.
	}
	return o
}

func same(a, b json.RawMessage) bool {
	if !given(a) || !given(b) {
		return given(a) == given(b)
	}
	return bytes.Equal(a, b) // Both were encoded by the same rules.
}

// hasTrue says whether any of what a mark covers is marked.
func hasTrue(v json.RawMessage) bool { return bytes.Contains(v, []byte("true")) }

func (s *Summary) outputs(changes map[string]change) {
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		c := changes[name]
		if len(c.Actions) == 0 || c.Actions[0] == "no-op" {
			continue
		}
		o := Output{Name: name, Action: c.Actions[0], Sensitive: hasTrue(c.AfterSensitive) || hasTrue(c.BeforeSensitive), Known: !hasTrue(c.AfterUnknown)}
		if len(c.Actions) > 1 {
			o.Action = "update"
		}
		if !o.Sensitive && o.Known {
			o.Value = s.output(name)
		}
		s.Outputs = append(s.Outputs, o)
	}
}

// output is an output's new value in the clean plan.
func (s *Summary) output(name string) any {
	all, _ := s.Plan["output_changes"].(map[string]any)
	one, _ := all[name].(map[string]any)
	return one["after"]
}

// ephemerals are the addresses of a module's ephemeral resources, and of those
// below. They are no part of a plan, so they have no keys of instances.
func (m module) ephemerals(prefix string) []string {
	var out []string
	for _, r := range m.Resources {
		if r.Mode == "ephemeral" {
			out = append(out, prefix+r.Address)
		}
	}
	for name, call := range m.Calls {
		out = append(out, call.Module.ephemerals(prefix+"module."+name+".")...)
	}
	return out
}

// text is the value of an output that is a text, known and no secret; else empty.
func (p *plan) text(output string) string {
	c := p.OutputChanges[output]
	if sensitive := string(c.AfterSensitive); sensitive != "" && sensitive != "false" {
		return ""
	}
	var text string
	if len(c.After) == 0 || json.Unmarshal(c.After, &text) != nil {
		return ""
	}
	return text
}
