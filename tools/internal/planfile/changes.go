package planfile

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Changes is what a plan does, in numbers and addresses.
type Changes struct {
	// Any says that applying the plan does something, if only to an output.
	Any bool `json:"any"`
	// Add counts created resources, replacements included, as OpenTofu counts.
	Add int `json:"add"`
	// Change counts resources updated in place.
	Change int `json:"change"`
	// Destroy counts destroyed resources, replacements included.
	Destroy int `json:"destroy"`
	// Import counts imported resources.
	Import int `json:"import"`
	// Forget counts resources taken out of the state and left running.
	Forget int `json:"forget"`
	// Destroyed are the addresses of resources destroyed for good.
	Destroyed []string `json:"destroyed,omitempty"`
	// Replaced are the addresses of resources destroyed and created anew.
	Replaced []string `json:"replaced,omitempty"`
}

// ParseChanges reads the output of "tofu show -json PLAN".
func ParseChanges(data []byte) (Changes, error) {
	var plan struct {
		ResourceChanges []struct {
			Address string `json:"address"`
			Deposed string `json:"deposed"`
			Change  struct {
				Actions   []string        `json:"actions"`
				Importing json.RawMessage `json:"importing"`
			} `json:"change"`
		} `json:"resource_changes"`
		OutputChanges map[string]struct {
			Actions []string `json:"actions"`
		} `json:"output_changes"`
	}
	if err := json.Unmarshal(data, &plan); err != nil {
		return Changes{}, fmt.Errorf("decoding the plan: %w", err)
	}
	var c Changes
	for _, r := range plan.ResourceChanges {
		address := r.Address
		if r.Deposed != "" {
			address += " (deposed " + r.Deposed + ")"
		}
		c.count(address, r.Change.Actions)
		if len(r.Change.Importing) > 0 && string(r.Change.Importing) != "null" {
			c.Import++
		}
	}
	c.Any = c.Add+c.Change+c.Destroy+c.Import+c.Forget > 0
	for _, o := range plan.OutputChanges {
		c.Any = c.Any || !slices.Equal(o.Actions, []string{"no-op"})
	}
	return c, nil
}

func (c *Changes) count(address string, actions []string) {
	creates, deletes := slices.Contains(actions, "create"), slices.Contains(actions, "delete")
	switch {
	case creates && deletes:
		c.Replaced = append(c.Replaced, address)
	case deletes:
		c.Destroyed = append(c.Destroyed, address)
	}
	if creates {
		c.Add++
	}
	if deletes {
		c.Destroy++
	}
	if slices.Contains(actions, "update") {
		c.Change++
	}
	if slices.Contains(actions, "forget") {
		c.Forget++
	}
}

// String renders the numbers in OpenTofu's words.
func (c Changes) String() string {
	parts := []string{
		fmt.Sprintf("%d to add", c.Add),
		fmt.Sprintf("%d to change", c.Change),
		fmt.Sprintf("%d to destroy", c.Destroy),
	}
	if c.Import > 0 {
		parts = append([]string{fmt.Sprintf("%d to import", c.Import)}, parts...)
	}
	if c.Forget > 0 {
		parts = append(parts, fmt.Sprintf("%d to forget", c.Forget))
	}
	return strings.Join(parts, ", ")
}
