package localcache

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
)

// CheckAddress says whether addr is a host:port on which a server can listen
// and which clients can be told: the port is a fixed number.
func CheckAddress(addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("address %q is not host:port, such as 127.0.0.1:8380 or [::1]:8380", addr)
	}
	if host == "" {
		return fmt.Errorf("address %q names no host: write 127.0.0.1:%s for this machine only, or 0.0.0.0:%s for every interface", addr, port, port)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
		return fmt.Errorf("address %q has no fixed port: it must be a number from 1 to 65535", addr)
	}
	return nil
}

// IsLoopback says whether addr can be reached from this machine only.
func IsLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// DialAddress is the address at which a client on this machine reaches a
// server that listens on addr: an unspecified host (0.0.0.0, ::) becomes the
// loopback address of its family.
func DialAddress(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsUnspecified() {
		return addr
	}
	if ip.Is4() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return net.JoinHostPort("::1", port)
}

// HTTPURL is the URL of the HTTP side of a server listening on addr: the
// Bazel HTTP cache, /status, /healthz and /metrics.
func HTTPURL(addr string) string { return "http://" + DialAddress(addr) }

// GRPCURL is the URL of the gRPC side, as --remote_cache takes it.
func GRPCURL(addr string) string { return "grpc://" + DialAddress(addr) }

// NixCacheURL is the substituter URL of the named Nix cache.
func NixCacheURL(addr, cache string) string { return HTTPURL(addr) + "/" + cache }
