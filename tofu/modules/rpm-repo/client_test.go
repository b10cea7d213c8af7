//go:build bazel

package rpmrepo_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func get(url string) (int, []byte) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil
	}
	return resp.StatusCode, body
}

// repomd is what a client reads first.
type repomd struct {
	Data []struct {
		Type     string `xml:"type,attr"`
		Checksum string `xml:"checksum"`
		Location struct {
			Href string `xml:"href,attr"`
		} `xml:"location"`
	} `xml:"data"`
}

// packages reads the repository as a client does: the signature, then each file by its checksum. It returns the packages' files.
func (r *repo) packages(t *testing.T) []string {
	t.Helper()
	base := r.url + "/internal/10/x86_64/"
	_, index := get(base + "repodata/repomd.xml")
	_, signature := get(base + "repodata/repomd.xml.asc")
	r.verify(t, index, signature)
	var md repomd
	if err := xml.Unmarshal(index, &md); err != nil {
		t.Fatalf("repomd.xml: %v\n%s", err, index)
	}
	var files []string
	for _, data := range md.Data {
		status, body := get(base + data.Location.Href)
		if sum := sha256.Sum256(body); status != 200 || hex.EncodeToString(sum[:]) != data.Checksum {
			t.Fatalf("%s: status %d, %d bytes, not what repomd.xml says", data.Location.Href, status, len(body))
		}
		if data.Type == "primary" {
			files = primary(t, body)
		}
	}
	for _, file := range files {
		if status, _ := get(base + file); status != 200 {
			t.Fatalf("package %s: status %d", file, status)
		}
	}
	return files
}

func primary(t *testing.T, body []byte) []string {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Package []struct {
			Location struct {
				Href string `xml:"href,attr"`
			} `xml:"location"`
		} `xml:"package"`
	}
	if err := xml.NewDecoder(reader).Decode(&list); err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, p := range list.Package {
		files = append(files, p.Location.Href)
	}
	slices.Sort(files)
	return files
}

// verify holds a signature against the key that the repository gives out.
func (r *repo) verify(t *testing.T, data, signature []byte) {
	t.Helper()
	home, err := os.MkdirTemp("/tmp", "gpg")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(home)
	_, key := get(r.url + "/RPM-GPG-KEY")
	for name, content := range map[string][]byte{"key": key, "data": data, "sig": signature} {
		write(t, filepath.Join(home, name), string(content))
	}
	env := append(slices.Clone(r.env), "GNUPGHOME="+home)
	mustRun(t, command(env, "gpg", "--batch", "--no-autostart", "--import", filepath.Join(home, "key")))
	mustRun(t, command(env, "gpg", "--batch", "--no-autostart", "--verify", filepath.Join(home, "sig"), filepath.Join(home, "data")))
}

// dnf runs dnf5 on the repository, configured as module client-config writes it, and returns whether it succeeded.
func (r *repo) dnf(t *testing.T, args ...string) (bool, string) {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "repos.d/internal.repo"), strings.Join([]string{
		"[internal]", "name=Internal", "baseurl=" + r.url + "/internal/$releasever/$basearch", "enabled=1", "gpgcheck=1", "repo_gpgcheck=1",
		"gpgkey=" + r.url + "/RPM-GPG-KEY", "sslverify=1", "",
	}, "\n"))
	cmd := command(r.env, "dnf5", append([]string{
		"--installroot=" + filepath.Join(dir, "root"), "--use-host-config", "--assumeyes", "--releasever=10", "--forcearch=x86_64",
		"--setopt=reposdir=" + filepath.Join(dir, "repos.d"), "--setopt=cachedir=" + filepath.Join(dir, "cache"),
		"--setopt=logdir=" + dir, "--setopt=varsdir=" + dir, "--setopt=pluginpath=" + dir, "--setopt=retries=1",
	}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return err == nil, string(out)
}
