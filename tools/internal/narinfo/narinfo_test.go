package narinfo_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
)

// nixos is a .narinfo as cache.nixos.org has it, with its signature.
const nixos = `StorePath: /nix/store/syd87l2rxw8cbsxmxl853h0r6pdwhwjr-curl-7.82.0-bin
URL: nar/05ra3y72i3qjri7xskf9qj8kb29r6naqy1sqpbs3azi3xcigmj56.nar.xz
Compression: xz
FileHash: sha256:05ra3y72i3qjri7xskf9qj8kb29r6naqy1sqpbs3azi3xcigmj56
FileSize: 68852
NarHash: sha256:1b4sb93wp679q4zx9k1ignby1yna3z7c4c2ri3wphylbc2dwsys0
NarSize: 196040
References: 0jqd0rlxzra1rs38rdxl43yh6rxchgc6-curl-7.82.0 6w8g7njm4mck5dmjxws0z1xnrxvl81xa-glibc-2.34-115 j5jxw3iy7bbz4a57fh9g2xm2gxmyal8h-zlib-1.2.12 yxvjs9drzsphm9pcf42a4byzj1kb9m7k-openssl-1.1.1n
Deriver: 5rwxzi7pal3qhpsyfc16gzkh939q1np6-curl-7.82.0.drv
Sig: cache.nixos.org-1:TsTTb3WGTZKphvYdBHXwo6weVILmTytUjLB+vcX89fOjjRicCHmKA4RCPMVLkj6TMJ4GMX3HPVWRdD1hkeKZBQ==
`

// nixosKey is that cache's public key.
const nixosKey = "cache.nixos.org-1:6NCHdD59X431o0gWypbMrAURkbJ16ZPMQFGspcDShjY="

func parse(t *testing.T, text string) *narinfo.Info {
	t.Helper()
	info, err := narinfo.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestRoundTrip(t *testing.T) {
	for _, tc := range []struct{ reason, text string }{
		{"as cache.nixos.org has it", nixos},
		{"no references, no deriver, no signature", "StorePath: /nix/store/syd87l2rxw8cbsxmxl853h0r6pdwhwjr-x\nURL: nar/05ra3y72i3qjri7xskf9qj8kb29r6naqy1sqpbs3azi3xcigmj56.nar\nCompression: none\nFileHash: sha256:05ra3y72i3qjri7xskf9qj8kb29r6naqy1sqpbs3azi3xcigmj56\nFileSize: 1\nNarHash: sha256:1b4sb93wp679q4zx9k1ignby1yna3z7c4c2ri3wphylbc2dwsys0\nNarSize: 1\nReferences: \nCA: fixed:r:sha256:1xmr8jicvzszfzpz46g37mlpvbzjl2wpwvl2b05psipssyp1sm8h\n"},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			if diff := cmp.Diff(tc.text, parse(t, tc.text).String()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Nix writes signatures sorted, each once.
func TestSignaturesAreSorted(t *testing.T) {
	info := parse(t, nixos)
	info.Signatures = append([]string{"z-1:AA==", "a-1:AA==", "z-1:AA=="}, info.Signatures...)
	text := info.String()
	if got, want := text[strings.Index(text, "Sig: "):], "Sig: a-1:AA==\n"+nixos[strings.Index(nixos, "Sig: "):]+"Sig: z-1:AA==\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFileName(t *testing.T) {
	if got := parse(t, nixos).FileName(); got != "syd87l2rxw8cbsxmxl853h0r6pdwhwjr.narinfo" {
		t.Error(got)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tc := range []struct{ text, want, reason string }{
		{"", "line 1", "nothing"},
		{"StorePath\n", `not "Field: value"`, "no colon"},
		{strings.Replace(nixos, "NarSize: 196040", "NarSize: x", 1), "line 7: NarSize", "a size that is none"},
		{strings.Replace(nixos, "NarHash: sha256:1b", "NarHash: sha1:1b", 1), "line 6: NarHash", "another hash"},
		{strings.Replace(nixos, "URL: nar", "Nothing: nar", 1), "are required", "no URL"},
	} {
		if _, err := narinfo.Parse(tc.text); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.reason, err, tc.want)
		}
	}
}

func TestTrust(t *testing.T) {
	other := "cache.nixos.org-1:" + strings.Repeat("A", 43) + "="
	for _, tc := range []struct {
		reason, text string
		keys         []string
		want         string
	}{
		{"signed", nixos, []string{nixosKey}, "cache.nixos.org-1"},
		{"by name alone", nixos, []string{"cache.nixos.org-1"}, "cache.nixos.org-1"},
		{"a name never weakens a key", strings.Replace(nixos, "NarSize: 196040", "NarSize: 196041", 1), []string{nixosKey, "cache.nixos.org-1"}, ""},
		{"another key of this name", nixos, []string{other}, ""},
		{"another name", nixos, []string{"other-1"}, ""},
		{"another size than was signed", strings.Replace(nixos, "NarSize: 196040", "NarSize: 196041", 1), []string{nixosKey}, ""},
		{"a reference less than was signed", strings.Replace(nixos, " yxvjs9drzsphm9pcf42a4byzj1kb9m7k-openssl-1.1.1n", "", 1), []string{nixosKey}, ""},
		{"a broken signature", strings.Replace(nixos, "TsTTb3", "!!", 1), []string{nixosKey}, ""},
		{"nobody is trusted", nixos, nil, ""},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			trust, err := narinfo.NewTrust(tc.keys)
			if err != nil {
				t.Fatal(err)
			}
			if got := trust.Signer(parse(t, tc.text)); got != tc.want {
				t.Errorf("signed by %q, want %q", got, tc.want)
			}
			if trust.Empty() != (len(tc.keys) == 0) {
				t.Errorf("Empty() = %v", trust.Empty())
			}
		})
	}
	for _, bad := range []string{"", ":AAAA", "name:", "name:xyz"} {
		if _, err := narinfo.NewTrust([]string{bad}); err == nil {
			t.Errorf("key %q is accepted", bad)
		}
	}
}

func TestSign(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	// Made by "nix key generate-secret --key-name test-1".
	secret := "test-1:L+nLX4AxmXAtoCvdqWU9LEZn1wdsoOj/Xkeuq5dR8N6mFu992pPJAUxV65235YxAMqLGhlAMeoBwmNC7TA7Qpw=="
	if err := os.WriteFile(file, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	key, err := narinfo.ReadSecretKey(file)
	if err != nil {
		t.Fatal(err)
	}
	info := parse(t, nixos)
	before := info.Signatures
	if err := key.Sign(info); err != nil {
		t.Fatal(err)
	}
	if len(info.Signatures) != 2 || len(before) != 1 || !strings.Contains(info.String(), "\nSig: test-1:") {
		t.Errorf("signatures: %q", info.Signatures)
	}
	if err := os.WriteFile(file, []byte("test-1:c2VjcmV0"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := narinfo.ReadSecretKey(file); err == nil || strings.Contains(err.Error(), "c2VjcmV0") || !strings.Contains(err.Error(), "nix key generate-secret") {
		t.Errorf("a key that is none: %v", err)
	}
}
