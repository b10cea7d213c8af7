// Package kubeobjects finds the Kubernetes objects in a plan, and gives each as
// the API server would get it: manifests written as YAML, and the typed
// resources of hashicorp/kubernetes, converted. So a policy has one form to
// judge, and a test can decode it into the types of the API.
package kubeobjects

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Object is one Kubernetes object of a plan.
type Object struct {
	// Address of the resource instance that makes it.
	Address string `json:"address"`
	// Type of that resource, such as "kubernetes_deployment_v1".
	Type string `json:"type"`
	// Object is the object as the API has it.
	Object map[string]any `json:"object"`
}

// Problem is a resource of which the object cannot be told.
type Problem struct {
	// Address of the resource instance.
	Address string `json:"address"`
	// Message says what is wrong, and the remedy.
	Message string `json:"message"`
}

// Find returns the objects of the planned values in the output of "tofu show
// -json", in order of their addresses. What is not known in the plan is not in
// them. A resource that should be an object and cannot be told is a problem: a
// check that passes it over would be blind.
func Find(plan map[string]any) ([]Object, []Problem) {
	f := &finder{}
	values, _ := plan["planned_values"].(map[string]any)
	f.module(values["root_module"])
	slices.SortFunc(f.objects, func(a, b Object) int { return cmp.Compare(a.Address, b.Address) })
	slices.SortFunc(f.problems, func(a, b Problem) int { return cmp.Compare(a.Address, b.Address) })
	return f.objects, f.problems
}

type finder struct {
	objects  []Object
	problems []Problem
}

func (f *finder) module(v any) {
	m, _ := v.(map[string]any)
	for _, r := range list(m["resources"]) {
		if r, ok := r.(map[string]any); ok && r["mode"] == "managed" {
			f.resource(r)
		}
	}
	for _, child := range list(m["child_modules"]) {
		f.module(child)
	}
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func (f *finder) resource(r map[string]any) {
	address, _ := r["address"].(string)
	kind, _ := r["type"].(string)
	values, _ := r["values"].(map[string]any)
	object, err := object(kind, values)
	switch {
	case err != nil:
		f.problems = append(f.problems, Problem{Address: address, Message: err.Error()})
	case object != nil:
		f.objects = append(f.objects, Object{Address: address, Type: kind, Object: object})
	}
}

// object is the object of a resource; nil for a resource that makes none.
func object(kind string, values map[string]any) (map[string]any, error) {
	switch {
	case kind == "kubectl_manifest":
		return manifest(values)
	case kind == "kubernetes_manifest":
		m, ok := values["manifest"].(map[string]any)
		if !ok {
			return nil, fmt.Errorf("manifest is not known in a plan without cluster: make it of variables and locals")
		}
		return m, nil
	case strings.HasPrefix(kind, "kubernetes_"):
		k, ok := kinds()[kind]
		if !ok {
			return nil, fmt.Errorf("%s has no conversion to a Kubernetes object: use one of %s, or kubectl_manifest", kind, strings.Join(slices.Sorted(maps.Keys(kinds())), ", "))
		}
		return k.convert(values), nil
	}
	return nil, nil
}

// manifest is the object that is written in a kubectl_manifest.
func manifest(values map[string]any) (map[string]any, error) {
	text, ok := values["yaml_body"].(string)
	if !ok {
		return nil, fmt.Errorf("yaml_body is not known in a plan without cluster: make it of variables and locals")
	}
	dec := yaml.NewDecoder(strings.NewReader(text))
	var m map[string]any
	if err := dec.Decode(&m); err != nil {
		return nil, fmt.Errorf("yaml_body is no YAML object: %w", err)
	}
	var more any
	if dec.Decode(&more) == nil && more != nil {
		return nil, fmt.Errorf("yaml_body has more than one document: use a kubectl_manifest for each")
	}
	// By way of JSON, so that numbers and keys are as everywhere else.
	data, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("yaml_body is not of JSON's types: %w", err)
	}
	m = nil
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("yaml_body is no object: %w", err)
	}
	if ns, ok := values["override_namespace"].(string); ok && ns != "" {
		meta, _ := m["metadata"].(map[string]any)
		if meta == nil {
			meta = map[string]any{}
			m["metadata"] = meta
		}
		meta["namespace"] = ns
	}
	return m, nil
}
