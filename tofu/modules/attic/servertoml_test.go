package attic_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tomlKeys are the keys that atticd knows (server/src/config.rs: it refuses others) and that hold no secret.
var tomlKeys = []string{
	"listen", "allowed-hosts", "api-endpoint", "substituter-endpoint", "soft-delete-caches", "require-proof-of-possession", "max-nar-info-size",
	"database.heartbeat",
	"storage.type", "storage.region", "storage.bucket", "storage.endpoint",
	"chunking.nar-size-threshold", "chunking.min-size", "chunking.avg-size", "chunking.max-size",
	"compression.type", "compression.level",
	"garbage-collection.interval", "garbage-collection.default-retention-period",
	"jwt.token-bound-issuer", "jwt.token-bound-audiences",
}

// tomlRequired are those that a server of ours is never without.
var tomlRequired = []string{
	"listen", "allowed-hosts", "api-endpoint", "storage.type", "storage.region", "storage.bucket",
	"chunking.nar-size-threshold", "chunking.min-size", "chunking.avg-size", "chunking.max-size",
	"garbage-collection.interval", "garbage-collection.default-retention-period",
}

var (
	tomlTable = regexp.MustCompile(`^\[([a-z][a-z-]*)\]$`)
	tomlPair  = regexp.MustCompile(`^([a-z][a-z0-9-]*) = (.+)$`)
)

// parseTOML reads the part of TOML that the template writes, and refuses the rest: comments on lines of their own, tables
// of one name, keys, and as values strings and lists of strings (as JSON writes them, which TOML reads alike),
// whole numbers and booleans.
func parseTOML(text string) (map[string]any, error) {
	values := map[string]any{}
	tables := map[string]bool{}
	prefix := ""
	for i, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if table := tomlTable.FindStringSubmatch(line); table != nil {
			if tables[table[1]] {
				return nil, fmt.Errorf("line %d: table %s is there twice", i+1, table[1])
			}
			tables[table[1]] = true
			prefix = table[1] + "."
			continue
		}
		pair := tomlPair.FindStringSubmatch(line)
		if pair == nil {
			return nil, fmt.Errorf("line %d: neither a table nor a key: %q", i+1, line)
		}
		key := prefix + pair[1]
		if _, ok := values[key]; ok {
			return nil, fmt.Errorf("line %d: key %s is there twice", i+1, key)
		}
		value, err := parseValue(pair[2])
		if err != nil {
			return nil, fmt.Errorf("line %d: value of %s: %w", i+1, key, err)
		}
		values[key] = value
	}
	return values, nil
}

func parseValue(text string) (any, error) {
	switch {
	case text == "true" || text == "false":
		return text == "true", nil
	case strings.HasPrefix(text, `"`):
		var value string
		err := json.Unmarshal([]byte(text), &value)
		return value, err
	case strings.HasPrefix(text, "["):
		var value []string
		err := json.Unmarshal([]byte(text), &value)
		return value, err
	default:
		return strconv.Atoi(text)
	}
}

// The files are what the module renders: tests/wiring.tftest.hcl compares them with the ConfigMap.
func TestServerTOML(t *testing.T) {
	files, err := filepath.Glob("tests/golden/*.toml")
	if err != nil || len(files) < 2 {
		t.Fatalf("want at least two files in tests/golden: %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			values, err := parseTOML(string(text))
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			for key := range values {
				if !slices.Contains(tomlKeys, key) {
					t.Errorf("%s: atticd knows no key %s, or it is for a secret", file, key)
				}
			}
			for _, key := range tomlRequired {
				if _, ok := values[key]; !ok {
					t.Errorf("%s: key %s is missing", file, key)
				}
			}
			if values["garbage-collection.interval"] != "0 seconds" {
				t.Errorf("%s: the server would collect garbage by itself, beside the CronJob", file)
			}
			if endpoint, _ := values["api-endpoint"].(string); !strings.HasSuffix(endpoint, "/") {
				t.Errorf("%s: api-endpoint %q does not end with /", file, endpoint)
			}
		})
	}
}

func TestParseTOML(t *testing.T) {
	got, err := parseTOML("a = \"x\"\n\n# c\n[t]\nb = [\"y\",\"z\"]\nc = 1\nd = true\n")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"a": "x", "t.b": []string{"y", "z"}, "t.c": 1, "t.d": true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	for text, reason := range map[string]string{
		"a = 1\na = 2":        "a key twice",
		"[t]\n[t]":            "a table twice",
		"a = x":               "a bare word",
		"a = \"x":             "an open string",
		"a = \"x\" # c":       "a comment behind a value",
		"a":                   "no value",
		"%{ if x }":           "a directive that was not rendered",
		"a = [\"x\", [\"\"]]": "a list in a list",
	} {
		if values, err := parseTOML(text); err == nil {
			t.Errorf("parsed %q (%s) as %v", text, reason, slices.Sorted(maps.Keys(values)))
		}
	}
}
