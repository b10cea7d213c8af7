package httpretry_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
)

// What is tried again, and what is not.
func TestAttempts(t *testing.T) {
	var ok http.HandlerFunc = say(200, "well")
	for _, tc := range []struct {
		name     string
		answers  []http.HandlerFunc
		requests int
		code     int // of the error; 0: none; -1: without one
	}{
		{"at once", []http.HandlerFunc{ok}, 1, 0},
		{"created", []http.HandlerFunc{say(201, "")}, 1, 0},
		{"a server that is busy", []http.HandlerFunc{say(503, ""), say(500, ""), ok}, 3, 0},
		{"too many requests", []http.HandlerFunc{say(429, ""), ok}, 2, 0},
		{"the server waited in vain", []http.HandlerFunc{say(408, ""), ok}, 2, 0},
		{"a proxy without its server", []http.HandlerFunc{say(502, ""), say(504, ""), ok}, 3, 0},
		{"broken connections", []http.HandlerFunc{hangUp, hangUp, ok}, 3, 0},
		{"always busy", []http.HandlerFunc{say(503, "")}, 4, 503},
		{"always broken", []http.HandlerFunc{hangUp}, 4, -1},
		{"bad request", []http.HandlerFunc{say(400, "")}, 1, 400},
		{"who are you?", []http.HandlerFunc{say(401, "")}, 1, 401},
		{"forbidden", []http.HandlerFunc{say(403, "")}, 1, 403},
		{"no such place", []http.HandlerFunc{say(404, "")}, 1, 404},
		{"too large", []http.HandlerFunc{say(413, "")}, 1, 413},
		{"never heard of that method", []http.HandlerFunc{say(501, "")}, 1, 501},
		{"the disk is full", []http.HandlerFunc{say(507, "")}, 1, 507},
		{"elsewhere", []http.HandlerFunc{say(307, "", "Location", "https://elsewhere/?signature=s3cret")}, 1, 307},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := serve(t, tc.answers...)
			c, pauses := client(4)
			body := &counted{text: "content"}
			answer, err := c.Do(t.Context(), httpretry.Request{Method: "PUT", URL: s.URL + "/x", Body: body.open, Size: 7})
			var status *httpretry.StatusError
			switch {
			case tc.code == 0 && err != nil, tc.code != 0 && err == nil:
				t.Errorf("error %v, want code %d", err, tc.code)
			case err == nil:
				answer.Body.Close()
			case tc.code > 0 && (!errors.As(err, &status) || status.Code != tc.code):
				t.Errorf("error %v, want code %d", err, tc.code)
			case strings.Contains(err.Error(), "s3cret"):
				t.Errorf("a query is in %v", err)
			}
			if s.requests() != tc.requests || len(*pauses) != tc.requests-1 || int(body.opened.Load()) != tc.requests || !body.allClosed() {
				t.Errorf("%d requests, %d pauses, body opened %d and closed %d times; want %d", s.requests(), len(*pauses), body.opened.Load(), body.closed.Load(), tc.requests)
			}
			if requests, retries, _ := c.Counts(); int(requests) != tc.requests || int(retries) != tc.requests-1 {
				t.Errorf("counted %d requests, %d retries; want %d", requests, retries, tc.requests)
			}
		})
	}
}

// Pauses grow, and are as long as the server wishes, within reason.
func TestPauses(t *testing.T) {
	s := serve(t, say(503, ""))
	c, pauses := client(9)
	c.Do(t.Context(), httpretry.Request{Method: "GET", URL: s.URL})
	for i, d := range *pauses {
		if middle := min(250*time.Millisecond<<i, 8*time.Second); d < middle/2 || d >= middle*3/2 {
			t.Errorf("pause %d is %s, want one around %s", i+1, d, middle)
		}
	}
	for _, tc := range []struct {
		header   string
		from, to time.Duration
	}{
		{"7", 7 * time.Second, 7 * time.Second},
		{"86400", time.Minute, time.Minute},
		{time.Now().Add(30 * time.Second).UTC().Format(http.TimeFormat), 20 * time.Second, 30 * time.Second},
		{"-5", 0, time.Second},
		{"soon", 0, time.Second},
	} {
		s := serve(t, say(429, "", "Retry-After", tc.header), say(200, ""))
		c, pauses := client(2)
		if _, err := c.Do(t.Context(), httpretry.Request{Method: "GET", URL: s.URL}); err != nil {
			t.Fatal(err)
		}
		if d := (*pauses)[0]; d < tc.from || d > tc.to {
			t.Errorf("Retry-After: %s: pause %s, want %s to %s", tc.header, d, tc.from, tc.to)
		}
	}
}

// Each attempt sends the whole body.
func TestBodyIsSentAnew(t *testing.T) {
	s := serve(t)
	half := func(w http.ResponseWriter, r *http.Request) {
		io.CopyN(io.Discard, r.Body, 1<<20)
		panic(http.ErrAbortHandler)
	}
	s.answers = []http.HandlerFunc{half, half, s.take}
	c, _ := client(3)
	body := &counted{text: strings.Repeat("0123456789", 400_000)}
	answer, err := c.Do(t.Context(), httpretry.Request{Method: "PUT", URL: s.URL, Body: body.open, Size: int64(len(body.text))})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if len(s.bodies) != 1 || s.bodies[0] != body.text {
		t.Errorf("%d whole bodies came", len(s.bodies))
	}
}

