variable "image_digest" {
  description = "Digest of the image, sha256:…, as the registry tells it."
  type        = string
  nullable    = false
}
