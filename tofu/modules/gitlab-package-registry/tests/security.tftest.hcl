variables {
  gitlab_url     = "https://gitlab.dev.example.com"
  group_id       = "42"
  npm_scope      = "@example"
  nuget_patterns = ["Example.*"]
}

run "no_secret" {
  command = plan

  assert {
    condition     = !can(regex("(?i)password|AKIA|glpat-|://[^/\"]*@", jsonencode([output.endpoints, output.nuget_sources, output.npm_registries, output.pypi_indexes])))
    error_message = "Names of variables only."
  }
}

run "credentials_in_the_address" {
  command = plan
  variables {
    gitlab_url = "https://me:secret@gitlab.dev.example.com"
  }
  expect_failures = [var.gitlab_url]
}
