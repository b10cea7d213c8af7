locals {
  placeholders = [
    for image in [var.bagetter.image, var.postgres.image, try(var.rpm_repo.image, null), try(var.rpm_repo.publish_image, null), var.nexus.image, var.galaxy.image, var.galaxy.web_image] :
    image.repository if try(endswith(image.digest, "0000000000000000000000000000000000000000000000000000000000000000"), false)
  ]
}

# A placeholder is a digest that no image has: pods would wait for ever. A plan warns of it, and an apply makes nothing.
check "images" {
  assert {
    condition     = length(local.placeholders) == 0
    error_message = "Digests of zeros are placeholders: look at each image, and write its digest into the environment's variable file: ${join(", ", local.placeholders)}."
  }
}

# What runs images waits for this. No plan knows the time of its apply, so the condition is held against that alone.
resource "terraform_data" "images" {
  input = local.placeholders

  lifecycle {
    precondition {
      condition     = length(local.placeholders) == 0 || timestamp() == ""
      error_message = "Digests of zeros are placeholders, and nothing is applied with them: look at each image, and write its digest into the environment's variable file: ${join(", ", local.placeholders)}."
    }
  }
}
