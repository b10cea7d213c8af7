variable "image_digest" {
  description = "Digest of the operator's image, sha256:…, as the registry tells it."
  type        = string
  nullable    = false
}

variable "sidecar_image_digest" {
  description = "Digest of the sidecar's image, sha256:…, as the registry tells it."
  type        = string
  nullable    = false
}
