mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

run "jobs_are_made_anew_for_what_they_do" {
  command = plan

  assert {
    condition     = output.jobs["same"] == output.jobs["base"] && output.jobs["replicas"] == output.jobs["base"]
    error_message = "What has succeeded and would do the same is not run again."
  }
  assert {
    condition     = output.jobs["image"].migrations != output.jobs["base"].migrations && output.jobs["image"].bootstrap != output.jobs["base"].bootstrap
    error_message = "New programs want their tables first."
  }
  assert {
    condition     = output.jobs["database"].migrations != output.jobs["base"].migrations
    error_message = "An empty database wants its tables."
  }
  assert {
    condition     = output.jobs["retention"].bootstrap != output.jobs["base"].bootstrap && output.jobs["retention"].migrations == output.jobs["base"].migrations
    error_message = "The caches have changed, the tables have not."
  }
  assert {
    condition     = output.jobs["signing_key"].bootstrap != output.jobs["base"].bootstrap
    error_message = "The Secret's content is not seen here: its revision is."
  }
}
