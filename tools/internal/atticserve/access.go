package atticserve

import (
	"net/http"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
)

// allow finds a cache for a bearer with a permission. As in Attic, those who
// have no permission at all on a name are not even told whether there is such a
// cache.
func (h *Handler) allow(r *http.Request, name string, need atticjwt.Permission) (cacheregistry.Cache, error) {
	granted, reason := h.opts.Auth.Grants(r.Header.Get("Authorization"), name)
	c, ok := h.opts.Caches.Find(name)
	if ok && c.Public {
		granted |= atticjwt.Pull
	}
	switch {
	case granted == 0:
		return c, unauthorized(reason)
	case !ok:
		return c, cacheregistry.ErrUnknown
	}
	return c, require(granted, need, name, reason)
}

func unauthorized(reason error) error {
	e := &atticwire.Error{Code: http.StatusUnauthorized, Kind: atticwire.ErrUnauthorized, Message: "Unauthorized."}
	if reason != nil {
		e.Message = "Unauthorized: " + reason.Error() + "."
	}
	return e
}

// require names the permission that is missing.
func require(granted, need atticjwt.Permission, name string, reason error) error {
	if granted.Has(need) {
		return nil
	}
	message := "Access error: User does not have permission to complete this action: it needs \"" + need.String() + "\" on cache \"" + name + "\""
	if reason != nil {
		message += "; " + reason.Error()
	}
	return &atticwire.Error{Code: http.StatusForbidden, Kind: atticwire.ErrAccess, Message: message + "."}
}
