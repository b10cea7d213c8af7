package pushbench_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zstd"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushbench"
)

func read(t *testing.T, b pushbench.Blob) []byte {
	t.Helper()
	data, err := io.ReadAll(b.Open())
	if err != nil || int64(len(data)) != b.Size {
		t.Fatalf("%+v: %d bytes, %v", b, len(data), err)
	}
	return data
}

func TestBlobs(t *testing.T) {
	b := pushbench.Blob{Run: "0123", Index: 7, Size: 64 << 10}
	data := read(t, b)
	if !strings.HasPrefix(string(data), "throw-away content of nixpush bench, run 0123, blob 7: may be deleted\n") {
		t.Errorf("it does not say what it is: %q", data[:80])
	}
	if !bytes.Equal(data, read(t, b)) {
		t.Error("a repetition sends other content")
	}
	if got, err := io.ReadAll(iotest.OneByteReader(b.Open())); err != nil || !bytes.Equal(got, data) {
		t.Errorf("read byte by byte it is another: %v", err)
	}
	other := b
	other.Index = 8
	if bytes.Contains(read(t, other), data[4096:4096+64]) {
		t.Error("two blobs share content: a server that deduplicates would look fast")
	}
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(encoder.EncodeAll(data, nil)); n < len(data)*99/100 {
		t.Errorf("it compresses to %d of %d bytes: the network would look fast", n, len(data))
	}
	if one := (pushbench.Blob{Run: "r", Size: 10}); len(read(t, one)) != 10 {
		t.Error("a blob can be shorter than its label")
	}
	if pushbench.NewRun() == pushbench.NewRun() {
		t.Error("two runs have one name")
	}
}
