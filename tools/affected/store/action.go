package store

import (
	"crypto/sha256"
	"fmt"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	"google.golang.org/protobuf/proto"
)

// output is the path of the snapshot among the outputs of its action.
const output = "snapshot"

// blob is content with its digest.
type blob struct {
	data   []byte
	digest *repb.Digest
}

func newBlob(data []byte) blob {
	sum := sha256.Sum256(data)
	return blob{data, &repb.Digest{Hash: fmt.Sprintf("%x", sum), SizeBytes: int64(len(data))}}
}

func message(m proto.Message) (blob, error) {
	data, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return blob{}, fmt.Errorf("writing a message of Bazel's remote cache: %w", err)
	}
	return newBlob(data), nil
}

// action is the action whose output a snapshot is, with the blobs that it refers
// to; itself first.
func action(name string) ([]blob, error) {
	command, err := message(&repb.Command{
		Arguments:   []string{"flywheel-affected", "snapshot", name},
		OutputPaths: []string{output},
	})
	if err != nil {
		return nil, err
	}
	root, err := message(&repb.Directory{})
	if err != nil {
		return nil, err
	}
	action, err := message(&repb.Action{CommandDigest: command.digest, InputRootDigest: root.digest})
	return []blob{action, command, root}, err
}

// result is the action's result.
func result(data *repb.Digest) *repb.ActionResult {
	return &repb.ActionResult{OutputFiles: []*repb.OutputFile{{Path: output, Digest: data}}}
}

// outputOf is the digest of the snapshot in a result; nil where there is none.
func outputOf(r *repb.ActionResult) *repb.Digest {
	for _, f := range r.GetOutputFiles() {
		if f.GetPath() == output && f.GetDigest().GetSizeBytes() > 0 && f.GetDigest().GetSizeBytes() <= maxSize {
			return f.GetDigest()
		}
	}
	return nil
}

// maxSize bounds what a server can make us keep in memory.
const maxSize = 1 << 30

// check says whether a blob is what its digest says.
func check(data []byte, want *repb.Digest) error {
	if got := newBlob(data).digest; got.Hash != want.GetHash() || got.SizeBytes != want.GetSizeBytes() {
		return fmt.Errorf("the server gave %d bytes with the digest %s, and %s was wanted", got.SizeBytes, got.Hash, want.GetHash())
	}
	return nil
}
