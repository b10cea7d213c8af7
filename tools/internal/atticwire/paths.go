package atticwire

import "fmt"

// GetMissingPathsRequest asks which store paths a cache lacks; it needs the
// permission to push.
type GetMissingPathsRequest struct {
	Cache string `json:"cache"`
	// StorePathHashes are the first 32 characters of paths' names.
	StorePathHashes []string `json:"store_path_hashes"`
}

// GetMissingPathsResponse names those that are missing, in any order.
type GetMissingPathsResponse struct {
	MissingPaths []string `json:"missing_paths"`
}

// UploadPathNarInfo describes the path whose NAR is uploaded, uncompressed.
type UploadPathNarInfo struct {
	Cache         string `json:"cache"`
	StorePathHash string `json:"store_path_hash"`
	// StorePath is the full path, with the store's directory.
	StorePath string `json:"store_path"`
	// References are names of paths, without the store's directory.
	References []string `json:"references"`
	// System and Deriver are null in what the client attic sends.
	System  *string `json:"system"`
	Deriver *string `json:"deriver"`
	// Sigs are NAME:BASE64; atticd does not serve them again.
	Sigs []string `json:"sigs"`
	// CA is the content address, if there is one.
	CA *string `json:"ca"`
	// NarHash is sha256: and 64 hexadecimal or 52 Nix base 32 digits.
	NarHash string `json:"nar_hash"`
	// NarSize is in bytes.
	NarSize uint64 `json:"nar_size"`
}

// The kinds of UploadPathResult.
const (
	Uploaded     = "Uploaded"
	Deduplicated = "Deduplicated"
)

// UploadPathResult tells what became of an upload.
type UploadPathResult struct {
	Kind string `json:"kind"`
	// FileSize is the compressed size in bytes; absent when nothing was stored.
	FileSize *uint64 `json:"file_size,omitempty"`
	// FracDeduplicated is the part of the NAR that was there already, 0 to 1;
	// null where the server does not say.
	FracDeduplicated *float64 `json:"frac_deduplicated"`
}

// Error is the body of every answer that is no success.
type Error struct {
	// Code repeats the HTTP status.
	Code int `json:"code"`
	// Kind is one of the Err constants.
	Kind    string `json:"error"`
	Message string `json:"message"`
}

// Error is as the client attic prints it.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Kind, e.Message) }

// Kinds of errors, with their status codes in atticd.
const (
	ErrNotFound         = "NotFound"            // 404
	ErrUnauthorized     = "Unauthorized"        // 401: no permission at all on the cache, so that it is not even said to exist
	ErrInternal         = "InternalServerError" // 500
	ErrNoSuchCache      = "NoSuchCache"         // 404
	ErrCacheExists      = "CacheAlreadyExists"  // 400
	ErrNoSuchObject     = "NoSuchObject"        // 404
	ErrAccess           = "AccessError"         // 403: some permission on the cache, but not the needed one
	ErrRequest          = "RequestError"        // 400
	ErrInvalidCacheName = "InvalidCacheName"    // 500 in atticd, 400 here
)
