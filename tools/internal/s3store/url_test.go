package s3store_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/s3store"
)

func TestParseURL(t *testing.T) {
	for _, tc := range []struct {
		url, reason string
		want        s3store.Location
		address     string
	}{
		{"s3://b", "nothing but a bucket: Amazon", s3store.Location{Bucket: "b", Endpoint: "s3.amazonaws.com", Region: "us-east-1", Style: "auto"}, "https://s3.amazonaws.com/b/"},
		{"s3://b/", "an empty prefix", s3store.Location{Bucket: "b", Endpoint: "s3.amazonaws.com", Region: "us-east-1", Style: "auto"}, "https://s3.amazonaws.com/b/"},
		{
			"s3://b/p/q?endpoint=127.0.0.1:9000&scheme=http&region=eu-1&profile=ci&addressing-style=virtual", "everything",
			s3store.Location{Bucket: "b", Prefix: "p/q/", Endpoint: "127.0.0.1:9000", Region: "eu-1", Insecure: true, Profile: "ci", Style: "virtual"},
			"http://127.0.0.1:9000/b/p/q/",
		},
		{"s3://b?endpoint=http://h:1", "an endpoint with a scheme, as newer Nix takes it", s3store.Location{Bucket: "b", Endpoint: "h:1", Region: "us-east-1", Insecure: true, Style: "auto"}, "http://h:1/b/"},
		{"s3://b?scheme=http&endpoint=https://h/", "the endpoint's scheme counts, whichever comes first", s3store.Location{Bucket: "b", Endpoint: "h", Region: "us-east-1", Style: "auto", Insecure: false}, "https://h/b/"},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			clearRegion(t)
			got, err := s3store.ParseURL(tc.url)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got.URL() != tc.address {
				t.Errorf("URL() = %q, want %q", got.URL(), tc.address)
			}
		})
	}
}

func clearRegion(t *testing.T) {
	t.Helper()
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_DEFAULT_REGION", "")
}

func TestRegionFromEnvironment(t *testing.T) {
	clearRegion(t)
	t.Setenv("AWS_DEFAULT_REGION", "eu-2")
	for _, tc := range []struct{ url, want, reason string }{
		{"s3://b", "eu-2", "the environment's"},
		{"s3://b?region=eu-3", "eu-3", "the URL's goes first"},
	} {
		if got, err := s3store.ParseURL(tc.url); err != nil || got.Region != tc.want {
			t.Errorf("%s: region %q, %v; want %q: %s", tc.url, got.Region, err, tc.want, tc.reason)
		}
	}
}

func TestParseURLRefuses(t *testing.T) {
	for _, tc := range []struct{ url, want, reason string }{
		{"https://b", "want s3://", "another scheme"},
		{"s3:///p", "want s3://", "no bucket"},
		{"s3://key:secret@b", "want s3://", "credentials do not belong into an URL"},
		{"s3://b?endpoint=", `endpoint ""`, "empty endpoint"},
		{"s3://b?endpoint=h/path", "want HOST[:PORT]", "an endpoint with a path"},
		{"s3://b?endpoint=ftp://h", "want HOST[:PORT]", "an endpoint of another protocol"},
		{"s3://b?scheme=ftp", "want http or https", "an unknown scheme"},
		{"s3://b?addressing-style=dns", "want auto, path or virtual", "an unknown style"},
		{"s3://b?compression=zstd", `parameter "compression" is unknown`, "a parameter of Nix's stores"},
		{"s3://b?region=a&region=b", `parameter "region" is there 2 times`, "twice"},
		{"s3://b?region=%zz", "invalid URL escape", "no URL"},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			_, err := s3store.ParseURL(tc.url)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want %q", err, tc.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("%v shows the secret", err)
			}
		})
	}
}
