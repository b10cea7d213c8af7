package planfile_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/planfile"
)

func binding() *planfile.Binding {
	return &planfile.Binding{
		Stack: "//tofu/stacks/local:local", Environment: "dev", Mode: planfile.ModeApply,
		Options: []string{"-target=a.b"},
		Commit:  planfile.Commit{ID: "1111111111111111111111111111111111111111"},
		Inputs:  map[string]string{"tofu/stacks/local/main.tf": "aa", "OpenTofu": "bb"},
		Created: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), User: "me",
	}
}

func TestDifferences(t *testing.T) {
	rows := []struct {
		name, reason string
		now          func(*planfile.Binding)
		want         []string
	}{
		{"nothing", "the same plan may be applied", func(*planfile.Binding) {}, nil},
		{"stack", "a plan of another stack", func(b *planfile.Binding) { b.Stack = "//x:y" },
			[]string{"it was made for stack //tofu/stacks/local:local, this is //x:y"}},
		{"environment", "a plan of another environment", func(b *planfile.Binding) { b.Environment = "prod" },
			[]string{`it was made for environment "dev", this is "prod"`}},
		{"mode", "a plan to apply does not destroy", func(b *planfile.Binding) { b.Mode = planfile.ModeDestroy },
			[]string{"it is a plan to apply, not to destroy"}},
		{"commit", "bound to the commit", func(b *planfile.Binding) { b.Commit.ID = "unknown" },
			[]string{"it was made at commit 111111111111, this is unknown"}},
		{"dirty", "what is dirty shows in the inputs", func(b *planfile.Binding) { b.Commit.Dirty = true }, nil},
		{"no options", "options need not be repeated", func(b *planfile.Binding) { b.Options = nil }, nil},
		{"options", "other resources", func(b *planfile.Binding) { b.Options = []string{"-target=c.d"} },
			[]string{"it was made with options -target=a.b, these are -target=c.d"}},
		{"input changed", "stale", func(b *planfile.Binding) {
			b.Inputs = map[string]string{"tofu/stacks/local/main.tf": "ab", "OpenTofu": "bb"}
		},
			[]string{"tofu/stacks/local/main.tf changed after it was made"}},
		{"input gone", "stale", func(b *planfile.Binding) { b.Inputs = map[string]string{"OpenTofu": "bb"} },
			[]string{"tofu/stacks/local/main.tf is gone since it was made"}},
		{"input new", "stale", func(b *planfile.Binding) {
			b.Inputs = map[string]string{"tofu/stacks/local/main.tf": "aa", "OpenTofu": "bb", "--var x": "cc"}
		}, []string{"--var x is new since it was made"}},
		{"state unknown", "the backend tells", func(b *planfile.Binding) { b.State = nil }, nil},
		{"state moved", "stale", func(b *planfile.Binding) { b.State = &planfile.State{Lineage: "l", Serial: 4} },
			[]string{"the state changed after it was made: it was at serial 3 of l, now it is at serial 4 of l"}},
		{"state gone", "stale", func(b *planfile.Binding) { b.State = &planfile.State{} },
			[]string{"the state changed after it was made: it was at serial 3 of l, now it is at no state"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			saved, now := binding(), binding()
			saved.State, now.State = &planfile.State{Lineage: "l", Serial: 3}, &planfile.State{Lineage: "l", Serial: 3}
			row.now(now)
			if diff := cmp.Diff(row.want, saved.Differences(now)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", row.reason, diff)
			}
		})
	}
}

