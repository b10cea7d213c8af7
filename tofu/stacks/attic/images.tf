locals {
  placeholders = [
    for image in [var.object_store.minio == null ? null : var.object_store.minio.image, var.object_store.minio == null ? null : var.object_store.minio.client_image, var.object_store.seaweedfs == null ? null : var.object_store.seaweedfs.image, var.postgres.image, var.attic.image, var.attic.client_image] :
    image.repository if try(endswith(image.digest, "0000000000000000000000000000000000000000000000000000000000000000"), false)
  ]
}

# A placeholder is a digest that no image has: pods would wait for ever.
check "images" {
  assert {
    condition     = length(local.placeholders) == 0
    error_message = "Digests of zeros are placeholders: look at each image, and write its digest into the environment's variable file: ${join(", ", local.placeholders)}."
  }
}
