package cachehttp

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpblob"
)

const octets = "application/octet-stream"

// bazel serves /ac/<hash> and /cas/<hash> below any instance prefix.
func (h *Handler) bazel(w http.ResponseWriter, r *http.Request, instance, kind, hash string) httpblob.Outcome {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPut:
		return httpblob.MethodNotAllowed(w, r, kind, "GET, HEAD, PUT")
	case !bazelcache.ValidHash(hash):
		return httpblob.Fail(w, kind, http.StatusBadRequest, "%q: want a SHA-256 in 64 lower-case hexadecimal digits", hash)
	}
	if err := h.opts.Auth.Check(r.Header.Get("Authorization"), permission(r), cachestore.BazelCache); err != nil {
		return httpblob.FailWith(w, kind, err)
	}
	switch {
	case kind == "ac" && r.Method == http.MethodPut:
		return h.putAction(w, r, instance, hash)
	case kind == "ac":
		return h.getAction(w, r, instance, hash)
	case r.Method == http.MethodPut:
		return h.blobs.Receive(w, r, bazelcache.CASKey(hash))
	case hash == bazelcache.EmptySHA256:
		return send(w, r, "cas", nil)
	}
	return h.blobs.Send(w, r, bazelcache.CASKey(hash), octets)
}

// putAction stores what is an action result and nothing else.
func (h *Handler) putAction(w http.ResponseWriter, r *http.Request, instance, hash string) httpblob.Outcome {
	data, o, ok := httpblob.Body(w, r, "ac", min(bazelcache.MaxMessage, h.blobs.Store.MaxBlobBytes()))
	if !ok {
		return o
	}
	if len(data) == 0 {
		return httpblob.Fail(w, "ac", http.StatusBadRequest, "an empty body is no action result")
	}
	if _, err := bazelcache.ParseActionResult(data); err != nil {
		return httpblob.Fail(w, "ac", http.StatusBadRequest, "%v", err)
	}
	if err := h.opts.Bazel.PutActionResult(instance, hash, data); err != nil {
		return httpblob.FailWith(w, "ac", err)
	}
	return httpblob.Created(w, "ac", int64(len(data)))
}

// getAction returns an action result whose outputs are all there.
func (h *Handler) getAction(w http.ResponseWriter, r *http.Request, instance, hash string) httpblob.Outcome {
	data, _, err := h.opts.Bazel.ActionResult(instance, hash)
	if err != nil {
		o := httpblob.Fail(w, "ac", actionCode(err), "action %s: %v", hash, err)
		o.Lookup = true
		return o
	}
	return send(w, r, "ac", data)
}

func actionCode(err error) int {
	if errors.Is(err, bazelcache.ErrIncomplete) || errors.Is(err, bazelcache.ErrInvalid) {
		return http.StatusNotFound
	}
	return httpblob.Code(err)
}

// send answers GET and HEAD with bytes in memory.
func send(w http.ResponseWriter, r *http.Request, kind string, data []byte) httpblob.Outcome {
	w.Header()["Content-Type"] = []string{octets}
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(data))}
	o := httpblob.Outcome{Kind: kind, Code: http.StatusOK, Lookup: true}
	if r.Method == http.MethodGet {
		n, _ := w.Write(data) // the client has gone: nobody is left to be told
		o.Out = int64(n)
	}
	return o
}
