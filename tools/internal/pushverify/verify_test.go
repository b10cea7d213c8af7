package pushverify_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nix-community/go-nix/pkg/nar"
	"github.com/nix-community/go-nix/pkg/narinfo/signature"

	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushverify"
)

const (
	hash = "mrzggyfp3m4n7wxbj44yn20kzgnfhf8g"
	base = hash + "-x"
	ref  = "0000000000000000000000000000000z-y"
)

// pushed is a cache in a directory with one signed path.
type pushed struct {
	dir    string
	path   *nixstore.Path
	info   *narinfo.Info
	key    narinfo.SecretKey
	others narinfo.SecretKey
}

func newKey(t *testing.T, name string) narinfo.SecretKey {
	t.Helper()
	secret, _, err := signature.GenerateKeypair(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(secret.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	key, err := narinfo.ReadSecretKey(file)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func push(t *testing.T, method narpack.Method) *pushed {
	t.Helper()
	p := &pushed{dir: t.TempDir(), key: newKey(t, "main-1"), others: newKey(t, "main-1")}
	place := filepath.Join(t.TempDir(), base)
	if err := os.WriteFile(place, []byte(strings.Repeat("content ", 1000)), 0o644); err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	if err := nar.DumpPath(&archive, place); err != nil {
		t.Fatal(err)
	}
	p.path = &nixstore.Path{Base: base, NarHash: sha256.Sum256(archive.Bytes()), NarSize: int64(archive.Len()), References: []string{ref, base}}
	packer, err := narpack.New(narpack.Options{Method: method, Level: -1})
	if err != nil {
		t.Fatal(err)
	}
	packed, err := packer.Pack(t.Context(), place, narpack.Expected{NarHash: p.path.NarHash, NarSize: p.path.NarSize})
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(packed.Open())
	if err != nil {
		t.Fatal(err)
	}
	p.info = &narinfo.Info{
		StoreDir: "/nix/store", Base: base, URL: "nar/a" + method.Extension(), Compression: string(method), FileHash: packed.FileHash, FileSize: packed.FileSize,
		NarHash: p.path.NarHash, NarSize: p.path.NarSize, References: p.path.References,
	}
	if err := p.key.Sign(p.info); err != nil {
		t.Fatal(err)
	}
	p.write(t, p.info.URL, data)
	p.write(t, hash+".narinfo", []byte(p.info.String()))
	return p
}

func (p *pushed) write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(p.dir, "nar"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.dir, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// verify reads the path back; keys are those that are trusted.
func (p *pushed) verify(t *testing.T, keys ...string) []pushverify.Problem {
	t.Helper()
	trust, err := narinfo.NewTrust(keys)
	if err != nil {
		t.Fatal(err)
	}
	v := &pushverify.Verifier{Cache: binarycache.NewFile(p.dir), StoreDir: "/nix/store", Trust: trust, Jobs: 2}
	problems, err := v.Run(t.Context(), []*nixstore.Path{p.path})
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

func TestWell(t *testing.T) {
	for _, method := range []narpack.Method{narpack.None, narpack.Zstd, narpack.XZ} {
		p := push(t, method)
		if problems := p.verify(t, p.key.Public()); len(problems) != 0 {
			t.Errorf("%s: %v", method, problems)
		}
	}
	p := push(t, narpack.Zstd)
	p.info.References = []string{base, ref} // an order of the server's own
	p.info.Signatures = nil
	p.info.FileHash = narinfo.Hash{} // not told, as by some servers
	p.write(t, hash+".narinfo", []byte(strings.Replace(p.info.String(), "FileHash: sha256:"+strings.Repeat("0", 52)+"\n", "", 1)))
	if problems := p.verify(t); len(problems) != 0 {
		t.Errorf("unsigned, where nobody asks for signatures: %v", problems)
	}
}

// Whatever the cache got wrong is found.
func TestWrong(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(t *testing.T, p *pushed)
		want   string
	}{
		{"no .narinfo", func(t *testing.T, p *pushed) { os.Remove(filepath.Join(p.dir, hash+".narinfo")) }, hash + ".narinfo is not in the cache"},
		{"no .narinfo, but a page", func(t *testing.T, p *pushed) { p.write(t, hash+".narinfo", []byte("<html>")) }, hash + ".narinfo: "},
		{"cut", func(t *testing.T, p *pushed) { p.write(t, hash+".narinfo", []byte(p.info.String()[:200])) }, hash + ".narinfo: "},
		{"another path", func(t *testing.T, p *pushed) { p.info.Base = hash + "-other" }, "it is about /nix/store/" + hash + "-other"},
		{"another store", func(t *testing.T, p *pushed) { p.info.StoreDir = "/gnu/store" }, "it is about /gnu/store/" + base},
		{"another hash", func(t *testing.T, p *pushed) { p.info.NarHash[0] ^= 1 }, "it has another NarHash or NarSize than the store"},
		{"another size", func(t *testing.T, p *pushed) { p.info.NarSize++ }, "it has another NarHash or NarSize than the store"},
		{"a reference less", func(t *testing.T, p *pushed) { p.info.References = []string{base} }, "it has other References than the store"},
		{"another reference", func(t *testing.T, p *pushed) { p.info.References = []string{"1" + ref[1:], base} }, "it has other References than the store"},
		{"no signature", func(t *testing.T, p *pushed) { p.info.Signatures = nil }, "it has no valid signature by the cache's key"},
		{"another's signature of that name", func(t *testing.T, p *pushed) {
			p.info.Signatures = nil
			p.others.Sign(p.info)
		}, "it has no valid signature by the cache's key"},
		{"a signature of something else", func(t *testing.T, p *pushed) {
			other := *p.info
			other.NarSize++
			other.Signatures = nil
			p.key.Sign(&other)
			p.info.Signatures = other.Signatures
		}, "it has no valid signature by the cache's key"},
		{"no archive", func(t *testing.T, p *pushed) { os.Remove(filepath.Join(p.dir, p.info.URL)) }, "nar/a.nar.zst: not in the cache"},
		{"an empty archive", func(t *testing.T, p *pushed) { p.write(t, p.info.URL, nil) }, "nar/a.nar.zst holds another archive"},
		{"an archive that is cut", func(t *testing.T, p *pushed) { p.write(t, p.info.URL, p.archive(t)[:60]) }, "nar/a.nar.zst: "},
		{"something behind the archive", func(t *testing.T, p *pushed) { p.write(t, p.info.URL, append(p.archive(t), "x"...)) }, "nar/a.nar.zst: "},
		{"another FileHash", func(t *testing.T, p *pushed) { p.info.FileHash[0] ^= 1 }, "nar/a.nar.zst has not the FileHash that the .narinfo says"},
		{"another compression than it says", func(t *testing.T, p *pushed) { p.info.Compression = "xz" }, "nar/a.nar.zst: reading xz"},
		{"a compression that nobody knows", func(t *testing.T, p *pushed) { p.info.Compression = "lzip" }, "cannot be read here"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := push(t, narpack.Zstd)
			tc.change(t, p)
			narinfoFile := filepath.Join(p.dir, hash+".narinfo")
			if now, err := os.ReadFile(narinfoFile); err == nil && strings.Contains(string(now), "StorePath") && len(now) > 200 {
				p.write(t, hash+".narinfo", []byte(p.info.String()))
			}
			problems := p.verify(t, p.key.Public())
			if len(problems) != 1 || problems[0].Path != "/nix/store/"+base || !strings.HasPrefix(problems[0].Err.Error(), "verifying: ") || !strings.Contains(problems[0].Err.Error(), tc.want) {
				t.Errorf("%v; want %q", problems, tc.want)
			}
		})
	}
}

func (p *pushed) archive(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, p.info.URL))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// errBroken is a cache's that cannot be asked.
var errBroken = errors.New("the cache cannot be asked")

type broken struct{ binarycache.Objects }

// Get implements binarycache.Objects.
func (broken) Get(context.Context, string) (io.ReadCloser, error) { return nil, errBroken }

// A cache that cannot be asked has verified nothing; a push that is cancelled blames no path.
func TestTrouble(t *testing.T) {
	p := push(t, narpack.None)
	v := &pushverify.Verifier{Cache: broken{binarycache.NewFile(p.dir)}, StoreDir: "/nix/store", Jobs: 1}
	paths := []*nixstore.Path{p.path, {Base: ref}}
	problems, err := v.Run(t.Context(), paths)
	if err != nil || len(problems) != 2 || problems[0].Path != "/nix/store/"+ref || !errors.Is(problems[0].Err, errBroken) {
		t.Errorf("%v, %v; want a problem for each path, in order", problems, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if problems, err := v.Run(ctx, paths); !errors.Is(err, context.Canceled) || len(problems) != 0 {
		t.Errorf("cancelled: %v, %v", problems, err)
	}
}
