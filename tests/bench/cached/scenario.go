package main

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/server"
)

// scenario is a sequence of measurements of one server that starts empty.
type scenario struct {
	name    string
	servers []string
	against string // the row that the sum is compared with, if not nginx's
	run     func(ctx context.Context, m *meter, d *data) error
}

func scenarios() []scenario {
	both, ours := []string{server.Cached, server.Nginx}, []string{server.Cached}
	return []scenario{
		{"bazel-small", both, "", func(ctx context.Context, m *meter, d *data) error {
			return bazelHTTP(ctx, m, "bazel-small", d.small, smallClients)
		}},
		{"bazel-large", both, "", func(ctx context.Context, m *meter, d *data) error {
			return bazelHTTP(ctx, m, "bazel-large", d.large, largeClients)
		}},
		{"nix-small", both, "", func(ctx context.Context, m *meter, d *data) error {
			return nixHTTP(ctx, m, "nix-small", d.smallPaths, smallClients)
		}},
		{"nix-large", both, "", func(ctx context.Context, m *meter, d *data) error {
			return nixHTTP(ctx, m, "nix-large", d.largePaths, largeClients)
		}},
		{"grpc-small", ours, "", grpcSmall}, // looks for every blob many times: its sum compares with nothing
		{"grpc-large", ours, "bazel-large altogether", grpcLarge},
	}
}

// httpLoad measures n requests made by clients that are connected already.
func httpLoad(ctx context.Context, m *meter, op operation, clients, n int, do func(c *conn, i int) error) error {
	conns, err := dial(ctx, m.server.Address, clients)
	if err != nil {
		return err
	}
	defer closeAll(conns)
	return m.measure(ctx, op, func() error { return each(ctx, conns, n, do) })
}

// bazelHTTP uploads blobs, asks for them and downloads them, as Bazel's HTTP
// cache.
func bazelHTTP(ctx context.Context, m *meter, name string, blobs []*blob, clients int) error {
	n, bytes := len(blobs), total(blobs)
	path := func(i int) string { return "/cas/" + blobs[i].hash() }
	err := httpLoad(ctx, m, operation{name + " PUT", n, bytes, ""}, clients, n, func(c *conn, i int) error {
		return c.put(path(i), blobs[i])
	})
	if err != nil {
		return err
	}
	if clients == smallClients {
		err := httpLoad(ctx, m, operation{name + " HEAD", n, 0, ""}, clients, n, func(c *conn, i int) error {
			return c.headOf(path(i), blobs[i].size)
		})
		if err != nil {
			return err
		}
	}
	return httpLoad(ctx, m, operation{name + " GET", n, bytes, ""}, clients, n, func(c *conn, i int) error {
		return download(c, path(i), blobs[i], i)
	})
}

// sampled says which downloads are compared with what was uploaded; of the
// others only the size is checked, since comparing takes the servers' processors.
func sampled(i int) bool { return i%10 == 0 }

func download(c *conn, path string, b *blob, i int) error {
	if !sampled(i) {
		return c.get(path, b.size, io.Discard)
	}
	match := b.matcher()
	if err := c.get(path, b.size, match); err != nil {
		return err
	}
	if !match.matched() {
		return &wrongAnswer{fmt.Sprintf("GET %s: not what was uploaded", path)}
	}
	return nil
}

// nixHTTP uploads store paths as `nix copy` does, each NAR before its narinfo,
// and downloads them as a substituter is used, each narinfo before its NAR.
func nixHTTP(ctx context.Context, m *meter, name string, paths []*nixPath, clients int) error {
	n, size, at := len(paths), int64(0), m.server.Cache
	for _, p := range paths {
		size += p.nar.size + p.info.size
	}
	err := httpLoad(ctx, m, operation{name + " PUT", 2 * n, size, ""}, clients, n, func(c *conn, i int) error {
		if err := c.put(at+paths[i].narURL, paths[i].nar); err != nil {
			return err
		}
		return c.put(at+paths[i].infoURL, paths[i].info)
	})
	if err != nil {
		return err
	}
	return httpLoad(ctx, m, operation{name + " GET", 2 * n, size, ""}, clients, n, func(c *conn, i int) error {
		var info bytes.Buffer
		if err := c.get(at+paths[i].infoURL, -1, &info); err != nil {
			return err
		}
		if sampled(i) {
			if err := paths[i].checkInfo(info.Bytes()); err != nil {
				return err
			}
		}
		return download(c, at+paths[i].narURL, paths[i].nar, i)
	})
}
