package bazelcache

import (
	"errors"
	"fmt"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	"google.golang.org/protobuf/proto"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// ParseActionResult decodes and checks an ActionResult: every digest in it must
// be one and every output must have a path.
func ParseActionResult(data []byte) (*repb.ActionResult, error) {
	var ar repb.ActionResult
	if err := proto.Unmarshal(data, &ar); err != nil {
		return nil, fmt.Errorf("%w: not an ActionResult message: %v", ErrInvalid, err)
	}
	if n := len(ar.ProtoReflect().GetUnknown()); n > 0 && n == len(data) {
		return nil, fmt.Errorf("%w: not an ActionResult message: it has none of its fields", ErrInvalid)
	}
	return &ar, CheckActionResult(&ar)
}

// CheckActionResult checks a decoded ActionResult.
func CheckActionResult(ar *repb.ActionResult) error {
	for _, f := range ar.GetOutputFiles() {
		if f.GetPath() == "" {
			return fmt.Errorf("%w: an output file has no path", ErrInvalid)
		}
		if err := CheckDigest(f.GetDigest()); err != nil {
			return fmt.Errorf("output file %q: %w", f.GetPath(), err)
		}
	}
	for _, d := range ar.GetOutputDirectories() {
		for _, digest := range directoryDigests(d) {
			if err := CheckDigest(digest); err != nil {
				return fmt.Errorf("output directory %q: %w", d.GetPath(), err)
			}
		}
	}
	for _, d := range streamDigests(ar) {
		if err := CheckDigest(d); err != nil {
			return fmt.Errorf("stdout or stderr: %w", err)
		}
	}
	return nil
}

// directoryDigests are the one or two ways in which an output directory is
// described; without either it is invalid, which a nil digest stands for.
func directoryDigests(d *repb.OutputDirectory) []*repb.Digest {
	var out []*repb.Digest
	if d.GetTreeDigest() != nil {
		out = append(out, d.GetTreeDigest())
	}
	if d.GetRootDirectoryDigest() != nil {
		out = append(out, d.GetRootDirectoryDigest())
	}
	if len(out) == 0 {
		out = append(out, nil)
	}
	return out
}

func streamDigests(ar *repb.ActionResult) []*repb.Digest {
	var out []*repb.Digest
	for _, d := range []*repb.Digest{ar.GetStdoutDigest(), ar.GetStderrDigest()} {
		if d != nil {
			out = append(out, d)
		}
	}
	return out
}

// ActionResult returns an action result, serialized and decoded, if every
// output that it names is in the CAS; otherwise ErrIncomplete, ErrNotFound or a
// disk's error. Asking is a use of the result and of all its outputs.
func (c *Cache) ActionResult(instance, hash string) ([]byte, *repb.ActionResult, error) {
	data, err := c.store.Read(ACKey(instance, hash), nil, MaxMessage)
	if err != nil {
		return nil, nil, err
	}
	ar, err := ParseActionResult(data)
	if err != nil {
		return nil, nil, err
	}
	if err := c.complete(ar); err != nil {
		return nil, nil, err
	}
	return data, ar, nil
}

// PutActionResult stores a checked action result.
func (c *Cache) PutActionResult(instance, hash string, data []byte) error {
	return c.store.PutBytes(ACKey(instance, hash), data)
}

func (c *Cache) complete(ar *repb.ActionResult) error {
	for _, f := range ar.GetOutputFiles() {
		if !c.Has(f.GetDigest()) {
			return incomplete("output file "+f.GetPath(), f.GetDigest())
		}
	}
	for _, d := range streamDigests(ar) {
		if !c.Has(d) {
			return incomplete("stdout or stderr", d)
		}
	}
	for _, d := range ar.GetOutputDirectories() {
		if err := c.completeDirectory(d); err != nil {
			return err
		}
	}
	return nil
}

func incomplete(what string, d *repb.Digest) error {
	return fmt.Errorf("%w: %s, %s/%d", ErrIncomplete, what, d.GetHash(), d.GetSizeBytes())
}

func (c *Cache) completeDirectory(d *repb.OutputDirectory) error {
	if tree := d.GetTreeDigest(); tree != nil {
		if err := c.completeTree(d.GetPath(), tree); err != nil {
			return err
		}
	}
	if root := d.GetRootDirectoryDigest(); root != nil {
		return c.Walk(root, func(dir *repb.Directory) error { return c.completeFiles(d.GetPath(), dir) })
	}
	return nil
}

func (c *Cache) completeTree(path string, digest *repb.Digest) error {
	var tree repb.Tree
	if !c.Has(digest) {
		return incomplete("tree of "+path, digest)
	}
	if err := c.Message(digest, &tree); err != nil {
		return asIncomplete(err, "tree of "+path, digest)
	}
	for _, dir := range append(tree.GetChildren(), tree.GetRoot()) {
		if err := c.completeFiles(path, dir); err != nil {
			return err
		}
	}
	return nil
}

func (c *Cache) completeFiles(path string, dir *repb.Directory) error {
	for _, f := range dir.GetFiles() {
		if CheckDigest(f.GetDigest()) != nil || !c.Has(f.GetDigest()) {
			return incomplete("file "+f.GetName()+" of "+path, f.GetDigest())
		}
	}
	return nil
}

// asIncomplete turns the absence of a blob into ErrIncomplete.
func asIncomplete(err error, what string, d *repb.Digest) error {
	if errors.Is(err, cachestore.ErrNotFound) || errors.Is(err, ErrInvalid) || errors.Is(err, cachestore.ErrTooLarge) {
		return incomplete(what, d)
	}
	return err
}

// Walk calls visit for the directory root and everything below it, each
// distinct directory once, parents first. A missing directory is ErrIncomplete.
func (c *Cache) Walk(root *repb.Digest, visit func(*repb.Directory) error) error {
	queue, seen := []*repb.Digest{root}, map[string]bool{root.GetHash(): true}
	for len(queue) > 0 {
		d := queue[0]
		queue = queue[1:]
		var dir repb.Directory
		if err := CheckDigest(d); err != nil {
			return err
		}
		if err := c.Message(d, &dir); err != nil {
			return asIncomplete(err, "directory", d)
		}
		if err := visit(&dir); err != nil {
			return err
		}
		for _, sub := range dir.GetDirectories() {
			if h := sub.GetDigest().GetHash(); !seen[h] {
				seen[h] = true
				queue = append(queue, sub.GetDigest())
			}
		}
	}
	return nil
}
