package hclmod_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
)

func TestParseConstraint(t *testing.T) {
	for _, tc := range []struct {
		reason, constraint, version string
		want                        bool
	}{
		{"below", ">= 1.12.2, < 2.0.0", "1.12.6", true},
		{"above", ">= 1.12.2, < 2.0.0", "2.0.0", false},
		{"the last part may grow", "~> 1.12", "1.13.0", true},
		{"only the last part", "~> 1.12", "2.0.0", false},
		{"without another part there is nothing that must stay", "~> 2", "3.2.1", true},
		{"it is still a lower bound", "~>2, < 4", "1.9.0", false},
		{"and others count too", "~>2, < 4", "4.0.0", false},
		{"tags are copied as they are", ">= v1.2.0,<v2", "1.12.6", true},
		{"on both sides", "v1.2.0", "v1.2.0", true},
		{"a release before the release must be asked for", ">= 1.0.0", "1.12.6-rc1", false},
	} {
		allowed, err := hclmod.ParseConstraint(tc.constraint)
		if err != nil {
			t.Errorf("%q: %v", tc.constraint, err)
			continue
		}
		v, err := hclmod.ParseVersion(tc.version)
		if err != nil {
			t.Errorf("%q: %v", tc.version, err)
			continue
		}
		if allowed.Has(v) != tc.want {
			t.Errorf("%q allows %q: %t, want %t: %s", tc.constraint, tc.version, !tc.want, tc.want, tc.reason)
		}
	}
	for _, bad := range []string{"latest", "vivid", "=> 1.0", "1.x.y.z"} {
		if _, err := hclmod.ParseConstraint(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}
