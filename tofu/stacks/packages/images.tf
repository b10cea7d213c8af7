locals {
  placeholders = [
    for image in [var.bagetter.image, var.postgres.image, try(var.rpm_repo.image, null), try(var.rpm_repo.publish_image, null), var.nexus.image, var.galaxy.image, var.galaxy.web_image] :
    "${image.repository}${try(":${image.tag}", "")}" if try(endswith(image.digest, "0000000000000000000000000000000000000000000000000000000000000000"), false)
  ]

  # What prints a digest: that of the list of all platforms, whatever this one is.
  digest_commands = join("", [for image in local.placeholders : "\n  skopeo --override-os linux inspect --format '{{.Digest}}' docker://${image}"])
}

# A placeholder is a digest that no image has: pods would wait for ever. A plan warns of it, and an apply makes nothing.
check "images" {
  assert {
    condition     = length(local.placeholders) == 0
    error_message = "Digests of zeros are placeholders. Look at each image, and write into the environment's variable file, as its digest, what this prints:${local.digest_commands}"
  }
}

# What runs images waits for this. No plan knows the time of its apply, so the condition is held against that alone.
resource "terraform_data" "images" {
  input = local.placeholders

  lifecycle {
    precondition {
      condition     = length(local.placeholders) == 0 || timestamp() == ""
      error_message = "Digests of zeros are placeholders, and nothing is applied with them. Look at each image, and write into the environment's variable file, as its digest, what this prints:${local.digest_commands}"
    }
  }
}
