package s3store

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/minio/minio-go/v7"
)

// ErrNotFound is the error for an object that is not there.
var ErrNotFound = errors.New("no such object")

// ErrExists is the error of a conditional write whose condition does not hold.
var ErrExists = errors.New("the object exists, or is another one by now")

// Error is a refusal by the server, in words that say what to do.
type Error struct {
	// Doing is what was tried, as "writing s3://…".
	Doing string
	// Code is the protocol's, such as AccessDenied.
	Code string
	// Status is the HTTP status code; 0 when there was no answer.
	Status int
	// Remedy says what to do; may be empty.
	Remedy string
	err    error
}

// Error implements error.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s: %v", e.Doing, e.err)
	if e.Code != "" {
		text = fmt.Sprintf("%s: %s: %v", e.Doing, e.Code, e.err)
	}
	if e.Remedy != "" {
		text += "; " + e.Remedy
	}
	return text
}

// Unwrap is the cause: ErrNotFound, ErrExists or the SDK's error.
func (e *Error) Unwrap() error { return e.err }

// explain turns an error of the SDK into one that names the object and the remedy.
func (s *Store) explain(doing, key string, err error) error {
	if err == nil {
		return nil
	}
	e := &Error{Doing: doing + " " + s.location.URL() + key, err: err}
	var response minio.ErrorResponse
	if !errors.As(err, &response) {
		return e
	}
	e.Code, e.Status = response.Code, response.StatusCode
	e.Remedy = remedy(response)
	switch {
	case response.Code == "NoSuchKey", response.Code == "" && response.StatusCode == http.StatusNotFound:
		e.err = ErrNotFound
	case response.StatusCode == http.StatusPreconditionFailed, response.Code == "ConditionalRequestConflict":
		e.err = ErrExists
	}
	return e
}

func remedy(r minio.ErrorResponse) string {
	switch r.Code {
	case "NoSuchBucket":
		return "make the bucket, or correct its name in the URL"
	case "AccessDenied":
		return "the credentials (or none, when none were found) lack the permission: s3:GetObject, s3:PutObject, s3:ListBucket and s3:AbortMultipartUpload are needed"
	case "InvalidAccessKeyId", "SignatureDoesNotMatch", "XAdminUserNotFound":
		return "the credentials are wrong: see AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile in ~/.aws/credentials"
	case "ExpiredToken":
		return "the temporary credentials have expired: log in again"
	case "RequestTimeTooSkewed":
		return "this machine's clock differs too much from the server's: set it"
	case "AuthorizationHeaderMalformed", "PermanentRedirect":
		return "the bucket is in another region: give region=… in the URL"
	case "XMinioStorageFull", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded":
		return "the server has no space left for it: nothing was stored"
	}
	return ""
}
