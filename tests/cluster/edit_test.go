//go:build bazel

package cluster_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// edits are one variable of each stack in dev, and all that a plan must show of it.
func edits() map[string]edit {
	return map[string]edit{
		"platform": {"priorities={database=100000,cache=10000,batch=1001}", []string{`replaced kubernetes_priority_class_v1.this["batch"]`}},
		"attic": {"caches={main={retention_days=90},ci={retention_days=31},static={retention_days=180},devshells={retention_days=60}}",
			[]string{"changed module.attic.kubernetes_config_map_v1.bootstrap", "replaced module.attic.kubernetes_job_v1.bootstrap"}},
		"bazel-cache": {"credentials={revision=2}",
			[]string{"changed kubernetes_secret_v1.htpasswd", `changed kubernetes_secret_v1.writer["bazel-cache"]`, "changed module.bazel_cache.kubernetes_deployment_v1.this"}},
		"packages": {`monitoring={interval="60s"}`, []string{"changed module.postgres.kubectl_manifest.pod_monitor"}},
	}
}

type edit struct {
	variable string
	shows    []string
}

// edited plans with another value of one variable: it shows what comes of that, and no more.
func (s *stack) edited(t *testing.T) {
	e := edits()[s.name]
	if _, _, there := s.cluster.get("statefulset", "nexus", "--namespace=packages"); there && s.name == "packages" {
		e.shows = append([]string{"changed module.nexus.kubectl_manifest.service_monitor"}, e.shows...)
	}
	var plan struct{ Created, Changed, Replaced, Destroyed, Imported []struct{ Address string } }
	if err := json.Unmarshal([]byte(s.run(t, "plan", "--format=json", "--var="+e.variable)), &plan); err != nil {
		t.Fatal(err)
	}
	var shown []string
	for what, resources := range map[string][]struct{ Address string }{
		"created": plan.Created, "changed": plan.Changed, "replaced": plan.Replaced, "destroyed": plan.Destroyed, "imported": plan.Imported,
	} {
		for _, r := range resources {
			shown = append(shown, what+" "+r.Address)
		}
	}
	slices.Sort(shown)
	if diff := cmp.Diff(e.shows, shown); diff != "" {
		t.Errorf("of %s a plan shows (-want +got):\n%s", e.variable, diff)
	}
}
