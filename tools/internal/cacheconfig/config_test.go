package cacheconfig_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

func TestParse(t *testing.T) {
	c, err := cacheconfig.Parse([]byte(`{"data_dir":"/d","bazel_retention":"1h","caches":[{"name":"a","retention":"2160h","public":true}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	if c.HTTPAddress != "127.0.0.1:8380" || time.Duration(c.BazelRetention) != time.Hour || len(c.Caches) != 1 || c.Caches[0].Priority != 40 {
		t.Errorf("got %+v", c)
	}
	if c, err := cacheconfig.Parse([]byte(`{}`)); err != nil || len(c.Caches) != 4 || c.Caches[3].Retention.String() != "1440h" {
		t.Errorf("no caches: %+v, %v; want the default four", c, err)
	}
}

func TestBadConfigurations(t *testing.T) {
	for _, tc := range []struct{ name, json, want string }{
		{"unknown field", "{\n\"datadir\":\"/d\"}", `line 2: unknown field "datadir"`},
		{"wrong type", `{"max_size_bytes":"50GiB"}`, `field "max_size_bytes": want int64, not string`},
		{"duration as number", `{"bazel_retention":5}`, `like "720h"`},
		{"bad duration", `{"bazel_retention":"5 days"}`, `not "5 days"`},
		{"syntax", "{\n\n]", "line 3"},
		{"cut short", `{"data_dir":`, "too early"},
		{"two values", `{"data_dir":"/d"}{}`, "more than one"},
		{"no data directory", `{}`, "data_dir"},
		{"relative data directory", `{"data_dir":"d"}`, "not an absolute path"},
		{"too small", `{"data_dir":"/d","max_size_bytes":5}`, "max_size_bytes"},
		{"negative upload", `{"data_dir":"/d","max_upload_bytes":-5}`, "max_upload_bytes"},
		{"auth", `{"data_dir":"/d","auth":"maybe"}`, "auth"},
		{"address", `{"data_dir":"/d","http_address":"nowhere"}`, "--http-address"},
		{"port", `{"data_dir":"/d","grpc_address":"127.0.0.1:99999"}`, "--grpc-address"},
		{"open to the world", `{"data_dir":"/d","http_address":"0.0.0.0:8380"}`, "can be reached from other machines"},
		{"open to the world, short", `{"data_dir":"/d","grpc_address":":9092"}`, "can be reached from other machines"},
		{"cache name", `{"data_dir":"/d","caches":[{"name":"../x"}]}`, "caches[0].name"},
		{"reserved name", `{"data_dir":"/d","caches":[{"name":"cas"}]}`, "reserved"},
		{"twice", `{"data_dir":"/d","caches":[{"name":"a"},{"name":"a"}]}`, "caches[1].name"},
		{"priority", `{"data_dir":"/d","caches":[{"name":"a","priority":-1}]}`, "caches[0].priority"},
		{"twice, in another case", `{"data_dir":"/d","caches":[{"name":"a"},{"name":"A"}]}`, "caches[1].name"},
		{"sync", `{"data_dir":"/d","sync":"never"}`, "neither \"group\" nor \"each\""},
		{"relative token key", `{"data_dir":"/d","attic":{"token_key_file":"k"}}`, "attic.token_key_file"},
		{"endpoint without a slash", `{"data_dir":"/d","attic":{"api_endpoint":"https://x"}}`, "attic.api_endpoint"},
		{"endpoint of another protocol", `{"data_dir":"/d","attic":{"substituter_endpoint":"s3://x/"}}`, "attic.substituter_endpoint"},
		{"default retention", `{"data_dir":"/d","attic":{"default_retention":"-1h"}}`, "attic.default_retention"},
		{"compression", `{"data_dir":"/d","attic":{"compression_level":20}}`, "attic.compression_level"},
		{"retention", `{"data_dir":"/d","caches":[{"name":"a","retention":"-1h"}]}`, "caches[0].retention"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, err := cacheconfig.Parse([]byte(tc.json))
			if err == nil {
				err = c.Validate()
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q in it", err, tc.want)
			}
		})
	}
}

func TestTokensOpenTheWorld(t *testing.T) {
	c, err := cacheconfig.Parse([]byte(`{"data_dir":"/d","http_address":"0.0.0.0:8380","auth":"token"}`))
	if err != nil || c.Validate() != nil {
		t.Errorf("%v, %v; with tokens every address is allowed", err, c.Validate())
	}
}

func TestParseSize(t *testing.T) {
	for s, want := range map[string]int64{"5": 5, "50GiB": 50 << 30, "1.5 MiB": 3 << 19, "2kB": 2000, "1TB": 1e12} {
		if got, err := cacheconfig.ParseSize(s); err != nil || got != want {
			t.Errorf("ParseSize(%q) = %d, %v; want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "GiB", "-5", "5XB", "5 apples", "1e30TiB", "NaN"} {
		if got, err := cacheconfig.ParseSize(s); err == nil {
			t.Errorf("ParseSize(%q) = %d, want an error", s, got)
		}
	}
}

func TestCheckCacheName(t *testing.T) {
	for _, tc := range []struct {
		name   string
		ok     bool
		reason string
	}{
		{"main", true, "the usual"},
		{"Main", true, "Attic takes upper case"},
		{"9-a_b+c", true, "every kind of character"},
		{strings.Repeat("a", 50), true, "the longest"},
		{strings.Repeat("a", 51), false, "too long"},
		{"", false, "empty"},
		{"-a", false, "begins like a flag"},
		{"_api", false, "Attic's own endpoints begin so"},
		{"a/b", false, "two path elements"},
		{"..", false, "climbs"},
		{"a.b", false, "a dot"},
		{"a\n", false, "a newline at the end"},
		{"ä", false, "no ASCII"},
		{"status", false, "an endpoint"},
		{"CAS", false, "an endpoint in another case"},
		{"bazel", false, "the Bazel cache's name in permissions"},
	} {
		if err := cacheconfig.CheckCacheName(tc.name); (err == nil) != tc.ok {
			t.Errorf("CheckCacheName(%q) = %v; want ok %v (%s)", tc.name, err, tc.ok, tc.reason)
		}
	}
}
