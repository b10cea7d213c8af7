//go:build bazel

package strict_test

import (
	"encoding/json"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/kubeobjects"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestPreviews decodes every object of every stack and example, in every
// environment, as the policy tests' specs list them.
func TestPreviews(t *testing.T) {
	decoded := 0
	for _, path := range testenv.Listed(t, "SPECS") {
		s, err := spec.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range s.Policy.Environments {
			t.Run(s.Policy.Stack+" "+e.Name, func(t *testing.T) { decoded += preview(t, *s, e) })
		}
	}
	if decoded == 0 {
		t.Error("no object was decoded")
	}
}

// preview decodes the objects of one environment, and returns their number.
func preview(t *testing.T, s spec.Spec, e spec.Environment) int {
	s.Stack = &spec.Stack{VarFiles: e.VarFiles}
	p, err := check.MakePreview(t.Context(), &s, check.PreviewRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if report.HasErrors(p.Diagnostics) {
		t.Fatalf("there is no preview: %v", p.Diagnostics)
	}
	var plan map[string]any
	if err := json.Unmarshal(p.JSON, &plan); err != nil {
		t.Fatal(err)
	}
	objects, problems := kubeobjects.Find(plan)
	for _, problem := range problems {
		t.Errorf("%s: %s", problem.Address, problem.Message)
	}
	for _, o := range objects {
		if err := decode(o.Object); err != nil {
			t.Errorf("%s: %v", o.Address, err)
		}
	}
	return len(objects)
}
