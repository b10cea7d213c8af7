//go:build bazel

package stack_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const givingMain = `variable "port" {
  type = number
}
resource "terraform_data" "a" {
  input = var.port
}
output "store" {
  value = { endpoint = "http://store:${var.port}", secret_name = "store-s3" }
}
output "password" {
  value     = "hush"
  sensitive = true
}
`

func TestHandover(t *testing.T) {
	w := newWorld(t, map[string]string{"main.tf": givingMain, "env/dev.tfvars": "port = 9000\n"})
	w.must(2, []string{"hands nothing over"}, "handover")
	w.spec.Stack.Handover = []string{"store"}
	w.must(3, []string{"BUILD_WORKSPACE_DIRECTORY is not set"}, "handover")
	workspace := w.path("workspace")
	t.Setenv("BUILD_WORKSPACE_DIRECTORY", workspace)
	if err := os.MkdirAll(filepath.Join(workspace, pkg, "env"), 0o755); err != nil {
		t.Fatal(err)
	}
	w.must(3, []string{"nothing is deployed", "dev.apply"}, "handover")
	w.must(0, nil, "apply", "--auto-approve")
	w.must(1, []string{`+    "endpoint": "http://store:9000"`, "dev.handover"}, "handover", "--check")
	w.must(0, []string{pkg + "/env/dev.handover.tfvars.json"}, "handover")
	content := w.read(filepath.Join(workspace, pkg, "env", "dev.handover.tfvars.json"))
	if !strings.Contains(content, `"secret_name": "store-s3"`) || strings.Contains(content, "hush") {
		t.Errorf("the file is\n%s", content)
	}
	w.must(0, []string{"is what is deployed"}, "handover", "--check")
	w.spec.Stack.Handover = []string{"password"}
	w.must(3, []string{`output "password": it is sensitive`}, "handover")
}
