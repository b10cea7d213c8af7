package atticserve

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/nix-community/go-nix/pkg/narinfo"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpblob"
)

// maxInfo bounds the description of a path; atticd's default.
const maxInfo = 1 << 20

// upload stores a path: the NAR is compressed and verified as it comes in, and
// the path is seen by nobody before it is whole, signed and known to be sound.
func (h *Handler) upload(w http.ResponseWriter, r *http.Request) httpblob.Outcome {
	body := &counted{r: httpblob.Moving(w, r)}
	result, err := h.receive(r, body)
	if err != nil {
		o := fail(w, asError(err))
		o.In = body.n
		return o
	}
	o := reply(w, http.StatusOK, result)
	o.In = body.n
	return o
}

func (h *Handler) receive(r *http.Request, body io.Reader) (*atticwire.UploadPathResult, error) {
	sent, err := readInfo(r.Header, body)
	if err != nil {
		return nil, err
	}
	c, err := h.allow(r, sent.Cache, atticjwt.Push)
	if err != nil {
		return nil, err
	}
	info, err := newNarInfo(sent, c.StoreDir)
	if err != nil {
		return nil, err
	}
	if h.holds(c, sent.StorePathHash, info) {
		return &atticwire.UploadPathResult{Kind: atticwire.Deduplicated}, copyNAR(io.Discard, body, info)
	}
	existed, err := h.pack.pack(c.Name, body, info)
	if err != nil {
		return nil, err
	}
	if err := h.publish(c, sent.StorePathHash, info); err != nil {
		return nil, err
	}
	if existed {
		return &atticwire.UploadPathResult{Kind: atticwire.Deduplicated}, nil
	}
	return &atticwire.UploadPathResult{Kind: atticwire.Uploaded, FileSize: &info.FileSize}, nil
}

// holds reports whether the cache has just this path already. The upload is
// verified all the same: having a path is no proof for who only knows its hash.
func (h *Handler) holds(c cacheregistry.Cache, pathHash string, info *narinfo.NarInfo) bool {
	text, _, err := h.opts.Nix.Whole(c.Name, pathHash)
	if err != nil {
		return false
	}
	there := fmt.Sprintf("\nNarHash: %s\nNarSize: %d\nReferences: %s\n", info.NarHash, info.NarSize, joined(info.References))
	return bytes.HasPrefix(text, []byte("StorePath: "+info.StorePath+"\n")) && bytes.Contains(text, []byte(there))
}

// publish makes the path visible, unless its cache has gone meanwhile.
func (h *Handler) publish(c cacheregistry.Cache, pathHash string, info *narinfo.NarInfo) error {
	if err := c.Sign(info); err != nil {
		return err
	}
	key := cachestore.Key{Kind: cachestore.NarInfo, Cache: c.Name, Name: pathHash}
	return h.opts.Caches.While(c, func() error { return h.opts.Store.PutBytes(key, []byte(info.String())) })
}

// readInfo reads the description of a path from the header or, if that says so,
// from the beginning of the body.
func readInfo(header http.Header, body io.Reader) (atticwire.UploadPathNarInfo, error) {
	var info atticwire.UploadPathNarInfo
	text := []byte(header.Get(atticwire.HeaderNarInfo))
	if size := header.Get(atticwire.HeaderPreambleSize); size != "" {
		n, err := strconv.ParseUint(size, 10, 64)
		switch {
		case err != nil:
			return info, badRequest("%s must be a valid unsigned integer", atticwire.HeaderPreambleSize)
		case n > maxInfo:
			return info, badRequest("Upload info is too large: %d bytes, at most %d are accepted", n, maxInfo)
		}
		text = make([]byte, n)
		if _, err := io.ReadFull(body, text); err == io.EOF || err == io.ErrUnexpectedEOF {
			return info, badRequest("Upload info doesn't match specified size: the body ends before %d bytes", n)
		} else if err != nil {
			return info, &cachestore.ReadError{Err: err}
		}
	}
	if len(text) == 0 {
		return info, badRequest("%s must be set", atticwire.HeaderNarInfo)
	}
	return info, decode(text, &info)
}

// counted counts what is read.
type counted struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func joined(refs []string) string {
	var b bytes.Buffer
	for i, ref := range slices.Sorted(slices.Values(refs)) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(ref)
	}
	return b.String()
}
