package main

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

func compressed(t *testing.T, text string) int {
	t.Helper()
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return len(enc.EncodeAll([]byte(text), nil))
}

// echo is a server that sends back what it gets.
func echo(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				io.Copy(c, c) //nolint:errcheck // it ends as the client ends
			}()
		}
	}()
	return l.Addr().String()
}

// What is sent arrives whole, in order and no earlier than the round trip; how much later is
// the machine's business.
func TestFarServer(t *testing.T) {
	const roundTrip = 30 * time.Millisecond
	f, err := newFar(t.Context(), echo(t), roundTrip)
	if err != nil {
		t.Fatal(err)
	}
	defer f.stop()
	began := time.Now()
	c, err := net.Dial("tcp", f.address())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	text := strings.Repeat("0123456789", 100_000)
	go func() {
		io.WriteString(c, text)       //nolint:errcheck // the reader sees what is missing
		c.(*net.TCPConn).CloseWrite() //nolint:errcheck
	}()
	first := make([]byte, 1)
	if _, err := io.ReadFull(c, first); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < 2*roundTrip {
		t.Errorf("the first byte is back after %s: the handshake and the data take a round trip of %s each", took, roundTrip)
	}
	rest, err := io.ReadAll(c)
	if err != nil {
		t.Fatal(err)
	}
	if string(first)+string(rest) != text {
		t.Errorf("%d bytes came back, want the %d that were sent", 1+len(rest), len(text))
	}
}
