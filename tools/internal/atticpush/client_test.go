package atticpush_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
)

// client talks to a server that answers so.
func client(t *testing.T, answer http.HandlerFunc) (*atticpush.Client, string) {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	h := httpretry.New(1, 3)
	h.Pause = func(context.Context, time.Duration) error { return nil }
	return atticpush.New(s.URL+"/", "main", h), s.URL
}

// A large question is asked in parts, and what is missing in any of them is missing.
func TestMissing(t *testing.T) {
	var asked []int
	c, _ := client(t, func(w http.ResponseWriter, r *http.Request) {
		var q atticwire.GetMissingPathsRequest
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || q.Cache != "main" || r.URL.Path != "/_api/v1/get-missing-paths" || r.Method != "POST" {
			t.Errorf("%s %s: %+v, %v", r.Method, r.URL, q, err)
		}
		asked = append(asked, len(q.StorePathHashes))
		json.NewEncoder(w).Encode(atticwire.GetMissingPathsResponse{MissingPaths: q.StorePathHashes[:1]})
	})
	hashes := make([]string, 25_000)
	for i := range hashes {
		hashes[i] = strconv.Itoa(i)
	}
	missing, err := c.Missing(t.Context(), hashes)
	if err != nil || fmt.Sprint(asked) != "[10000 10000 5000]" || len(missing) != 3 || !missing["0"] || !missing["10000"] || !missing["20000"] {
		t.Errorf("%v, asked %v, %v", missing, asked, err)
	}
	if missing, err := c.Missing(t.Context(), nil); err != nil || len(missing) != 0 || len(asked) != 3 {
		t.Errorf("nothing to ask: %v, %v, %d requests", missing, err, len(asked))
	}
}

// A short description goes into a header, a long one in front of the archive; either way
// the archive comes wholly, also when the first answer broke off.
func TestUpload(t *testing.T) {
	for _, tc := range []struct {
		name       string
		references int
		preamble   bool
	}{{"short", 3, false}, {"long", 100, true}} {
		requests := 0
		c, _ := client(t, func(w http.ResponseWriter, r *http.Request) {
			requests++
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			text, size := r.Header.Get("X-Attic-Nar-Info"), r.Header.Get("X-Attic-Nar-Info-Preamble-Size")
			if (size != "") != tc.preamble || (text != "") == tc.preamble || int64(len(body)) != r.ContentLength {
				t.Errorf("%s: header of %d bytes, preamble size %q, body of %d, Content-Length %d", tc.name, len(text), size, len(body), r.ContentLength)
			}
			if n, err := strconv.Atoi(size); err == nil {
				text, body = string(body[:n]), body[n:]
			}
			var info atticwire.UploadPathNarInfo
			if err := json.Unmarshal([]byte(text), &info); err != nil || info.Cache != "main" || len(info.References) != tc.references || string(body) != "the archive" {
				t.Errorf("%s: %+v, %v, body %q", tc.name, info, err, body)
			}
			if requests == 1 {
				w.Header().Set("Content-Length", "100")
				panic(http.ErrAbortHandler)
			}
			io.WriteString(w, `{"kind":"Deduplicated"}`)
		})
		info := atticwire.UploadPathNarInfo{StorePathHash: "h", NarSize: uint64(len("the archive")), References: make([]string, tc.references), Sigs: []string{}}
		for i := range info.References {
			info.References[i] = strings.Repeat("r", 60)
		}
		got, err := c.Upload(t.Context(), info, func() (io.Reader, error) { return strings.NewReader("the archive"), nil })
		if err != nil || got.Kind != atticwire.Deduplicated || requests != 2 {
			t.Errorf("%s: %+v, %v after %d requests", tc.name, got, err, requests)
		}
	}
}

// The server may send its clients elsewhere.
func TestConfigMovesRequests(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"missing_paths":["a"]}`)
	}))
	defer elsewhere.Close()
	c, _ := client(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/_api/v1/cache-config/main" {
			t.Errorf("%s goes to the first address", r.URL)
		}
		fmt.Fprintf(w, `{"api_endpoint":%q,"priority":41}`, elsewhere.URL+"/")
	})
	if config, err := c.Config(t.Context()); err != nil || *config.Priority != 41 {
		t.Fatalf("%+v, %v", config, err)
	}
	if missing, err := c.Missing(t.Context(), []string{"a"}); err != nil || !missing["a"] {
		t.Errorf("%v, %v", missing, err)
	}
}

func TestRefusals(t *testing.T) {
	for _, tc := range []struct {
		name   string
		code   int
		answer string
		want   string // URL stands for the server's
	}{
		{"no such cache", 404, `{"code":404,"error":"NoSuchCache","message":"The requested cache does not exist."}`,
			`GET URL/_api/v1/cache-config/main: 404 Not Found: NoSuchCache: The requested cache does not exist.; there is no cache "main" at URL: create it, or correct the name`},
		{"no such place", 404, "404 page not found", `GET URL/_api/v1/cache-config/main: 404 Not Found: 404 page not found`},
		{"not seen", 401, `{"code":401,"error":"Unauthorized","message":"Unauthorized."}`,
			`; or there is no cache "main": to those who may not see it the server does not say so`},
		{"may not", 403, `{"code":403,"error":"AccessError","message":"needs \"push\""}`, `403 Forbidden: AccessError: needs "push"; the credentials lack the permission to write here`},
		{"another kind of server", 200, "<html>", `reading the answer of URL/_api/v1/cache-config/main: invalid character '<' looking for beginning of value; is it an Attic server?`},
		{"no answer at all", 200, "", `unexpected end of JSON input; is it an Attic server?`},
	} {
		c, url := client(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(tc.code)
			io.WriteString(w, tc.answer)
		})
		_, err := c.Config(t.Context())
		if want := strings.ReplaceAll(tc.want, "URL", url); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s:\n%v\nwant\n%s", tc.name, err, want)
		}
	}
}
