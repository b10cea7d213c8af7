package pushreport_test

import (
	"encoding/xml"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
)

// outcome is what a CI system reads: suite, case, and what is wrong with it.
type outcome struct{ Suite, Case, Failure, Error string }

func outcomes(t *testing.T, s pushreport.Summary) (all []outcome) {
	t.Helper()
	data, err := s.JUnit()
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Suites []struct {
			Name  string `xml:"name,attr"`
			Cases []struct {
				Name    string `xml:"name,attr"`
				Failure string `xml:"failure"`
				Error   string `xml:"error"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(data, &read); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	for _, suite := range read.Suites {
		for _, c := range suite.Cases {
			all = append(all, outcome{suite.Name, c.Name, c.Failure, c.Error})
		}
	}
	return all
}

func TestJUnit(t *testing.T) {
	for _, tc := range []struct {
		reason string
		s      pushreport.Summary
		want   []outcome
	}{
		{"a push that succeeded is one case for each cache", pushreport.Summary{OK: true, Caches: []pushreport.Cache{
			{Cache: "main", Paths: pushreport.Paths{Closure: 2}}, {Cache: "ci", Paths: pushreport.Paths{Closure: 1}},
		}}, []outcome{{"nixpush main", "closure of 2 paths", "", ""}, {"nixpush ci", "closure of 1 path", "", ""}}},
		{"a damaged path is a failure of its own", pushreport.Summary{Caches: []pushreport.Cache{
			{Cache: "main", Paths: pushreport.Paths{Closure: 2}, Problems: []pushreport.Problem{{Path: "/nix/store/x", Message: "it is damaged"}}},
		}}, []outcome{{"nixpush main", "closure of 2 paths", "", ""}, {"nixpush main", "/nix/store/x", "it is damaged", ""}}},
		{"a path that is not there is one for any cache", pushreport.Summary{Error: "not everything was pushed", Problems: []pushreport.Problem{{Path: "/nix/store/y", Message: "not valid"}}},
			[]outcome{{"nixpush", "/nix/store/y", "not valid", ""}}},
		{"a cache that refuses is an error", pushreport.Summary{Error: "403", Caches: []pushreport.Cache{{Cache: "main", Error: "403 Forbidden"}}},
			[]outcome{{"nixpush main", "closure of 0 paths", "", "403 Forbidden"}}},
		{"and so is what ended the push before any cache", pushreport.Summary{Error: "no Nix"}, []outcome{{"nixpush", "push", "", "no Nix"}}},
	} {
		if d := cmp.Diff(tc.want, outcomes(t, tc.s)); d != "" {
			t.Errorf("%s (-want +got):\n%s", tc.reason, d)
		}
	}
}
