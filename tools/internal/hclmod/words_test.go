package hclmod_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for _, tc := range []struct {
		name   string
		reason string
		file   string
		src    string
		want   []string
	}{
		{"code", "names stand anywhere", "main.tf", "resource \"a_b\" \"this\" {\n  x-y = each.value[\"k\"].z\n}\n", []string{"resource", "a_b", "this", "x-y", "each", "value", "k", "z"}},
		{"dynamic", "a block's name may be a label", "main.tf", "dynamic \"spec\" {\n}\n", []string{"dynamic", "spec"}},
		{"string", "a test may look for a name in text", "main.tf", "a = \"b c\"\n", []string{"a", "b", "c"}},
		{"heredoc", "so may a text of several lines", "main.tf", "a = <<-EOT\n  b\nEOT\nc = d\n", []string{"a", "EOT", "b", "EOT", "c", "d"}},
		{"comments", "they name nothing", "main.tf", "# a\n// b\n/* c */ d = 1 # e\nf = 2\n", []string{"d", "f"}},
		{"description", "it is for people", "main.tf", "description = \"a b\"\nc = 1\n", []string{"description", "c"}},
		{"long description", "however long", "main.tf", "description = <<EOT\na\nEOT\nc = 1\n", []string{"description", "EOT", "EOT", "c"}},
		{"message", "what is interpolated is code, its strings too", "main.tf", "error_message = \"a ${b[\"c\"]} d\"\ne = \"f\"\n", []string{"error_message", "b", "c", "e", "f"}},
		{"of an object", "the attribute ends with the object", "main.tf", "a = [{ description = \"b\" }, \"c\"]\nd = \"e\"\n", []string{"a", "description", "c", "d", "e"}},
		{"a reference", "an attribute of that name is no text", "main.tf", "a = b.description\nc = \"d\"\n", []string{"a", "b", "description", "c", "d"}},
		{"no HCL", "what can be read counts", "main.tf", "a = {{ \"b\n c", []string{"a", "b", "c"}},
		{"JSON", "it has no comments, and any string may be code", "main.tf.json", `{"description": "a ${b.c}"}`, []string{"description", "a", "b", "c"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, hclmod.Words(tc.file, []byte(tc.src))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}
