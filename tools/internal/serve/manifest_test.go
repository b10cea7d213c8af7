package serve

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

func manifest(values map[string]cty.Value) cty.Value {
	all := map[string]cty.Value{
		"override_namespace": cty.NullVal(cty.String), "sensitive_fields": cty.NullVal(cty.List(cty.String)), "yaml_body": cty.UnknownVal(cty.String),
	}
	for _, name := range []string{"api_version", "kind", "name", "namespace", "yaml_body_parsed", "uid"} {
		all[name] = cty.UnknownVal(cty.String)
	}
	for name, v := range values {
		all[name] = v
	}
	return cty.ObjectVal(all)
}

func TestCompleteManifest(t *testing.T) {
	body := cty.StringVal("kind: Cluster\napiVersion: v1\nmetadata: {name: db, namespace: a}\nspec:\n  list: [1, 2]\n  key: k\n")
	secret := cty.StringVal("kind: Secret\napiVersion: v1\nmetadata: {name: s}\nstringData: {p: hunter2}\n")
	fields := func(names ...string) cty.Value {
		var all []cty.Value
		for _, name := range names {
			all = append(all, cty.StringVal(name))
		}
		return cty.ListVal(all)
	}
	for _, row := range []struct {
		name, reason, resource string
		prior, planned         cty.Value
		want                   map[string]string
	}{
		{"new", "the text is what is going to be applied", "kubectl_manifest", cty.NilVal, manifest(map[string]cty.Value{"yaml_body": body}), map[string]string{
			"api_version": "v1", "kind": "Cluster", "name": "db", "namespace": "a",
			"yaml_body_parsed": "apiVersion: v1\nkind: Cluster\nmetadata:\n  name: db\n  namespace: a\nspec:\n  key: k\n  list:\n  - 1\n  - 2\n"}},
		{"secret", "its content is nobody's business, and a namespace may be missing", "kubectl_manifest", cty.NilVal, manifest(map[string]cty.Value{"yaml_body": secret}), map[string]string{
			"api_version": "v1", "kind": "Secret", "name": "s", "namespace": "",
			"yaml_body_parsed": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData: (sensitive value)\n"}},
		{"masked fields", "those that the configuration names, if they are there", "kubectl_manifest", cty.NilVal,
			manifest(map[string]cty.Value{"yaml_body": body, "sensitive_fields": fields("spec.key", "spec.none", "kind.x", "status.y"), "override_namespace": cty.StringVal("b")}), map[string]string{
				"api_version": "v1", "kind": "Cluster", "name": "db", "namespace": "b",
				"yaml_body_parsed": "apiVersion: v1\nkind: Cluster\nmetadata:\n  name: db\n  namespace: b\nspec:\n  key: (sensitive value)\n  list:\n  - 1\n  - 2\n"}},
		{"unchanged", "the provider wrote it in its own form", "kubectl_manifest", manifest(map[string]cty.Value{"yaml_body": body}),
			manifest(map[string]cty.Value{"yaml_body": body, "yaml_body_parsed": cty.StringVal("as it was")}), map[string]string{"yaml_body_parsed": "as it was"}},
		{"changed", "the new text is shown", "kubectl_manifest", manifest(map[string]cty.Value{"yaml_body": body}),
			manifest(map[string]cty.Value{"yaml_body": secret, "yaml_body_parsed": cty.StringVal("as it was")}), map[string]string{
				"api_version": "v1", "kind": "Secret", "name": "s", "namespace": "",
				"yaml_body_parsed": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData: (sensitive value)\n"}},
		{"unknown", "nothing can be read off it", "kubectl_manifest", cty.NilVal, manifest(nil), map[string]string{}},
		{"no YAML", "the provider says what is wrong", "kubectl_manifest", cty.NilVal, manifest(map[string]cty.Value{"yaml_body": cty.StringVal("a: [")}), map[string]string{}},
		{"another resource", "it may mean anything by these names", "other_manifest", cty.NilVal, manifest(map[string]cty.Value{"yaml_body": body}), map[string]string{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := map[string]string{}
			for name, v := range completeManifest(row.resource, row.prior, row.planned).AsValueMap() {
				if name != "yaml_body" && name != "override_namespace" && v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
					got[name] = v.AsString()
				}
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", row.reason, diff)
			}
		})
	}
	destroyed := cty.NullVal(manifest(nil).Type())
	if got := completeManifest("kubectl_manifest", manifest(map[string]cty.Value{"yaml_body": body}), destroyed); !got.IsNull() {
		t.Errorf("a destroy plans nothing, got %#v", got)
	}
}
