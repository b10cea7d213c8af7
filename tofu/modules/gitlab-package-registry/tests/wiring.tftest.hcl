variables {
  gitlab_url     = "https://gitlab.dev.example.com"
  group_id       = "42"
  npm_scope      = "@example"
  nuget_patterns = ["Example.*"]
}

run "what_client_config_takes" {
  command = plan

  assert {
    condition     = output.nuget_sources == { gitlab = { url = "https://gitlab.dev.example.com/api/v4/groups/42/-/packages/nuget/index.json", patterns = tolist(["Example.*"]), private = true } }
    error_message = "Got ${jsonencode(output.nuget_sources)}."
  }
  assert {
    condition     = output.npm_registries == { "@example" = { url = "https://gitlab.dev.example.com/api/v4/groups/42/-/packages/npm/", token_env = "GITLAB_TOKEN", auth_url = "https://gitlab.dev.example.com/api/v4/" } }
    error_message = "The token must reach files of projects too, got ${jsonencode(output.npm_registries)}."
  }
  assert {
    condition     = output.pypi_indexes == { gitlab = { url = "https://gitlab.dev.example.com/api/v4/groups/42/-/packages/pypi/simple", private = true } }
    error_message = "Got ${jsonencode(output.pypi_indexes)}."
  }
}
