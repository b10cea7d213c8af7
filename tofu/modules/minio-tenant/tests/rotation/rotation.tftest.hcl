mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

run "passwords_change_together_or_not_at_all" {
  command = plan

  assert {
    condition     = output.revisions["same"] == output.revisions["base"] && output.jobs["same"] == output.jobs["base"]
    error_message = "What has not changed is neither written nor run again."
  }
  assert {
    condition     = output.revisions["credentials"].attic > output.revisions["base"].attic && output.revisions["credentials"].bazel-cache == output.revisions["base"].bazel-cache
    error_message = "A new password for this bucket, and for no other."
  }
  # The password of a run is new: a Secret that comes later would have another than those before it.
  assert {
    condition     = output.revisions["target"].attic != output.revisions["base"].attic && output.secrets["target"] == { attic = "attic-s3", ci = "attic-s3" }
    error_message = "With a Secret more, all of the bucket's are written again."
  }
  assert {
    condition     = output.revisions["endpoint"].attic != output.revisions["base"].attic && output.revisions["endpoint"].bazel-cache != output.revisions["base"].bazel-cache
    error_message = "The Secrets tell the endpoint, too."
  }
  assert {
    condition     = output.revisions["administrator"] == output.revisions["base"] && output.revisions["image"] == output.revisions["base"] && output.revisions["quota"] == output.revisions["base"]
    error_message = "Nobody else gets a new password."
  }
}

run "the_job_follows" {
  command = plan

  assert {
    condition     = alltrue([for name in ["credentials", "target", "endpoint", "administrator", "image", "quota"] : output.jobs[name] != output.jobs["base"]])
    error_message = "MinIO is told of each change by another Job: ${jsonencode(output.jobs)}."
  }
}
