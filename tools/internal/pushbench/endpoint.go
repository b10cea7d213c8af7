package pushbench

import (
	"context"
	"errors"
)

// Endpoint is a cache as a push uses it. Many goroutines may use it at once.
type Endpoint interface {
	// Prepare finds out whether what is uploaded can be removed again, and where it
	// goes. It is an error of type [ConsentError] if it would stay and leave is false.
	Prepare(ctx context.Context, run string, leave bool) error
	// Ask is the smallest question: whether one path is there.
	Ask(ctx context.Context, hash string) error
	// AskAll asks for many paths as a push does, in up to atOnce requests at a time. It
	// returns how many requests that took.
	AskAll(ctx context.Context, hashes []string, atOnce int) (requests int, err error)
	// Batches says that AskAll asks for all paths in one request.
	Batches() bool
	// Put uploads a blob.
	Put(ctx context.Context, b Blob) error
	// Get downloads a blob that was uploaded, and returns the bytes that came.
	Get(ctx context.Context, b Blob) (int64, error)
	// Remove removes everything that was uploaded, and returns what stays.
	Remove(ctx context.Context) []string
	// Requests are those made so far, with those that were repeated.
	Requests() (requests, retries int64)
}

// ConsentError says that a cache would keep what is uploaded to it.
type ConsentError struct{ Reason string }

// Error implements error.
func (e *ConsentError) Error() string {
	return e.Reason + ": what is uploaded to measure would stay there. Allow that with --leave-content, or measure questions alone with --read-only"
}

// errWrong is the error for content that came back other than it was uploaded.
var errWrong = errors.New("what was downloaded is not what was uploaded")
