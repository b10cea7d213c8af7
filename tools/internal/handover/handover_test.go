package handover_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/handover"
	"github.com/google/go-cmp/cmp"
)

func TestFile(t *testing.T) {
	if got := handover.File("tofu/stacks/attic", "dev"); got != "tofu/stacks/attic/env/dev.handover.tfvars.json" {
		t.Errorf("the file is %q", got)
	}
}

func TestEncode(t *testing.T) {
	outputs := map[string]handover.Output{
		"store":  {Value: json.RawMessage(`{"port":9000,"name":"a<b","none":null}`)},
		"big":    {Value: json.RawMessage(`12345678901234567890`)},
		"secret": {Sensitive: true, Value: json.RawMessage(`"hush"`)},
		"later":  {},
		"broken": {Value: json.RawMessage(`{`)},
	}
	for _, tc := range []struct {
		name, reason string
		names        []string
		want, err    string
	}{
		{"sorted", "equal values are equal files", []string{"store", "big"},
			"{\n  \"big\": 12345678901234567890,\n  \"store\": {\n    \"name\": \"a<b\",\n    \"none\": null,\n    \"port\": 9000\n  }\n}\n", ""},
		{"secret", "the file is in the repository", []string{"secret"}, "", `output "secret": it is sensitive`},
		{"not known", "a preview could not tell it either", []string{"later"}, "", `output "later": its value is not known`},
		{"missing", "a slip in BUILD.bazel", []string{"stor"}, "", `output "stor": there is no such output`},
		{"broken", "whatever gave it", []string{"broken"}, "", `output "broken"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := handover.Encode(tc.names, outputs)
			if diff := cmp.Diff(tc.want, string(got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
			if tc.err == "" && err != nil || tc.err != "" && (err == nil || !strings.Contains(err.Error(), tc.err)) {
				t.Errorf("%s: error %v, want %q", tc.reason, err, tc.err)
			}
		})
	}
}
