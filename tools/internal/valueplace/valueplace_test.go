package valueplace_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/valueplace"
)

const main = `locals {
  hosts = { for name in ["a"] : name => var.hosts[name] }
  loop  = local.loop
}
module "db" {
  source   = "../../modules/db"
  replicas = var.postgres.instances
  backup = {
    schedule = var.postgres.backup.schedule
    enabled  = var.backups
  }
  hosts    = local.hosts
  constant = 1
  loop     = local.loop
  unset    = var.unset
  many     = [var.a, var.b, var.c, var.d, var.e, var.f, var.g]
  pods     = var.attic.pods
  both     = [var.size, var.size.min]
}
`

// place is of values that are all set in env/prod.tfvars, each in a line of its own.
func place(path ...string) (where, name string) {
	if path[0] == "unset" {
		return "", ""
	}
	name = strings.Join(path, ".")
	return "env/prod.tfvars:" + name, name
}

func TestAdd(t *testing.T) {
	file := filepath.Join(t.TempDir(), "main.tf")
	if err := os.WriteFile(file, []byte(main), 0o600); err != nil {
		t.Fatal(err)
	}
	files := []spec.File{{Path: file, Dest: "stacks/x/main.tf"}, {Path: "/nonexistent", Dest: "stacks/x/gone.tf"}, {Path: file, Dest: "modules/db/main.tf"}}
	call := func(line int) report.Diagnostic {
		return report.Diagnostic{Severity: report.Error, File: "stacks/x/main.tf", Line: line, Detail: "No.\n"}
	}
	rule := func(detail string) report.Diagnostic {
		return report.Diagnostic{Severity: report.Error, File: "stacks/x/variables.tf", Line: 1, Snippet: `variable "size" {`, Detail: detail}
	}
	judged := func(line int, detail string) report.Diagnostic {
		d := call(line)
		d.Detail = detail
		return d
	}
	warning, elsewhere, gone := call(7), call(7), call(7)
	warning.Severity, elsewhere.File, gone.File = report.Warning, "modules/db/main.tf", "stacks/x/gone.tf"
	for _, row := range []struct {
		name, reason string
		diag         report.Diagnostic
		want         []string
	}{
		{"a module's argument", "the call names the variable", call(7), []string{"postgres.instances"}},
		{"an argument of several lines", "wherever in it OpenTofu points", call(8), []string{"postgres.backup.schedule", "backups"}},
		{"a part of an argument", "of what the rule has looked at", judged(8, "No.\n\n  var.backup.schedule is x"), []string{"postgres.backup.schedule"}},
		{"a part of a variable", "that is passed whole", judged(17, "No.\n\nvar.pods.min is 7\nvar.other.max is 6"), []string{"attic.pods.min"}},
		{"a part that is computed", "of whatever it is computed of", judged(12, "No.\n\nvar.hosts.a is x"), []string{"hosts"}},
		{"a part that is not there", "a default of the module's", judged(8, "No.\n\nvar.backup.retention is x"), []string{"postgres.backup.schedule", "backups"}},
		{"a whole and its part", "the part is nearer", call(18), []string{"size.min"}},
		{"by way of a local", "whose value comes from a variable", call(12), []string{"hosts"}},
		{"a constant", "no variable has a part in it", call(13), nil},
		{"a local of itself", "another finding; it must end", call(14), nil},
		{"a variable that nothing sets", "its default is in the module", call(15), nil},
		{"too many", "which would tell nothing", call(16), nil},
		{"no attribute", "a block", call(5), nil},
		{"a rule", "OpenTofu says what it has looked at", rule("No.\n\nvar.size is 3\nvar.services.nexus is true"), []string{"size", "services.nexus"}},
		{"a rule that says nothing of values", "of a sensitive variable", rule("No."), []string{"size"}},
		{"a warning", "no mistake", warning, nil},
		{"in a module", "whose variables are others", elsewhere, nil},
		{"in a file that cannot be read", "another finding", gone, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			want := row.diag.Detail
			if row.want != nil {
				want = strings.TrimRight(want, "\n") + "\n\nSet at"
			}
			for _, name := range row.want {
				want += "\n  env/prod.tfvars:" + name + ": " + name
			}
			diags := []report.Diagnostic{row.diag}
			if got := valueplace.Add(diags, "stacks/x", files, place); got[0].Detail != want {
				t.Errorf("got %q, want %q: %s", got[0].Detail, want, row.reason)
			}
			if diags[0].Detail != row.diag.Detail {
				t.Error("the findings that were given have changed")
			}
		})
	}
}
