package nixstore_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
)

// Every version's file says the same of the same two paths.
func TestParsePathInfo(t *testing.T) {
	digest, err := nixbase32.DecodeString("1xmr8jicvzszfzpz46g37mlpvbzjl2wpwvl2b05psipssyp1sm8h")
	if err != nil {
		t.Fatal(err)
	}
	hash := nixstore.Hash(digest)
	want := []nixstore.Path{
		{
			Base: "2c9vybgzxr4wcnfaz81yq5cmhrjg3d0s-app", NarHash: hash, NarSize: 120,
			References: []string{"2c9vybgzxr4wcnfaz81yq5cmhrjg3d0s-app", "qs2vcw1sd6lzsvgvq6gggnw1v31qrm28-hi.txt"},
			Deriver:    "9s8b4cl1chbfvbjnayvmc08ryqqlr2ch-app.drv", Signatures: []string{"k-1:c2ln"},
		},
		{
			Base: "qs2vcw1sd6lzsvgvq6gggnw1v31qrm28-hi.txt", NarHash: hash, NarSize: 120, References: []string{},
			CA: "fixed:r:sha256:1xmr8jicvzszfzpz46g37mlpvbzjl2wpwvl2b05psipssyp1sm8h",
		},
	}
	files, err := filepath.Glob("testdata/path-info-*.json")
	if err != nil || len(files) < 4 {
		t.Fatalf("fixtures: %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			f, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var got []nixstore.Path
			dir, err := nixstore.ParsePathInfo(f, func(p nixstore.Path) {
				if len(p.Signatures) == 0 {
					p.Signatures = nil
				}
				got = append(got, p)
			})
			if err != nil || dir != "/nix/store" && dir != "" {
				t.Fatalf("store directory %q, %v", dir, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestParsePathInfoRefuses(t *testing.T) {
	const name = "/nix/store/qs2vcw1sd6lzsvgvq6gggnw1v31qrm28-hi.txt"
	for _, tc := range []struct{ text, want, reason string }{
		{`{"` + name + `": null}`, "no valid store path: " + name, "not valid, 2.19 and newer"},
		{`[{"path": "` + name + `", "valid": false}]`, "no valid store path: " + name, "not valid, older"},
		{`{"` + name + `": {"narHash": "sha1:xx"}}`, "reading hash", "a hash of another kind"},
		{`{"/nix/store/short": {"narHash": "sha256-EFUdrtf6Rn0LWIJufrmg8q99aT3jGfLvd1//zaJEufY="}}`, "no name of a store path", "a name that is none"},
		{`{"info": [], "version": 2}`, `member "info"`, "info is no object"},
		{`{"` + name + `": {"narHash": "sha256-EFUdrtf6Rn0LWIJufrmg8q99aT3jGfLvd1//zaJEufY=", "ca": {"method": "new", "hash": ""}}}`, `method "new" is unknown`, "a content address of the future"},
		{`7`, "want a list or an object", "something else"},
		{`{"` + name + `": {"narHash"`, "unexpected EOF", "cut off"},
	} {
		_, err := nixstore.ParsePathInfo(strings.NewReader(tc.text), func(nixstore.Path) {})
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.reason, err, tc.want)
		}
	}
}

func TestRealDir(t *testing.T) {
	for _, tc := range []struct{ store, remote, want, reason string }{
		{"", "", "/nix/store", "Nix's own"},
		{"daemon", "", "/nix/store", "the daemon's"},
		{"auto", "", "/nix/store", "either"},
		{"unix:///run/socket", "", "/nix/store", "a daemon's socket"},
		{"unix:///run/socket?root=/r", "", "/r/nix/store", "a daemon below a root"},
		{"/r", "", "/r/nix/store", "a root directory"},
		{"local?root=/r", "", "/r/nix/store", "as a parameter"},
		{"local:///r", "", "/r/nix/store", "as an URL"},
		{"local?real=/x/store", "", "/x/store", "another place altogether"},
		{"", "/r", "/r/nix/store", "by NIX_REMOTE"},
		{"/q", "/r", "/q/nix/store", "--store goes before NIX_REMOTE"},
		{"ssh://host", "", "", "a store elsewhere"},
		{"https://cache", "", "", "a cache"},
		{"dummy", "", "", "no files at all"},
	} {
		t.Setenv("NIX_REMOTE", tc.remote)
		got, err := nixstore.RealDir(tc.store, "/nix/store")
		if got != tc.want || (err == nil) != (tc.want != "") {
			t.Errorf("%s: %q, %v; want %q", tc.reason, got, err, tc.want)
		}
	}
}
