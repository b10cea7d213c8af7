package localcache_test

import (
	"path/filepath"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
)

func TestParseSize(t *testing.T) {
	for _, c := range []struct {
		in     string
		want   int64
		reason string
	}{
		{"50GiB", 50 << 30, "binary unit"},
		{"500MB", 500e6, "decimal unit"},
		{"1 TiB", 1 << 40, "a space before the unit"},
		{"7b", 7, "units in any case"},
		{"8388607TiB", 8388607 << 40, "the largest"},
		{"8388608TiB", 0, "overflows"},
		{"99999999999999999999B", 0, "digits overflow"},
		{"0GiB", 0, "nothing fits in it"},
		{"50", 0, "no unit: bytes or gigabytes?"},
		{"1.5GiB", 0, "not whole"},
		{"-1GiB", 0, "negative"},
		{"GiB", 0, "no number"},
		{"", 0, "empty"},
	} {
		got, err := localcache.ParseSize(c.in)
		if got != c.want || (err != nil) != (c.want == 0) {
			t.Errorf("ParseSize(%q) = %d, %v; want %d (%s)", c.in, got, err, c.want, c.reason)
		}
	}
}

func TestFormatSizeIsExact(t *testing.T) {
	for n, want := range map[int64]string{1: "1B", 1000: "1KB", 1024: "1KiB", 50 << 30: "50GiB", 500e6: "500MB", 1 << 40: "1TiB", 1<<40 + 1: "1099511627777B"} {
		got := localcache.FormatSize(n)
		back, err := localcache.ParseSize(got)
		if got != want || back != n || err != nil {
			t.Errorf("FormatSize(%d) = %s (parses to %d, %v); want %s", n, got, back, err, want)
		}
	}
}

func TestCheckAddress(t *testing.T) {
	for _, c := range []struct {
		in     string
		ok     bool
		reason string
	}{
		{"127.0.0.1:8380", true, "the usual"},
		{"[::1]:8380", true, "IPv6"},
		{"localhost:1", true, "a name"},
		{"127.0.0.1", false, "no port"},
		{":8380", false, "every interface must be said"},
		{"127.0.0.1:0", false, "clients could not be told the port"},
		{"127.0.0.1:65536", false, "no such port"},
		{"127.0.0.1:http", false, "a port by name"},
		{"http://127.0.0.1:80", false, "a URL"},
		{"::1:8380", false, "IPv6 without brackets"},
	} {
		if err := localcache.CheckAddress(c.in); (err == nil) != c.ok {
			t.Errorf("CheckAddress(%q) = %v; want ok %v (%s)", c.in, err, c.ok, c.reason)
		}
	}
}

func TestURLs(t *testing.T) {
	for _, c := range []struct{ addr, want, reason string }{
		{"127.0.0.1:8380", "http://127.0.0.1:8380/main", "as it is"},
		{"0.0.0.0:8380", "http://127.0.0.1:8380/main", "unspecified is no place to connect to"},
		{"[::]:8380", "http://[::1]:8380/main", "the same for IPv6"},
		{"cache.example:8380", "http://cache.example:8380/main", "a name"},
	} {
		if got := localcache.NixCacheURL(c.addr, "main"); got != c.want {
			t.Errorf("NixCacheURL(%q) = %q; want %q (%s)", c.addr, got, c.want, c.reason)
		}
	}
}

func TestNewDir(t *testing.T) {
	t.Setenv("HOME", "/home/u")
	for _, c := range []struct {
		in, want string
		reason   string
	}{
		{"/var/x/", "/var/x", "cleaned"},
		{"~/x", "/home/u/x", "home"},
		{"~", "", "the home directory itself"},
		{"~/.", "", "the home directory itself, hidden"},
		{"/", "", "the root"},
		{"x/y", "", "relative to whom?"},
		{"", "", "empty"},
		{"~other/x", "", "another user's home is not looked up"},
	} {
		got, err := localcache.NewDir(c.in)
		if string(got) != c.want || (err != nil) != (c.want == "") {
			t.Errorf("NewDir(%q) = %q, %v; want %q (%s)", c.in, got, err, c.want, c.reason)
		}
	}
}

func TestEncodeIsCanonicalAndReadable(t *testing.T) {
	a := cacheconfig.Default()
	a.DataDir = filepath.Join("/", "data")
	b := a
	b.Caches = []cacheconfig.Cache{a.Caches[3], a.Caches[1], a.Caches[0], a.Caches[2]}
	one, err := localcache.Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	two, err := localcache.Encode(b)
	if err != nil || string(one) != string(two) {
		t.Errorf("the order of caches changes the file:\n%s\n%s%v", one, two, err)
	}
	back, err := cacheconfig.Parse(one)
	if err != nil || back.Validate() != nil {
		t.Errorf("the server cannot read its configuration: %v, %v", err, back.Validate())
	}
}

func TestDigests(t *testing.T) {
	for _, c := range []struct{ installed, running, want, reason string }{
		{"a", "a", "a", "as it should be"},
		{"a", "", "a", "no server"},
		{"a", "b", "a (the server runs b)", "installed and not restarted: neither a nor b is all of the truth"},
		{"", "b", " (the server runs b)", "removed on disk"},
		{"", "", "", "nothing there"},
	} {
		if got := (localcache.Digests{Installed: c.installed, Running: c.running}).String(); got != c.want {
			t.Errorf("%s: %q; want %q", c.reason, got, c.want)
		}
	}
}
