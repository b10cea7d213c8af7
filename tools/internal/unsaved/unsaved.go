// Package unsaved is about what an apply made shortly before it was killed.
//
// Tofu saves the state at most every 20 seconds while it applies, and at the end. After a
// kill or a power cut objects may be there of which no state knows, and the next
// apply fails at each: it exists already. So an apply leaves a record of what it is
// about to make, and the next plan imports what of it is there.
//
// That takes the identifiers by which objects are imported before they exist. They are
// known for Kubernetes' objects and Helm's releases, which people name themselves.
package unsaved

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// IDs maps addresses of resources to the identifiers that import them.
type IDs map[string]string

// Without are those whose address is none of the given.
func (ids IDs) Without(addresses []string) IDs {
	rest := maps.Clone(ids)
	for _, address := range addresses {
		delete(rest, address)
	}
	return rest
}

// Addresses are sorted.
func (ids IDs) Addresses() []string { return slices.Sorted(maps.Keys(ids)) }

// Planned are the resources that a plan creates, of which the identifier is known, and those
// that it imports: data is what "tofu show -json PLAN" prints.
func Planned(data []byte) (created, imported IDs, err error) {
	var plan struct {
		ResourceChanges []struct {
			Address string
			Type    string
			Change  struct {
				Actions   []string
				After     object
				Importing struct{ ID string }
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(data, &plan); err != nil {
		return nil, nil, fmt.Errorf("decoding the plan: %w", err)
	}
	created, imported = IDs{}, IDs{}
	for _, r := range plan.ResourceChanges {
		if r.Change.Importing.ID != "" {
			imported[r.Address] = r.Change.Importing.ID
		}
		if id := r.Change.After.id(r.Type); id != "" && slices.Equal(r.Change.Actions, []string{"create"}) {
			created[r.Address] = id
		}
	}
	return created, imported, nil
}

// object is what a plan says of an object's name.
type object struct {
	Name, Namespace string
	Metadata        []struct{ Name, Namespace string }
}

// UnmarshalJSON reads what has the expected types; other resources have other attributes of these names.
func (o *object) UnmarshalJSON(data []byte) error {
	type plain object
	if err := json.Unmarshal(data, (*plain)(o)); err != nil {
		*o = object{}
	}
	return nil
}

// id is how the provider's documentation imports an object of the type; empty: not by its name.
func (o object) id(resourceType string) string {
	name, namespace := "", ""
	switch {
	case strings.HasPrefix(resourceType, "kubernetes_") && len(o.Metadata) == 1:
		name, namespace = o.Metadata[0].Name, o.Metadata[0].Namespace
	case resourceType == "helm_release":
		name, namespace = o.Name, o.Namespace
	}
	if name == "" || namespace == "" {
		return name
	}
	return namespace + "/" + name
}

// Blocks is a file of configuration that imports each.
func (ids IDs) Blocks() ([]byte, error) {
	file := hclwrite.NewEmptyFile()
	for _, address := range ids.Addresses() {
		// What a plan calls an address is an expression of the language.
		to, diags := hclsyntax.ParseExpression([]byte(address), address, hcl.InitialPos)
		if diags.HasErrors() {
			return nil, fmt.Errorf("reading the address %q: %w", address, diags)
		}
		traversal, diags := hcl.AbsTraversalForExpr(to)
		if diags.HasErrors() {
			return nil, fmt.Errorf("reading the address %q: %w", address, diags)
		}
		body := file.Body().AppendNewBlock("import", nil).Body()
		body.SetAttributeTraversal("to", traversal)
		body.SetAttributeValue("id", cty.StringVal(ids[address]))
	}
	return file.Bytes(), nil
}
