package cachehttp_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/nix-community/go-nix/pkg/narinfo"
	"github.com/nix-community/go-nix/pkg/narinfo/signature"
	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

const (
	pathHash = "65j8y14mjz6caz9nv4z3vzds1p4j4lkd"
	refHash  = "0jqd0rlxzra1rs38rdxl43yh6rxchgc6"
)

func nixHash(data []byte) string {
	sum := sha256.Sum256(data)
	return nixbase32.EncodeToString(sum[:])
}

// info is a valid narinfo of a compressed NAR.
func info(nar []byte) string {
	return fmt.Sprintf(`StorePath: /nix/store/%s-foo-1.0
URL: nar/%s.nar.xz
Compression: xz
FileHash: sha256:%s
FileSize: %d
NarHash: sha256:%s
NarSize: 288
References: %s-foo-1.0 %s-curl-7.82.0
Deriver: %s-foo.drv
Sig: other-1:TsTTb3WGTZKphvYdBHXwo6weVILmTytUjLB+vcX89fOjjRicCHmKA4RCPMVLkj6TMJ4GMX3HPVWRdD1hkeKZBQ==
`, pathHash, nixHash(nar), nixHash(nar), len(nar), nixHash([]byte("unpacked")), pathHash, refHash, refHash)
}

func TestNixCache(t *testing.T) {
	s := start(t, cachestore.Options{})
	nar := pattern(5000)
	narPath, infoPath := "/main/nar/"+nixHash(nar)+".nar.xz", "/main/"+pathHash+".narinfo"
	s.want(200, "StoreDir: /nix/store\nWantMassQuery: 1\nPriority: 40\n", "GET", "/main/nix-cache-info", nil)
	s.want(404, "not in cache", "GET", infoPath, nil)
	s.want(422, "is not in cache \"main\": upload it first", "PUT", infoPath, []byte(info(nar)))
	s.want(422, "digest mismatch", "PUT", narPath, pattern(5001))
	s.want(200, "", "PUT", narPath, nar)
	s.want(200, "", "PUT", infoPath, []byte(info(nar)))
	s.want(200, string(nar), "GET", narPath, nil)
	resp, text := s.do("GET", infoPath, nil)
	got, err := narinfo.Parse(strings.NewReader(text))
	if err != nil || resp.Header.Get("Content-Type") != "text/x-nix-narinfo" {
		t.Fatalf("%v: %q %v", err, text, resp.Header)
	}
	if !signature.VerifyFirst(got.Fingerprint(), got.Signatures, []signature.PublicKey{s.cache.Key.ToPublicKey()}) {
		t.Errorf("not signed by the cache:\n%s", text)
	}
	if len(got.Signatures) != 2 || got.References[0] != refHash+"-curl-7.82.0" {
		t.Errorf("want both signatures and sorted references:\n%s", text)
	}
	s.want(200, "", "PUT", infoPath, []byte(text)) // again, with our signature
	if _, again := s.do("GET", infoPath, nil); again != text {
		t.Errorf("uploading what was read changes it:\n%s\n%s", text, again)
	}
	if resp, _ := s.do("HEAD", infoPath, nil); resp.StatusCode != 200 || resp.ContentLength != int64(len(text)) {
		t.Errorf("HEAD: %d, length %d", resp.StatusCode, resp.ContentLength)
	}
	for _, path := range []string{"/main/" + pathHash + ".ls", "/main/log/" + pathHash + "-foo.drv", "/main/realisations/sha256:" + hash(nil) + "!out.doi"} {
		s.want(404, "", "GET", path, nil)
		s.want(200, "", "PUT", path, []byte("{}"))
		s.want(200, "{}", "GET", path, nil)
	}
}

func TestNarinfoWithoutNarIsGone(t *testing.T) {
	s := start(t, cachestore.Options{})
	nar := pattern(5000)
	name := nixHash(nar) + ".nar.xz"
	s.want(200, "", "PUT", "/main/nar/"+name, nar)
	s.want(200, "", "PUT", "/main/"+pathHash+".narinfo", []byte(info(nar)))
	if err := s.store.Delete(cachestore.Key{Kind: cachestore.NAR, Cache: "main", Name: name}); err != nil {
		t.Fatal(err)
	}
	s.want(404, "not in cache", "GET", "/main/"+pathHash+".narinfo", nil)
}

func TestBadNarinfos(t *testing.T) {
	s := start(t, cachestore.Options{})
	nar := pattern(5000)
	s.want(200, "", "PUT", "/main/nar/"+nixHash(nar)+".nar.xz", nar)
	for _, tc := range []struct {
		name, old, new string
		code           int
		text           string
	}{
		{"other path", pathHash + "-foo-1.0\nURL", refHash + "-foo-1.0\nURL", 400, "it describes /nix/store/" + refHash},
		{"path outside of the store", "/nix/store/", "/etc/", 400, "StorePath"},
		{"path with parent", "-foo-1.0\nURL", "-foo-1.0/../../x\nURL", 400, "invalid narinfo"},
		{"wrong FileSize", "FileSize: 5000", "FileSize: 5001", 422, "FileSize is 5001, but"},
		{"wrong FileHash", "FileHash: sha256:" + nixHash(nar), "FileHash: sha256:" + nixHash(nil), 400, "does not name the file with FileHash"},
		{"no FileHash", "FileHash: sha256:" + nixHash(nar) + "\n", "", 400, "FileHash, FileSize, NarHash and NarSize are required"},
		{"no NarHash", "NarHash: sha256:" + nixHash([]byte("unpacked")) + "\n", "", 400, "are required"},
		{"md5", "NarHash: sha256:" + nixHash([]byte("unpacked")), "NarHash: md5:d41d8cd98f00b204e9800998ecf8427e", 400, "must be sha256"},
		{"negative size", "NarSize: 288", "NarSize: -1", 400, "invalid narinfo"},
		{"URL elsewhere", "URL: nar/", "URL: http://evil/", 400, "URL"},
		{"URL with parent", "URL: nar/", "URL: nar/../nar/", 400, "URL"},
		{"absolute reference", "References: ", "References: /nix/store/", 400, "Reference"},
		{"reference twice", "References: ", "References: " + refHash + "-curl-7.82.0 ", 400, "twice"},
		{"odd deriver", "Deriver: ", "Deriver: ../", 400, "Deriver"},
		{"field twice", "Compression: xz", "Compression: xz\nCompression: none", 400, "line 4: Compression is there twice"},
		{"unknown field", "Compression: xz", "Compression: xz\nEvil: yes", 400, "unknown key Evil"},
		{"control character", "Compression: xz", "Compression: xz\r", 400, "not printable ASCII"},
		{"no field", "Compression: xz", "Compression xz", 400, "line 3 is not"},
		{"compression none with another hash", "Compression: xz", "Compression: none", 400, "compression is none"},
		{"bad signature", "Sig: other-1:", "Sig: other-1:!", 400, "signature"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := strings.Replace(info(nar), tc.old, tc.new, 1)
			if text == info(nar) {
				t.Fatal("the row changes nothing")
			}
			s.want(tc.code, tc.text, "PUT", "/main/"+pathHash+".narinfo", []byte(text))
			s.want(404, "", "GET", "/main/"+pathHash+".narinfo", nil)
		})
	}
}
