//go:build bazel

package examples_test

import "testing"

// In the workspace of examples/kubernetes nothing is ever downloaded: its lock
// file has no hashes, without which no plugin is.
func TestKubernetes(t *testing.T) {
	w := newWorkspace(t, "kubernetes")
	t.Run("whole", func(t *testing.T) {
		w.bazel(t, 0, "test", "//...")
		w.bazel(t, 0, "run", "//:fmt")
	})
	t.Run("preview", func(t *testing.T) {
		contains(t, w.bazel(t, 0, "run", "//stacks/shop:dev.preview"),
			"# module.web.kubernetes_deployment_v1.this will be created", `"registry.example.com/shop:1.5.0-rc1"`,
			"Plan: 3 to add", "data.kubernetes_namespace_v1.shop", "a preview, not a plan that could be applied")
		contains(t, w.bazel(t, 0, "run", "//stacks/shop:prod.preview", "--", "--format=markdown"),
			"module.web.kubernetes_deployment_v1.this", "prod", "data.kubernetes_namespace_v1.shop")
		contains(t, w.bazel(t, 0, "run", "//stacks/shop:prod.preview", "--", "--format=json"),
			`"preview":`, `"not_read":`, "registry.example.com/shop:1.4.2")
	})
	for _, m := range providerMistakes() {
		t.Run(m.name, func(t *testing.T) { w.make(t, m) })
	}
}

func providerMistakes() []mistake {
	const buildFailed, testFailed = 1, 3
	validate := []string{"test", "//modules/web:validate_test"}
	return []mistake{
		{
			name: "argument that the provider does not have", file: "modules/web/main.tf", old: "    replicas = var.replicas", new: "    replica = var.replicas",
			command: validate, code: testFailed,
			want: []string{"modules/web/main.tf:24:5: error: Unsupported argument", `Did you mean "replicas"?`},
		},
		{
			name: "version that the lock does not have", file: "modules/web/versions.tf", old: `"~> 3.2"`, new: `"~> 4.0"`,
			command: validate, code: testFailed,
			want: []string{`modules/web/versions.tf:5:5: error: Provider "kubernetes" is required in version "~> 4.0"`, "3.2.1", "bazel run //:lock"},
		},
		{
			name: "provider that no target gives", file: "modules/web/BUILD.bazel", old: `        "@tofu_providers//:random",` + "\n", new: "",
			command: validate, code: testFailed,
			want: []string{`modules/web/versions.tf:9:5: error: Provider "random"`, "add the provider's target to providers of //modules/web:web"},
		},
		{
			name: "version of a third-party module", file: "modules/web/main.tf", old: `"~> 2.0"`, new: `"~> 3.0"`,
			command: []string{"build", "//modules/web"}, code: buildFailed,
			want: []string{`modules/web/main.tf:2:13: error: Module "labels" is wanted in version "~> 3.0"`, `version "2.1.0"`},
		},
		{
			name: "third-party module without dep", file: "modules/web/BUILD.bazel", old: `    deps = ["@labels"],` + "\n", new: "",
			command: []string{"build", "//modules/web"}, code: buildFailed,
			want: []string{"modules/web/main.tf:2:13", `remote source "acme/labels/kubernetes"`, "http_archive", "add it to deps of //modules/web:web"},
		},
		{
			name: "function of a provider, without the provider", file: "modules/web/outputs.tf", old: `"http://`, new: `provider::kubernetes::manifest_encode({}) == "" ? "" : "http://`,
			command: validate, code: testFailed,
			want: []string{"modules/web/outputs.tf:3", "provider::kubernetes::manifest_encode", "--@flywheel//build/tofu:providers=real"},
		},
		{
			name: "OpenTofu of another version", file: "modules/web/versions.tf", old: `">= 1.12.2, < 2.0.0"`, new: `"< 1.0.0"`,
			command: validate, code: testFailed,
			want: []string{`modules/web/versions.tf:2:22: error: OpenTofu is required in version "< 1.0.0"`, "tofu.toolchain(...)"},
		},
		{
			name: "plugin without hashes", file: "modules/web/BUILD.bazel", old: "    module = \":web\",\n)\n\ntofu_test(", new: "    module = \":web\",\n)\n\ntofu_test(\n    provider_mode = \"real\",",
			command: []string{"build", "//modules/web:test"}, code: buildFailed,
			want: []string{"provider registry.opentofu.org/hashicorp/", "has no hashes for it", "run: bazel run //:lock"},
		},
		{
			name: "one state for two environments", file: "stacks/shop/BUILD.bazel", old: "shop/{environment}.tfstate", new: "shop.tfstate",
			command: []string{"build", "//stacks/shop"}, code: buildFailed,
			want: []string{"//stacks/shop:shop: the environments dev, prod would share one state", "{environment}"},
		},
		{
			name: "stale README", file: "modules/web/variables.tf", old: "Number of pods.", new: "How many pods.",
			command: []string{"test", "//modules/web:docs_test"}, code: testFailed,
			want: []string{"modules/web/README.md", "How many pods.", "bazel run //modules/web:docs"},
		},
		{
			name: "precondition in a preview", file: "stacks/shop/env/dev.tfvars", old: "replicas = 1", new: "replicas = 0",
			command: []string{"run", "//stacks/shop:dev.preview"}, code: 1,
			want: []string{"At least one pod is needed."},
		},
	}
}
