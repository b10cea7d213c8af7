locals {
  placeholders = [
    for image in [var.bagetter.image, var.postgres.image, try(var.rpm_repo.image, null), try(var.rpm_repo.publish_image, null), var.nexus.image] :
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
