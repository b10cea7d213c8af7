package leanhttp

import (
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
)

// maxFields bounds the header fields of a request that is read here.
const maxFields = 32

// request is a request that is used again and again by one connection.
type request struct {
	http   http.Request
	url    url.URL
	values [maxFields]string // what http.Header's slices point to
}

// parse reads a header, up to and without its empty line. It returns false for
// everything that net/http should judge.
func (r *request) parse(head string) bool {
	line, fields, _ := strings.Cut(head, "\r\n")
	method, rest, _ := strings.Cut(line, " ")
	target, proto, _ := strings.Cut(rest, " ")
	if method != http.MethodGet && method != http.MethodHead && method != http.MethodPut || proto != "HTTP/1.1" || !plainPath(target) {
		return false
	}
	header := r.http.Header
	clear(header)
	r.url = url.URL{Path: target}
	r.http = http.Request{
		Method: method, URL: &r.url, RequestURI: target, Header: header,
		Proto: proto, ProtoMajor: 1, ProtoMinor: 1, ContentLength: -1, RemoteAddr: r.http.RemoteAddr,
	}
	for n := 0; fields != ""; n++ {
		line, fields, _ = strings.Cut(fields, "\r\n")
		name, value, ok := strings.Cut(line, ":")
		if !ok || n == maxFields || !only(name, isToken) || !only(value, isText) {
			return false
		}
		r.values[n] = strings.Trim(value, " \t")
		if !r.add(textproto.CanonicalMIMEHeaderKey(name), r.values[n:n+1:n+1]) {
			return false
		}
	}
	if r.http.ContentLength < 0 && method != http.MethodPut {
		r.http.ContentLength = 0
	}
	return r.http.Host != "" && r.http.ContentLength >= 0 && (method == http.MethodPut || r.http.ContentLength == 0)
}

// add takes one field. Fields that are there twice, or that change what a
// request means, are not for us.
func (r *request) add(name string, value []string) bool {
	switch name {
	case "Transfer-Encoding", "Expect", "Upgrade", "Te", "Trailer", "Range", "Http2-Settings":
		return false
	case "Connection":
		return strings.EqualFold(value[0], "keep-alive")
	case "Host":
		ok := r.http.Host == "" && only(value[0], isHost)
		r.http.Host = value[0]
		return ok
	case "Content-Length":
		n, err := strconv.ParseInt(value[0], 10, 64)
		if err != nil || !only(value[0], isDigit) || r.http.ContentLength >= 0 {
			return false
		}
		r.http.ContentLength = n
	}
	if _, twice := r.http.Header[name]; twice {
		return false
	}
	r.http.Header[name] = value
	return true
}

// plainPath accepts paths that mean the same escaped and unescaped.
func plainPath(s string) bool { return strings.HasPrefix(s, "/") && only(s, isPath) }

// only reports whether s is not empty and all its bytes are of a class. A
// field's value may be empty.
func only(s string, class func(byte) bool) bool {
	for i := range len(s) {
		if !class(s[i]) {
			return false
		}
	}
	return s != "" || class(' ')
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isAlnum(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }

func isPath(c byte) bool { return isAlnum(c) || strings.IndexByte("/-_.~+=:", c) >= 0 }

func isHost(c byte) bool { return isAlnum(c) || strings.IndexByte(".-:[]", c) >= 0 }

func isToken(c byte) bool { return isAlnum(c) || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0 }

func isText(c byte) bool { return c >= ' ' && c <= '~' || c == '\t' }
