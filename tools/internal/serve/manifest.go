package serve

import (
	"bytes"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"go.yaml.in/yaml/v3"
)

// masked stands for what is not to be shown, as the provider writes it.
const masked = "(sensitive value)"

// completeManifest adds to the plan of a kubectl_manifest what its provider
// reads off the YAML without asking a cluster (CustomizeDiff of v2.4.1): what
// the object is called, and its text. yaml_body is sensitive as a whole, so that
// without this nobody would see what is going to be applied. A resource of which
// the YAML has not changed stays as it was.
func completeManifest(resource string, prior, planned cty.Value) cty.Value {
	text, ok := known(planned, "yaml_body")
	if resource != "kubectl_manifest" || !ok {
		return planned
	}
	if before, ok := known(prior, "yaml_body"); ok && before == text {
		return planned
	}
	object, err := parseManifest(planned, text)
	if err != nil {
		return planned
	}
	shown, err := yamlText(object)
	if err != nil {
		return planned
	}
	metadata, _ := object["metadata"].(map[string]any)
	values := planned.AsValueMap()
	for name, value := range map[string]any{
		"api_version": object["apiVersion"], "kind": object["kind"], "name": metadata["name"], "namespace": metadata["namespace"], "yaml_body_parsed": shown,
	} {
		if of, there := values[name]; !there || of.Type() != cty.String {
			continue
		}
		text, _ := value.(string)
		values[name] = cty.StringVal(text)
	}
	return cty.ObjectVal(values)
}

// known is an object's attribute, if it is a text that is known.
func known(object cty.Value, name string) (string, bool) {
	v := member(object, name)
	if v == cty.NilVal || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// parseManifest is the object of the YAML, in the namespace that the resource
// puts it in, without what is not to be shown.
func parseManifest(planned cty.Value, text string) (map[string]any, error) {
	var object map[string]any
	if err := yaml.Unmarshal([]byte(text), &object); err != nil {
		return nil, err
	}
	if namespace, _ := known(planned, "override_namespace"); namespace != "" {
		if metadata, ok := object["metadata"].(map[string]any); ok {
			metadata["namespace"] = namespace
		}
	}
	var fields []string
	if object["kind"] == "Secret" {
		fields = []string{"data", "stringData"}
	}
	for _, field := range elements(member(planned, "sensitive_fields")) {
		if field.IsKnown() && !field.IsNull() && field.Type() == cty.String {
			fields = append(fields, field.AsString())
		}
	}
	for _, field := range fields {
		mask(object, strings.Split(field, "."))
	}
	return object, nil
}

// mask hides the field at a path, if there is one.
func mask(object map[string]any, path []string) {
	inner, there := object[path[0]]
	switch {
	case !there:
	case len(path) == 1:
		object[path[0]] = masked
	default:
		if next, ok := inner.(map[string]any); ok {
			mask(next, path[1:])
		}
	}
}

// yamlText writes an object as the provider does.
func yamlText(object map[string]any) (string, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	enc.CompactSeqIndent()
	if err := enc.Encode(object); err != nil {
		return "", err
	}
	return b.String(), enc.Close()
}
