variable "image_digest" {
  description = "Digest of the server's image, sha256:…, as the registry tells it."
  type        = string
  nullable    = false
}

variable "client_image_digest" {
  description = "Digest of mc's image, sha256:…, as the registry tells it."
  type        = string
  nullable    = false
}
