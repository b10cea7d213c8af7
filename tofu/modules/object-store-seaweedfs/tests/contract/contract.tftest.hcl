mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

# The rules are the validations of //tofu/modules/object-store-contract: this run fails where one is broken.
run "kept" {
  command = plan

  assert {
    condition     = jsonencode(output.kept) == jsonencode(output.told)
    error_message = "The contract must have every attribute of the output, and no other."
  }
  assert {
    condition     = output.told["rotated"].buckets["bazel-cache"].credentials_revision > output.told["plain"].buckets["bazel-cache"].credentials_revision
    error_message = "A new password."
  }
  assert {
    condition     = output.told["target"].buckets["bazel-cache"].credentials_revision != output.told["plain"].buckets["bazel-cache"].credentials_revision
    error_message = "With a Secret more, all are written again: the password of a run is new."
  }
}
