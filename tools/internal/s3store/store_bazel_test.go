//go:build bazel

package s3store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/s3store"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

func open(t *testing.T, url string, options s3store.Options) *s3store.Store {
	t.Helper()
	store, err := s3store.Open(url, options)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func put(t *testing.T, s *s3store.Store, key, content string, o s3store.PutOptions) s3store.Info {
	t.Helper()
	info, err := s.Put(t.Context(), key, strings.NewReader(content), int64(len(content)), o)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func get(t *testing.T, s *s3store.Store, key string) []byte {
	t.Helper()
	body, info, err := s.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	data, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	if info.Key != key || info.Size != int64(len(data)) {
		t.Errorf("Get(%q) says %+v of %d bytes", key, info, len(data))
	}
	return data
}

func TestObjects(t *testing.T) {
	server := testenv.StartS3(t)
	server.SetCredentials(t)
	ctx := t.Context()
	s, other := open(t, server.URL("a/b"), s3store.Options{}), open(t, server.URL(""), s3store.Options{})
	if err := s.Check(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Stat(ctx, "x"); !errors.Is(err, s3store.ErrNotFound) {
		t.Errorf("Stat before Put: %v", err)
	}
	if _, _, err := s.Get(ctx, "x"); !errors.Is(err, s3store.ErrNotFound) {
		t.Errorf("Get before Put: %v", err)
	}
	put(t, s, "x", "hello", s3store.PutOptions{ContentType: "text/plain"})
	put(t, s, "nar/y", "", s3store.PutOptions{})
	put(t, other, "outside", "no prefix", s3store.PutOptions{})
	if got := string(get(t, s, "x")); got != "hello" {
		t.Errorf("Get = %q", got)
	}
	if got := string(get(t, other, "a/b/x")); got != "hello" {
		t.Errorf("without the prefix: %q", got)
	}
	if info, err := s.Stat(ctx, "x"); err != nil || info.Size != 5 || info.Key != "x" || info.Modified.IsZero() {
		t.Errorf("Stat = %+v, %v", info, err)
	}
	if diff := cmp.Diff([]string{"nar/y", "x"}, keys(t, s, "")); diff != "" {
		t.Errorf("List (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"nar/y"}, keys(t, s, "nar/")); diff != "" {
		t.Errorf("List nar/ (-want +got):\n%s", diff)
	}
	if err := errors.Join(s.Delete(ctx, "x"), s.Delete(ctx, "x")); err != nil {
		t.Errorf("Delete, twice: %v", err)
	}
	if _, err := s.Stat(ctx, "x"); !errors.Is(err, s3store.ErrNotFound) {
		t.Errorf("Stat after Delete: %v", err)
	}
}

func keys(t *testing.T, s *s3store.Store, prefix string) []string {
	t.Helper()
	var found []string
	for info, err := range s.List(t.Context(), prefix) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, info.Key)
	}
	return found
}

func TestConditionalWrites(t *testing.T) {
	server := testenv.StartS3(t)
	server.SetCredentials(t)
	s := open(t, server.URL(""), s3store.Options{})
	first := put(t, s, "lock", "one", s3store.PutOptions{IfAbsent: true})
	_, err := s.Put(t.Context(), "lock", strings.NewReader("two"), 3, s3store.PutOptions{IfAbsent: true})
	if !errors.Is(err, s3store.ErrExists) {
		t.Errorf("IfAbsent over an object: %v", err)
	}
	put(t, s, "lock", "two", s3store.PutOptions{IfETag: first.ETag})
	_, err = s.Put(t.Context(), "lock", strings.NewReader("three"), 5, s3store.PutOptions{IfETag: first.ETag})
	if !errors.Is(err, s3store.ErrExists) {
		t.Errorf("IfETag of an older object: %v", err)
	}
	if got := string(get(t, s, "lock")); got != "two" {
		t.Errorf("content %q, want two", got)
	}
}

// In parts, of known and of unknown size, and from a reader that cannot seek.
func TestLargeObjects(t *testing.T) {
	server := testenv.StartS3(t)
	server.SetCredentials(t)
	s := open(t, server.URL(""), s3store.Options{PartSize: 5 << 20})
	data := make([]byte, 12<<20+7)
	rand.NewChaCha8([32]byte{}).Read(data)
	for _, tc := range []struct {
		key, reason string
		size        int64
	}{
		{"known", "its size is told", int64(len(data))},
		{"unknown", "as a compressor's output", -1},
	} {
		if _, err := s.Put(t.Context(), tc.key, io.MultiReader(bytes.NewReader(data)), tc.size, s3store.PutOptions{}); err != nil {
			t.Fatalf("%s: %v", tc.reason, err)
		}
		if got := get(t, s, tc.key); !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes came back, other ones", tc.reason, len(got))
		}
	}
}

type broken struct{ after io.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.after.Read(p)
	if err == io.EOF {
		err = errors.New("the source broke")
	}
	return n, err
}

func TestABrokenSourceLeavesNothing(t *testing.T) {
	server := testenv.StartS3(t)
	server.SetCredentials(t)
	s := open(t, server.URL(""), s3store.Options{PartSize: 5 << 20})
	source := broken{bytes.NewReader(make([]byte, 12<<20))}
	if _, err := s.Put(t.Context(), "x", source, -1, s3store.PutOptions{}); err == nil || !strings.Contains(err.Error(), "the source broke") {
		t.Errorf("Put: %v", err)
	}
	if _, err := s.Stat(t.Context(), "x"); !errors.Is(err, s3store.ErrNotFound) {
		t.Errorf("afterwards: %v", err)
	}
}

func TestCredentials(t *testing.T) {
	server := testenv.StartS3(t)
	server.SetCredentials(t)
	file := filepath.Join(t.TempDir(), "credentials")
	text := "[ci]\naws_access_key_id = " + server.AccessKey + "\naws_secret_access_key = " + server.SecretKey + "\n[wrong]\naws_access_key_id = nobody\naws_secret_access_key = nothing\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		reason, profile string
		env             map[string]string
		want            string // in the error; empty for success
	}{
		{"AWS's variables", "", nil, ""},
		{"MinIO's variables", "", map[string]string{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "MINIO_ACCESS_KEY": server.AccessKey, "MINIO_SECRET_KEY": server.SecretKey}, ""},
		{"a profile goes before the environment", "ci", map[string]string{"AWS_ACCESS_KEY_ID": "nobody"}, ""},
		{"the profile of AWS_PROFILE", "", map[string]string{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_PROFILE": "ci"}, ""},
		{"wrong ones", "wrong", nil, "the credentials are wrong"},
		{"a profile that is not there", "none", nil, "none"},
		{"none at all", "", map[string]string{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent"}, "or none, when none were found"},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			t.Setenv("AWS_SHARED_CREDENTIALS_FILE", file)
			for name, value := range tc.env {
				t.Setenv(name, value)
			}
			url := server.URL("")
			if tc.profile != "" {
				url += "&profile=" + tc.profile
			}
			s := open(t, url, s3store.Options{Attempts: 1})
			_, err := s.Put(t.Context(), "x", strings.NewReader("x"), 1, s3store.PutOptions{})
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want %q", err, tc.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	server := testenv.StartS3(t)
	server.SetCredentials(t)
	missing := server
	missing.Bucket = "nothere"
	s := open(t, missing.URL(""), s3store.Options{Attempts: 1})
	for doing, call := range map[string]func(context.Context) error{
		"checking": s.Check,
		"writing": func(ctx context.Context) error {
			_, err := s.Put(ctx, "x", strings.NewReader("x"), 1, s3store.PutOptions{})
			return err
		},
	} {
		err := call(t.Context())
		if err == nil || errors.Is(err, s3store.ErrNotFound) || !strings.Contains(err.Error(), "make the bucket") || !strings.Contains(err.Error(), "nothere") {
			t.Errorf("%s in a bucket that is not there: %v", doing, err)
		}
	}
	closed := open(t, "s3://bucket?scheme=http&endpoint="+testenv.FreeAddresses(t, 1)[0], s3store.Options{Attempts: 2})
	if err := closed.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("no server: %v", err)
	}
}
