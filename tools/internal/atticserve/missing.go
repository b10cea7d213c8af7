package atticserve

import (
	"errors"
	"net/http"

	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpblob"
)

// maxMissing bounds a question for missing paths: some two million of them.
const maxMissing = 64 << 20

// missing says which paths a cache lacks. Paths that are there count as used,
// so that a push that need not upload them keeps them all the same.
func (h *Handler) missing(w http.ResponseWriter, r *http.Request) httpblob.Outcome {
	var req atticwire.GetMissingPathsRequest
	if err := readJSON(w, r, maxMissing, &req); err != nil {
		return fail(w, asError(err))
	}
	c, err := h.allow(r, req.Cache, atticjwt.Push)
	if err != nil {
		return fail(w, asError(err))
	}
	resp, asked := atticwire.GetMissingPathsResponse{MissingPaths: []string{}}, map[string]bool{}
	for _, hash := range req.StorePathHashes {
		if !validPathHash(hash) {
			return fail(w, &atticwire.Error{Code: http.StatusBadRequest, Kind: "InvalidStorePathHash", Message: "Invalid store path hash " + quote(hash) + ": want 32 digits of Nix's base 32"})
		}
		if asked[hash] {
			continue
		}
		asked[hash] = true
		_, _, err := h.opts.Nix.Whole(c.Name, hash)
		if errors.Is(err, cachestore.ErrNotFound) {
			resp.MissingPaths = append(resp.MissingPaths, hash)
		} else if err != nil {
			return fail(w, asError(err))
		}
	}
	return reply(w, http.StatusOK, resp)
}

// validPathHash accepts the hash part of a store path's name.
func validPathHash(s string) bool {
	return len(s) == 32 && nixbase32.ValidateString(s) == nil
}
