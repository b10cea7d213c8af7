variable "image_digest" {
  description = "Digest of the image, sha256:…, as the registry tells it (docker buildx imagetools inspect ghcr.io/cloudnative-pg/postgresql:18.6-minimal-trixie)."
  type        = string
  nullable    = false
}
