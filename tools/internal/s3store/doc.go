// Package s3store keeps objects in a bucket of Amazon S3 or of a server that
// speaks its protocol (MinIO, SeaweedFS, Ceph, R2).
//
// A bucket is named by an URL with the parameters of Nix's S3 stores:
//
//	s3://BUCKET[/PREFIX]?endpoint=HOST[:PORT]&region=REGION&scheme=https&profile=NAME&addressing-style=auto
//
// Credentials come from the first of these that has some: the named profile of the
// shared credentials file (then nothing else is asked), AWS_ACCESS_KEY_ID and
// AWS_SECRET_ACCESS_KEY, MINIO_ROOT_USER/MINIO_ACCESS_KEY and their secrets, the shared
// credentials file, and the role of the machine or container, unless
// AWS_EC2_METADATA_DISABLED is true. With none of them requests are anonymous.
package s3store