// planBytes is a plan file as OpenTofu writes it, as far as this package looks.
func planBytes(t *testing.T, state string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, err := w.Create("tfstate")
	if err == nil {
		_, err = f.Write([]byte(state))
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func save(t *testing.T) (planfile.Store, *planfile.Binding) {
	t.Helper()
	s := planfile.Store{Dir: t.TempDir()}
	if err := os.WriteFile(s.DraftPath(), planBytes(t, `{"serial":7,"lineage":"l"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	b := binding()
	if err := s.Seal(b); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(b); err != nil {
		t.Fatal(err)
	}
	return s, b
}

func TestSaveLoadUse(t *testing.T) {
	s, b := save(t)
	got, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, got); diff != "" {
		t.Errorf("loaded (-saved +loaded):\n%s", diff)
	}
	if got.State == nil || *got.State != (planfile.State{Lineage: "l", Serial: 7}) {
		t.Errorf("state = %v", got.State)
	}
	for _, path := range []string{s.PlanPath(), s.BindingPath()} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want 0600", path, info, err)
		}
	}
	if err := s.Use(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load(); !errors.Is(err, planfile.ErrNone) {
		t.Errorf("a used plan is no longer saved, got %v", err)
	}
	if err := s.Discard(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(s.Dir, "*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	rows := []struct {
		name, reason, want string
		damage             func(planfile.Store)
	}{
		{"plan edited", "not what was reviewed", "plan.tfplan was changed", func(s planfile.Store) { edit(s.PlanPath(), "PK", "pk") }},
		{"plan gone", "half a pair", "without plan.tfplan", func(s planfile.Store) { os.Remove(s.PlanPath()) }},
		{"record gone", "half a pair", "without plan.json", func(s planfile.Store) { os.Remove(s.BindingPath()) }},
		{"record no JSON", "unreadable", "cannot be read", func(s planfile.Store) { edit(s.BindingPath(), "{", "[") }},
		{"record edited", "talked into fitting", "digest does not match", func(s planfile.Store) { edit(s.BindingPath(), `"dev"`, `"prod"`) }},
		{"numbers edited", "what is shown is what was reviewed", "digest does not match", func(s planfile.Store) { edit(s.BindingPath(), `"any": false`, `"any": true`) }},
		{"hash edited", "another plan in its place", "digest does not match", func(s planfile.Store) { edit(s.BindingPath(), `"plan": "`, `"plan": "0`) }},
		{"unknown field", "another program's", "cannot be read", func(s planfile.Store) { edit(s.BindingPath(), `"user"`, `"usr"`) }},
		{"other version", "another layout", "layout version 2", func(s planfile.Store) { edit(s.BindingPath(), `"v": 1`, `"v": 2`) }},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, _ := save(t)
			row.damage(s)
			_, err := s.Load()
			var damaged *planfile.DamagedError
			if !errors.As(err, &damaged) || !strings.Contains(damaged.Reason, row.want) {
				t.Errorf("%s: got %v, want a DamagedError with %q", row.reason, err, row.want)
			}
		})
	}
}

func edit(path, old, new string) {
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, bytes.Replace(data, []byte(old), []byte(new), 1), 0o600)
	}
	if err != nil {
		panic(err)
	}
}

func TestReadState(t *testing.T) {
	rows := []struct {
		name, content, backup, reason string
		want                          planfile.State
		damaged                       string
	}{
		{name: "missing", content: "-", reason: "not deployed yet"},
		{name: "empty", reason: "only made for its lock"},
		{name: "empty with backup", backup: "{}", damaged: "its backup is not", reason: "a lost state is not a new one"},
		{name: "state", content: `{"version":4,"serial":2,"lineage":"l"}`, want: planfile.State{Lineage: "l", Serial: 2}, reason: "a state"},
		{name: "encrypted", content: `{"serial":2,"lineage":"l","encrypted_data":"x"}`, want: planfile.State{Lineage: "l", Serial: 2}, reason: "an encrypted state"},
		{name: "truncated", content: `{"version":4,`, damaged: "unexpected end", reason: "half written"},
		{name: "other JSON", content: `{}`, damaged: `no "version"`, reason: "not a state"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "terraform.tfstate")
			if row.content != "-" {
				os.WriteFile(path, []byte(row.content), 0o600)
			}
			if row.backup != "" {
				os.WriteFile(path+".backup", []byte(row.backup), 0o600)
			}
			got, err := planfile.ReadState(path)
			var damaged *planfile.DamagedStateError
			switch {
			case row.damaged == "" && err != nil:
				t.Fatalf("%s: %v", row.reason, err)
			case row.damaged != "" && (!errors.As(err, &damaged) || !strings.Contains(damaged.Reason, row.damaged)):
				t.Fatalf("%s: got %v, want damage %q", row.reason, err, row.damaged)
			case got != row.want:
				t.Errorf("%s: got %v, want %v", row.reason, got, row.want)
			}
		})
	}
}

func TestParseChanges(t *testing.T) {
	got, err := planfile.ParseChanges([]byte(`{"resource_changes":[
		{"address":"a.new","change":{"actions":["create"]}},
		{"address":"a.same","change":{"actions":["no-op"]}},
		{"address":"a.read","change":{"actions":["read"]}},
		{"address":"a.up","change":{"actions":["update"],"importing":{"id":"x"}}},
		{"address":"a.gone","change":{"actions":["delete"],"importing":null}},
		{"address":"a.again","change":{"actions":["delete","create"]}},
		{"address":"a.first","change":{"actions":["create","delete"]}},
		{"address":"a.first","deposed":"1f","change":{"actions":["delete"]}},
		{"address":"a.left","change":{"actions":["forget"]}}],
		"output_changes":{"o":{"actions":["update"]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := planfile.Changes{
		Any: true, Add: 3, Change: 1, Destroy: 4, Import: 1, Forget: 1,
		Destroyed: []string{"a.gone", "a.first (deposed 1f)"}, Replaced: []string{"a.again", "a.first"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if s := got.String(); s != "1 to import, 3 to add, 1 to change, 4 to destroy, 1 to forget" {
		t.Errorf("String() = %q", s)
	}
}
