package s3store_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/s3store"
)

// TestRemedies: each error that Amazon documents gets what to do about it. The server
// says them as Amazon does, since no server that can be had here says all of them.
func TestRemedies(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "someone")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "something")
	for _, tt := range []struct {
		code   string
		status int
		want   string
	}{
		{"RequestTimeTooSkewed", http.StatusForbidden, "this machine's clock differs too much from the server's: set it"},
		{"ExpiredToken", http.StatusBadRequest, "the temporary credentials have expired: log in again"},
		{"SignatureDoesNotMatch", http.StatusForbidden, "the credentials are wrong"},
		{"AccessDenied", http.StatusForbidden, "s3:PutObject"},
		{"NoSuchBucket", http.StatusNotFound, "make the bucket, or correct its name"},
		{"QuotaExceeded", http.StatusBadRequest, "nothing was stored"},
	} {
		t.Run(tt.code, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/xml")
				w.WriteHeader(tt.status)
				fmt.Fprintf(w, `<?xml version="1.0"?><Error><Code>%s</Code><Message>No.</Message></Error>`, tt.code)
			}))
			defer server.Close()
			s, err := s3store.Open("s3://bucket?region=us-east-1&endpoint="+server.URL, s3store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Put(t.Context(), "key", strings.NewReader("text"), 4, s3store.PutOptions{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "something") {
				t.Errorf("the secret is in the message: %v", err)
			}
		})
	}
}
