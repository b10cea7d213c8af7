package unsaved_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/unsaved"
	"github.com/google/go-cmp/cmp"
)

func TestPlanned(t *testing.T) {
	const plan = `{"resource_changes": [%]}`
	for _, test := range []struct {
		name, change, reason string
		created, imported    unsaved.IDs
	}{
		{"in a namespace", `{"address": "module.a[\"b\"].kubernetes_secret_v1.c", "type": "kubernetes_secret_v1", "change": {"actions": ["create"], "after": {"metadata": [{"name": "n", "namespace": "ns"}]}}}`,
			"as the provider imports it", unsaved.IDs{`module.a["b"].kubernetes_secret_v1.c`: "ns/n"}, unsaved.IDs{}},
		{"in none", `{"address": "kubernetes_namespace_v1.c", "type": "kubernetes_namespace_v1", "change": {"actions": ["create"], "after": {"metadata": [{"name": "n"}]}}}`,
			"its name is all", unsaved.IDs{"kubernetes_namespace_v1.c": "n"}, unsaved.IDs{}},
		{"a release", `{"address": "helm_release.c", "type": "helm_release", "change": {"actions": ["create"], "after": {"name": "n", "namespace": "ns", "metadata": {"x": 1}}}}`,
			"attributes of other types do not matter", unsaved.IDs{}, unsaved.IDs{}},
		{"a release, as planned", `{"address": "helm_release.c", "type": "helm_release", "change": {"actions": ["create"], "after": {"name": "n", "namespace": "ns"}}}`,
			"Helm's names are known", unsaved.IDs{"helm_release.c": "ns/n"}, unsaved.IDs{}},
		{"a name that the server makes", `{"address": "kubernetes_job_v1.c", "type": "kubernetes_job_v1", "change": {"actions": ["create"], "after": {"metadata": [{"generate_name": "n-", "namespace": "ns"}]}}}`,
			"nobody knows it before", unsaved.IDs{}, unsaved.IDs{}},
		{"replaced", `{"address": "kubernetes_job_v1.c", "type": "kubernetes_job_v1", "change": {"actions": ["delete", "create"], "after": {"metadata": [{"name": "n", "namespace": "ns"}]}}}`,
			"the state has the old one at this address", unsaved.IDs{}, unsaved.IDs{}},
		{"changed", `{"address": "kubernetes_job_v1.c", "type": "kubernetes_job_v1", "change": {"actions": ["update"], "after": {"metadata": [{"name": "n", "namespace": "ns"}]}}}`,
			"it is in the state", unsaved.IDs{}, unsaved.IDs{}},
		{"imported", `{"address": "aws_thing.c", "type": "aws_thing", "change": {"actions": ["update"], "after": {"name": 7}, "importing": {"id": "i-1"}}}`,
			"the plan itself says by what", unsaved.IDs{}, unsaved.IDs{"aws_thing.c": "i-1"}},
		{"another provider's", `{"address": "aws_thing.c", "type": "aws_thing", "change": {"actions": ["create"], "after": {"name": "n"}}}`,
			"how it is imported is not known", unsaved.IDs{}, unsaved.IDs{}},
		{"destroyed", `{"address": "kubernetes_job_v1.c", "type": "kubernetes_job_v1", "change": {"actions": ["delete"], "after": null}}`,
			"it has nothing after", unsaved.IDs{}, unsaved.IDs{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			created, imported, err := unsaved.Planned([]byte(plan[:len(plan)-3] + test.change + "]}"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]unsaved.IDs{test.created, test.imported}, []unsaved.IDs{created, imported}); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.reason, diff)
			}
		})
	}
	if _, _, err := unsaved.Planned([]byte("{")); err == nil {
		t.Error("half a plan was taken")
	}
}

func TestBegun(t *testing.T) {
	ids := unsaved.IDs{"a.begun": "1", "a.done": "2", "a.waiting": "3", "module.m.helm_release.half": "ns/half", "helm_release.whole": "ns/whole"}
	begun, installing := ids.Begun([]byte(`{"type": "version"}
{"type": "planned_change", "hook": {"resource": {"addr": "a.waiting"}}}
{"type": "apply_start", "hook": {"resource": {"addr": "a.begun"}}}
{"type": "apply_start", "hook": {"resource": {"addr": "a.done"}}}
{"type": "apply_start", "hook": {"resource": {"addr": "a.not_recorded"}}}
{"type": "apply_complete", "hook": {"resource": {"addr": "a.done"}, "id_value": "other"}}
{"type": "apply_start", "hook": {"resource": {"addr": "helm_release.whole"}}}
{"type": "apply_complete", "hook": {"resource": {"addr": "helm_release.whole"}}}
{"type": "apply_start", "hook": {"resource": {"addr": "module.m.helm_release.half"}}}
{"type": "apply_start", "hook": {"resource": {"addr": "a.wait`))
	want := []unsaved.IDs{{"a.begun": "1", "a.done": "2", "helm_release.whole": "ns/whole"}, {"module.m.helm_release.half": "ns/half"}}
	if diff := cmp.Diff(want, []unsaved.IDs{begun, installing}); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := unsaved.HelmRecord("ns/half"); got != "kubectl --namespace=ns delete secret --selector=owner=helm,status=pending-install,name=half" {
		t.Error(got)
	}
}

func TestAbsent(t *testing.T) {
	got := unsaved.Absent([]byte(`{"type": "diagnostic", "diagnostic": {"summary": "Cannot import non-existent remote object", "detail": "While attempting to import an existing object to \"module.a[\\\"b\\\"].c.d\", the provider detected that no object exists."}}
{"type": "diagnostic", "diagnostic": {"summary": "Something else", "detail": "import an existing object to \"x.y\""}}
{"type": "diagnostic", "diagnostic": {"summary": "Cannot import non-existent remote object", "detail": "in other words"}}
no JSON
`))
	if diff := cmp.Diff([]string{`module.a["b"].c.d`}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestUnwanted(t *testing.T) {
	got := unsaved.Unwanted([]byte(`{"type": "diagnostic", "diagnostic": {"summary": "Configuration for import target does not exist", "detail": "The configuration for the given import a.b[\"c\"] does not exist. All target instances must have one."}}
{"type": "diagnostic", "diagnostic": {"summary": "Something else", "detail": "The configuration for the given import a.c does not exist."}}
`))
	if diff := cmp.Diff([]string{`a.b["c"]`}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestBlocks(t *testing.T) {
	got, err := unsaved.IDs{`module.a["b/$${c}"].d.e[0]`: "x/${y}", "a.b": "n"}.Blocks()
	if err != nil {
		t.Fatal(err)
	}
	want := `import {
  to = a.b
  id = "n"
}
import {
  to = module.a["b/$${c}"].d.e[0]
  id = "x/$${y}"
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if _, err := (unsaved.IDs{"a b": "n"}).Blocks(); err == nil {
		t.Error("what is no address was taken for one")
	}
}
