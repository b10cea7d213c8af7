// Package store keeps snapshots where others find them: directories, Bazel remote
// caches over HTTP and gRPC, and buckets of S3.
//
// A store is named by an URL:
//
//	DIR, file:///DIR                      a directory, such as one that CI carries from job to job
//	http[s]://HOST[:PORT][/PREFIX]        a Bazel remote cache: /ac/ and /cas/ below the prefix
//	grpc[s]://HOST[:PORT][/INSTANCE]      the same over REAPI: ActionCache, ContentAddressableStorage, ByteStream
//	s3://BUCKET[/PREFIX]?endpoint=…       a bucket, see package s3store
//
// In a remote cache a snapshot is the one output of an action that nobody runs: its
// command, its action and its result are all there, so that a server that validates
// results finds a valid one.
package store

import "context"

// A Backend keeps files by their names, which are of hexadecimal digits.
type Backend interface {
	// Get is the file with a name, and whether there is one.
	Get(ctx context.Context, name string) (data []byte, ok bool, err error)
	// Put keeps a file; a reader sees it whole or not at all.
	Put(ctx context.Context, name string, data []byte) error
}
