// Package leanhttp serves plain HTTP/1.1 requests with few instructions and
// leaves all others to net/http.
//
// A connection begins in a small loop of this package. It takes a request only
// if there is exactly one way to read it: GET, HEAD or PUT of a path of plain
// characters, one Host, at most one Content-Length and no other framing, well
// under the size limits. The first request that is anything else (chunked,
// Expect, Range, Upgrade, Connection, percent encoding, HTTP/1.0, a header that
// is long, folded or malformed) is handed to net/http untouched, with its
// connection, which stays there. So whatever is odd is judged in one place.
//
// What makes the loop cheap: no goroutine that watches the connection while a
// handler runs, no context, no deadline per request, one read and one write for
// a small request, and a request and a response that are used again.
package leanhttp
