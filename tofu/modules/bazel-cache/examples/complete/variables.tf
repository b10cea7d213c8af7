variable "image_digest" {
  description = "Digest of the image, sha256:…, as the registry tells it (docker buildx imagetools inspect quay.io/bazel-remote/bazel-remote:v2.6.2)."
  type        = string
  nullable    = false
}
