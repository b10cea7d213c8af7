package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
)

// wrongAnswer is a server's answer that it must not give.
type wrongAnswer struct{ what string }

// Error implements error.
func (w *wrongAnswer) Error() string { return "wrong answer: " + w.what }

const readBuffer = 256 << 10

// conn is a kept-alive HTTP/1.1 connection. It is not net/http because a client
// must cost little where the server shares its processors; it understands what
// the two servers answer.
type conn struct {
	net  net.Conn
	host string
	in   *bufio.Reader
	head bytes.Buffer
	buf  []byte
	stop func() bool
}

// dial opens n connections, which end with ctx at the latest.
func dial(ctx context.Context, address string, n int) ([]*conn, error) {
	var conns []*conn
	for range n {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err != nil {
			closeAll(conns)
			return nil, fmt.Errorf("connecting to %s: %w", address, err)
		}
		conns = append(conns, &conn{
			net: c, host: address, in: bufio.NewReaderSize(c, 64<<10), buf: make([]byte, readBuffer),
			stop: context.AfterFunc(ctx, func() { c.Close() }),
		})
	}
	return conns, nil
}

func closeAll(conns []*conn) {
	for _, c := range conns {
		c.stop()
		c.net.Close()
	}
}

// put uploads a blob.
func (c *conn) put(path string, b *blob) error {
	c.request("PUT", path)
	fmt.Fprintf(&c.head, "Content-Length: %d\r\n\r\n", b.size)
	pieces := append(net.Buffers{c.head.Bytes()}, b.parts...)
	if _, err := pieces.WriteTo(c.net); err != nil {
		return fmt.Errorf("PUT %s: %w", path, err)
	}
	return c.answer("PUT", path, -1, io.Discard)
}

// headOf asks whether there is something of a size.
func (c *conn) headOf(path string, size int64) error { return c.ask("HEAD", path, size, io.Discard) }

// get downloads size bytes to w; -1 is any number.
func (c *conn) get(path string, size int64, w io.Writer) error { return c.ask("GET", path, size, w) }

func (c *conn) ask(method, path string, size int64, w io.Writer) error {
	c.request(method, path)
	c.head.WriteString("\r\n")
	if _, err := c.net.Write(c.head.Bytes()); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return c.answer(method, path, size, w)
}

// request starts a request's header.
func (c *conn) request(method, path string) {
	c.head.Reset()
	fmt.Fprintf(&c.head, "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: flywheel-bench\r\n", method, path, c.host)
}

// answer reads a response. size is the expected Content-Length, or -1.
func (c *conn) answer(method, path string, size int64, w io.Writer) error {
	code, length, err := c.readHeader()
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if code/100 != 2 {
		text, _ := io.ReadAll(io.LimitReader(c.in, min(max(length, 0), 300)))
		return &wrongAnswer{fmt.Sprintf("%s %s: status %d: %s", method, path, code, bytes.TrimSpace(text))}
	}
	if length < 0 || size >= 0 && length != size {
		return &wrongAnswer{fmt.Sprintf("%s %s: Content-Length is %d, want %d", method, path, length, size)}
	}
	if method == "HEAD" {
		return nil
	}
	for left := length; left > 0; {
		n, err := c.in.Read(c.buf[:min(left, readBuffer)])
		if err != nil {
			return fmt.Errorf("%s %s: reading the body: %w", method, path, err)
		}
		w.Write(c.buf[:n]) //nolint:errcheck // matchers and buffers in memory do not fail
		left -= int64(n)
	}
	return nil
}

// readHeader reads the status code and Content-Length, -1 if there is none.
func (c *conn) readHeader() (code int, length int64, err error) {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, 0, fmt.Errorf("reading the response: %w", err)
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return 0, 0, &wrongAnswer{fmt.Sprintf("status line %q", line)}
	}
	if code, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, 0, &wrongAnswer{fmt.Sprintf("status line %q", line)}
	}
	length = -1
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, 0, fmt.Errorf("reading the response's header: %w", err)
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			return code, length, nil
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64); err != nil {
				return 0, 0, &wrongAnswer{fmt.Sprintf("header line %q", line)}
			}
		}
	}
}
