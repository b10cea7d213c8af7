package plansummary

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Redacted stands in the place of a sensitive value.
const Redacted = "(sensitive value)"

// shortest is the least length of a secret that is also looked for in the
// configuration's constants: shorter ones would be found everywhere by chance.
const shortest = 4

// clean takes out of a plan what must not be shown: sensitive values, the
// settings of providers, the time, and the marker argument of data sources.
func clean(plan map[string]any, marker func(kind string) string) {
	c := &cleaner{marker: marker, secrets: map[string]bool{}}
	delete(plan, "timestamp")
	config, _ := plan["configuration"].(map[string]any)
	if providers, ok := config["provider_config"].(map[string]any); ok {
		for _, p := range providers {
			if p, ok := p.(map[string]any); ok {
				// Tokens may stand here as they are, and nothing marks them.
				delete(p, "expressions")
			}
		}
	}
	root, _ := config["root_module"].(map[string]any)
	c.variables(plan["variables"], root)
	c.module(root)
	for _, key := range []string{"resource_changes", "resource_drift", "output_changes", "planned_values", "prior_state"} {
		c.values(plan[key])
	}
	c.scrub(config)
}

type cleaner struct {
	marker  func(kind string) string
	secrets map[string]bool
}

// variables hides the values of the root module's sensitive variables.
func (c *cleaner) variables(values any, root map[string]any) {
	given, _ := values.(map[string]any)
	declared, _ := root["variables"].(map[string]any)
	for name, d := range declared {
		if v, ok := given[name].(map[string]any); ok && hidden(d) {
			v["value"] = c.hide(v["value"])
		}
	}
}

func hidden(declaration any) bool {
	d, _ := declaration.(map[string]any)
	return d["sensitive"] == true || d["ephemeral"] == true
}

// module hides defaults of sensitive variables, and what calls pass to them.
func (c *cleaner) module(m map[string]any) {
	variables, _ := m["variables"].(map[string]any)
	for _, d := range variables {
		if v, ok := d.(map[string]any); ok && hidden(d) && v["default"] != nil {
			v["default"] = c.hide(v["default"])
		}
	}
	if resources, ok := m["resources"].([]any); ok {
		for _, r := range resources {
			c.unmark(r)
		}
	}
	calls, _ := m["module_calls"].(map[string]any)
	for _, v := range calls {
		call, _ := v.(map[string]any)
		inner, _ := call["module"].(map[string]any)
		c.arguments(call["expressions"], inner["variables"])
		c.module(inner)
	}
}

func (c *cleaner) arguments(expressions, variables any) {
	passed, _ := expressions.(map[string]any)
	declared, _ := variables.(map[string]any)
	for name, d := range declared {
		if e, ok := passed[name].(map[string]any); ok && hidden(d) && e["constant_value"] != nil {
			e["constant_value"] = c.hide(e["constant_value"])
		}
	}
}

// unmark takes the marker out of a data source's or ephemeral resource's block.
func (c *cleaner) unmark(resource any) {
	r, _ := resource.(map[string]any)
	if r["mode"] != "data" && r["mode"] != "ephemeral" || c.marker == nil {
		return
	}
	kind, _ := r["type"].(string)
	if r["action_reason"] == "read_because_config_unknown" {
		delete(r, "action_reason")
	}
	change, _ := r["change"].(map[string]any)
	for _, holder := range []map[string]any{r, change} {
		for _, key := range []string{"expressions", "values", "sensitive_values", "before", "after", "after_unknown", "before_sensitive", "after_sensitive"} {
			if v, ok := holder[key].(map[string]any); ok {
				delete(v, c.marker(kind))
			}
		}
	}
}

// values goes through states and changes, and hides what is marked in them.
func (c *cleaner) values(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			c.values(item)
		}
	case map[string]any:
		// The names of outputs are keys, too: a type tells them from the plan's own.
		if _, ok := v["actions"].([]any); ok {
			v["before"] = c.mask(v["before"], v["before_sensitive"])
			v["after"] = c.mask(v["after"], v["after_sensitive"])
			return
		}
		c.unmark(v)
		if _, ok := v["address"].(string); ok && v["values"] != nil {
			v["values"] = c.mask(v["values"], v["sensitive_values"])
			return
		}
		if v["sensitive"] == true && v["value"] != nil { // an output
			v["value"] = c.hide(v["value"])
			return
		}
		for _, item := range v {
			c.values(item)
		}
	}
}

// mask hides of a value what a mask of the same shape has as true.
func (c *cleaner) mask(v, mask any) any {
	switch m := mask.(type) {
	case bool:
		if m && v != nil {
			return c.hide(v)
		}
	case map[string]any:
		if o, ok := v.(map[string]any); ok {
			for key := range m {
				if _, ok := o[key]; ok {
					o[key] = c.mask(o[key], m[key])
				}
			}
		}
	case []any:
		if l, ok := v.([]any); ok {
			for i := range min(len(m), len(l)) {
				l[i] = c.mask(l[i], m[i])
			}
		}
	}
	return v
}

// hide remembers the texts in a secret, and returns what stands in its place.
func (c *cleaner) hide(v any) any {
	c.remember(v)
	return Redacted
}

func (c *cleaner) remember(v any) {
	switch v := v.(type) {
	case string:
		if len(v) >= shortest && v != Redacted {
			c.secrets[v] = true
		}
	case json.Number:
		c.remember(v.String())
	case []any:
		for _, item := range v {
			c.remember(item)
		}
	case map[string]any:
		for _, item := range v {
			c.remember(item)
		}
	}
}

// scrub hides constants of the configuration that have a secret in them: there
// is nothing to mark them.
func (c *cleaner) scrub(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			c.scrub(item)
		}
	case map[string]any:
		for key := range v {
			if key == "constant_value" && c.reveals(v[key]) {
				v[key] = Redacted
			}
			c.scrub(v[key])
		}
	}
}

// reveals says whether a value has a secret in it.
func (c *cleaner) reveals(v any) bool {
	switch v := v.(type) {
	case string:
		for secret := range c.secrets {
			if strings.Contains(v, secret) {
				return true
			}
		}
	case json.Number:
		return c.secrets[v.String()]
	case []any:
		return slices.ContainsFunc(v, c.reveals)
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(v)), c.reveals)
	}
	return false
}
