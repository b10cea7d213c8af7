package s3store

import (
	"fmt"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/minio/minio-go/v7"
)

// defaultRegion is what Nix and most servers take none to mean.
const defaultRegion = "us-east-1"

// amazon is where buckets are when no endpoint is given.
const amazon = "s3.amazonaws.com"

// Location is where objects are: what an URL says.
type Location struct {
	// Bucket is the name of the bucket.
	Bucket string
	// Prefix stands before every key: empty, or a path that ends in a slash.
	Prefix string
	// Endpoint is the server, HOST or HOST:PORT; default Amazon's.
	Endpoint string
	// Region is the bucket's; default AWS_REGION, AWS_DEFAULT_REGION, us-east-1.
	Region string
	// Insecure means http instead of https.
	Insecure bool
	// Profile names a section of the shared credentials file; empty for none.
	Profile string
	// Style is how a request names the bucket: "path" (http://HOST/BUCKET/KEY),
	// "virtual" (http://BUCKET.HOST/KEY) or "auto": path where an endpoint is given.
	Style string
}

// IsURL reports whether s is meant to name a bucket.
func IsURL(s string) bool { return strings.HasPrefix(s, "s3://") }

// ParseURL reads an URL of a bucket. Parameters that it does not know are errors: whoever
// has some of their own takes them out before.
func ParseURL(raw string) (Location, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return Location{}, fmt.Errorf("reading S3 URL: %w", err)
	}
	if u.Scheme != "s3" || u.Host == "" || u.User != nil || u.Fragment != "" {
		return Location{}, fmt.Errorf("reading S3 URL %q: want s3://BUCKET[/PREFIX]?endpoint=…&region=…&scheme=…&profile=…", u.Redacted())
	}
	l := Location{Bucket: u.Host, Endpoint: amazon, Region: regionFromEnvironment(), Style: "auto"}
	if p := strings.Trim(u.Path, "/"); p != "" {
		l.Prefix = p + "/"
	}
	parameters, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return Location{}, fmt.Errorf("reading S3 URL %q: %w", raw, err)
	}
	// Backwards by name: the endpoint's own scheme overrules the parameter.
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(parameters))) {
		values := parameters[name]
		if len(values) != 1 {
			return Location{}, fmt.Errorf("reading S3 URL %q: parameter %q is there %d times", raw, name, len(values))
		}
		if err := l.set(name, values[0]); err != nil {
			return Location{}, fmt.Errorf("reading S3 URL %q: %w", raw, err)
		}
	}
	return l, nil
}

func regionFromEnvironment() string {
	for _, name := range []string{"AWS_REGION", "AWS_DEFAULT_REGION"} {
		if v := os.Getenv(name); v != "" {
			return v
		}
	}
	return defaultRegion
}

// set takes over one parameter.
func (l *Location) set(name, value string) error {
	switch name {
	case "endpoint":
		return l.setEndpoint(value)
	case "region":
		l.Region = value
	case "profile":
		l.Profile = value
	case "scheme":
		if value != "http" && value != "https" {
			return fmt.Errorf("scheme %q: want http or https", value)
		}
		l.Insecure = value == "http"
	case "addressing-style":
		if value != "auto" && value != "path" && value != "virtual" {
			return fmt.Errorf("addressing-style %q: want auto, path or virtual", value)
		}
		l.Style = value
	default:
		return fmt.Errorf("parameter %q is unknown: want endpoint, region, scheme, profile or addressing-style", name)
	}
	return nil
}

// setEndpoint takes HOST[:PORT], and as newer Nix does http(s)://HOST[:PORT].
func (l *Location) setEndpoint(value string) error {
	scheme, host, found := strings.Cut(value, "://")
	if !found {
		scheme, host = "", value
	}
	host = strings.TrimSuffix(host, "/")
	if host == "" || strings.ContainsAny(host, "/?#@ ") || scheme != "" && scheme != "http" && scheme != "https" {
		return fmt.Errorf("endpoint %q: want HOST[:PORT]", value)
	}
	l.Endpoint = host
	if scheme != "" {
		l.Insecure = scheme == "http"
	}
	return nil
}

// lookup is the style for the SDK.
func (l Location) lookup() minio.BucketLookupType {
	switch {
	case l.Style == "virtual", l.Style == "auto" && l.Endpoint == amazon:
		return minio.BucketLookupDNS
	default:
		return minio.BucketLookupPath
	}
}

// URL is the plain address of the bucket and prefix, for messages.
func (l Location) URL() string {
	scheme := "https"
	if l.Insecure {
		scheme = "http"
	}
	return fmt.Sprintf("%s://%s/%s/%s", scheme, l.Endpoint, l.Bucket, l.Prefix)
}
