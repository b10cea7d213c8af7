// Package atticwire has the JSON of Attic's HTTP API, version 1, as the server
// atticd and the client attic of github.com/zhaofengli/attic read and write it
// (commit b7c9056, June 2026).
//
//	POST   /_api/v1/get-missing-paths     GetMissingPathsRequest -> GetMissingPathsResponse
//	PUT    /_api/v1/upload-path           UploadPathNarInfo, NAR -> UploadPathResult
//	GET    /_api/v1/cache-config/{cache}  -> CacheConfig; the same as /{cache}/attic-cache-info
//	POST   /_api/v1/cache-config/{cache}  CreateCacheRequest
//	PATCH  /_api/v1/cache-config/{cache}  CacheConfig: the fields to change
//	DELETE /_api/v1/cache-config/{cache}
//
// Answers without a value have an empty body; every error is an Error.
package atticwire

// Endpoints, relative to the server's URL.
const (
	GetMissingPaths = "/_api/v1/get-missing-paths"
	UploadPath      = "/_api/v1/upload-path"
	CacheConfigBase = "/_api/v1/cache-config/"
)

// Headers of upload-path. The description of the path is the value of the first
// or, when it is long (the client's limit is 4 KiB), stands before the NAR in the body, with
// its size in the second.
const (
	HeaderNarInfo      = "X-Attic-Nar-Info"
	HeaderPreambleSize = "X-Attic-Nar-Info-Preamble-Size"
)
