variable "image_digest" {
  description = "Digest of the image, sha256:…, as the registry tells it (docker buildx imagetools inspect docker.io/bagetter/bagetter:1.6.5)."
  type        = string
  nullable    = false
}
