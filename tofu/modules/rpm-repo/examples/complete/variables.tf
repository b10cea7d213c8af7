variable "image_digest" {
  description = "Digest of nginx's image, sha256:…, as the registry tells it (docker buildx imagetools inspect docker.io/nginxinc/nginx-unprivileged:1.30.4-alpine3.24)."
  type        = string
  nullable    = false
}

variable "publish_image_digest" {
  description = "Digest of the image of the publication, sha256:…."
  type        = string
  nullable    = false
}
