package cachegrpc

import (
	"strconv"
	"strings"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
)

// resource is a parsed name of the ByteStream service.
type resource struct {
	digest *repb.Digest
	zstd   bool
}

// parseRead reads [instance/](blobs|compressed-blobs/zstd)/<hash>/<size>.
func parseRead(name string) (resource, error) {
	return parse(name, strings.Split(name, "/"), false)
}

// parseWrite reads [instance/]uploads/<uuid>/(blobs|compressed-blobs/zstd)/<hash>/<size>[/anything].
func parseWrite(name string) (resource, error) {
	segments := strings.Split(name, "/")
	for i, s := range segments {
		if s == "uploads" && i+2 < len(segments) && segments[i+1] != "" {
			return parse(name, segments[i+2:], true)
		}
	}
	return resource{}, badResource(name, "want [instance/]uploads/<uuid>/blobs/<hash>/<size>")
}

// parse finds the blobs or compressed-blobs segment. In a name to read the
// instance comes before it; in one to write, it comes first and something may
// follow the size.
func parse(name string, segments []string, write bool) (r resource, err error) {
	at := 0
	for !write && at < len(segments) && segments[at] != "blobs" && segments[at] != "compressed-blobs" {
		at++
	}
	rest := segments[at:]
	switch {
	case len(rest) > 0 && rest[0] == "blobs":
		rest = rest[1:]
	case len(rest) > 1 && rest[0] == "compressed-blobs" && rest[1] == "zstd":
		rest, r.zstd = rest[2:], true
	case len(rest) > 1 && rest[0] == "compressed-blobs":
		return r, badResource(name, "compressor "+rest[1]+" is not supported, only zstd")
	default:
		return r, badResource(name, "want blobs/<hash>/<size> or compressed-blobs/zstd/<hash>/<size>")
	}
	if len(rest) < 2 || !write && len(rest) > 2 {
		return r, badResource(name, "want a hash and a size, separated by a slash")
	}
	size, err := strconv.ParseInt(rest[1], 10, 64)
	if err != nil {
		return r, badResource(name, "the size is no number")
	}
	r.digest = &repb.Digest{Hash: rest[0], SizeBytes: size}
	if err := bazelcache.CheckDigest(r.digest); err != nil {
		return r, badResource(name, err.Error())
	}
	return r, nil
}

func badResource(name, why string) error {
	return status.Errorf(codes.InvalidArgument, "resource name %q: %s", name, why)
}
