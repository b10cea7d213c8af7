variable "image_digest" {
  description = "Digest of Nexus' image, sha256:…, as the registry tells it (docker buildx imagetools inspect docker.io/sonatype/nexus3:3.96.3)."
  type        = string
  nullable    = false
}

variable "client_image_digest" {
  description = "Digest of curl's image, sha256:…."
  type        = string
  nullable    = false
}