// Of a large body nothing is sent to a server that will not have it.
func TestLargeBodyAsksFirst(t *testing.T) {
	s := serve(t, say(401, ""))
	c, _ := client(1)
	body := &counted{text: strings.Repeat("x", 3<<20)}
	if _, err := c.Do(t.Context(), httpretry.Request{Method: "PUT", URL: s.URL, Body: body.open, Size: 3 << 20}); err == nil || body.read.Load() != 0 {
		t.Errorf("%d bytes were read for a server that refuses: %v", body.read.Load(), err)
	}
}

// A source that fails is no trouble of the server's: one attempt, and its own error.
func TestSourceFails(t *testing.T) {
	broken := errors.New("the file is damaged")
	s := serve(t)
	s.answers = []http.HandlerFunc{s.take}
	for name, open := range map[string]func() (io.Reader, error){
		"cannot be opened": func() (io.Reader, error) { return nil, broken },
		"breaks off": func() (io.Reader, error) {
			return io.MultiReader(strings.NewReader("abc"), failing{broken}), nil
		},
	} {
		c, pauses := client(5)
		_, err := c.Do(t.Context(), httpretry.Request{Method: "PUT", URL: s.URL, Body: open, Size: 100})
		if !errors.Is(err, broken) || err.Error() != broken.Error() || len(*pauses) != 0 {
			t.Errorf("%s: %v after %d pauses", name, err, len(*pauses))
		}
	}
	if len(s.bodies) > 0 && s.bodies[0] == strings.Repeat("x", 100) {
		t.Error("the server took it for whole")
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestMissing(t *testing.T) {
	for _, code := range []int{404, 403} {
		s := serve(t, say(code, ""))
		c, _ := client(1)
		for method, missing := range map[string]bool{"GET": true, "HEAD": true, "PUT": false} {
			answer, err := c.Do(t.Context(), httpretry.Request{Method: method, URL: s.URL, Missing: missing})
			if (err == nil) != missing || missing && answer.StatusCode != code {
				t.Errorf("%s %d: %v", method, code, err)
			}
		}
	}
}

// An answer that breaks off is asked for again where all of it is wanted.
func TestWholeAnswers(t *testing.T) {
	s := serve(t, breakOff, breakOff, say(200, "all of it"))
	c, _ := client(3)
	answer, err := c.Do(t.Context(), httpretry.Request{Method: "GET", URL: s.URL, Whole: 100})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(answer.Body); err != nil || string(text) != "all of it" {
		t.Errorf("%q, %v", text, err)
	}
	c, _ = client(2)
	if _, err := c.Do(t.Context(), httpretry.Request{Method: "GET", URL: serve(t, breakOff).URL, Whole: 100}); err == nil || !strings.Contains(err.Error(), "reading the answer: unexpected EOF (tried 2 times)") {
		t.Errorf("error %v", err)
	}
}

// What only reads follows redirections, without taking credentials to another host.
func TestRedirections(t *testing.T) {
	var seen string
	end := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Get("Authorization")
		io.WriteString(w, "there")
	})
	start := serve(t, say(302, "", "Location", strings.Replace(end.URL, "127.0.0.1", "localhost", 1)))
	c, _ := client(1)
	c.Credential = func(r *http.Request) error {
		r.Header.Set("Authorization", "Bearer s3cret")
		return nil
	}
	answer, err := c.Do(t.Context(), httpretry.Request{Method: "GET", URL: start.URL})
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(answer.Body)
	if string(text) != "there" || seen != "" {
		t.Errorf("answer %q, Authorization %q", text, seen)
	}
}

func TestCancelled(t *testing.T) {
	s := serve(t, say(503, ""))
	c, _ := client(1000)
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	c.Pause = func(context.Context, time.Duration) error {
		cancel(why)
		return nil
	}
	if _, err := c.Do(ctx, httpretry.Request{Method: "GET", URL: s.URL}); !errors.Is(err, why) || s.requests() > 2 {
		t.Errorf("%v after %d requests", err, s.requests())
	}
}

// Nothing moves: given up. Little moves: not.
func TestStall(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	s := serve(t, func(http.ResponseWriter, *http.Request) { <-hang })
	c, _ := client(2)
	c.Stall, c.Answer = 50*time.Millisecond, 50*time.Millisecond
	if _, err := c.Do(t.Context(), httpretry.Request{Method: "GET", URL: s.URL}); err == nil || !strings.Contains(err.Error(), "nothing moved on the connection (tried 2 times)") {
		t.Errorf("a server that says nothing: %v", err)
	}
	slow := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for range 10 {
			io.WriteString(w, "x")
			w.(http.Flusher).Flush()
			time.Sleep(100 * time.Millisecond)
		}
	})
	c, _ = client(1)
	c.Stall, c.Answer = 800*time.Millisecond, 800*time.Millisecond
	answer, err := c.Do(t.Context(), httpretry.Request{Method: "GET", URL: slow.URL})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(answer.Body); err != nil || len(text) != 10 {
		t.Errorf("a slow answer: %q, %v", text, err)
	}
}
