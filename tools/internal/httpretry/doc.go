// Package httpretry makes HTTP requests that outlive the network's small troubles:
// broken connections, 429 and 5xx are tried again with growing pauses, a connection on
// which nothing moves is given up, and what a server finally refuses becomes an error
// that says what to do. All requests made by it must be idempotent.
package httpretry
