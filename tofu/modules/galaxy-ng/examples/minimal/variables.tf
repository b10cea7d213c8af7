variable "image_digest" {
  description = "Digest of the server's image, sha256:…, as the registry tells it (docker buildx imagetools inspect quay.io/ansible/galaxy-ng:main)."
  type        = string
  nullable    = false
}

variable "web_image_digest" {
  description = "Digest of the web pods' image, sha256:…."
  type        = string
  nullable    = false
}
