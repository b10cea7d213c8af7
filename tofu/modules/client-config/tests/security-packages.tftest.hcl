run "nuget_takes_everything_from_two_places" {
  command = plan
  variables {
    nuget = { sources = { ours = { url = "https://nuget.example.com/v3/index.json", patterns = ["*"] } } }
  }
  expect_failures = [var.nuget]
}

run "npm_auth_by_plain_http" {
  command = plan
  variables {
    npm = { registries = { "@example" = { url = "https://npm.example.com/", auth_url = "http://npm.example.com/" } } }
  }
  expect_failures = [var.npm]
}

run "another_environments_host" {
  command = plan
  variables {
    domain = "dev.example.com"
    npm    = { registries = { "@example" = { url = "https://npm.prod.example.com/" } } }
  }
  expect_failures = [output.files]
}

run "a_domain_that_only_ends_alike" {
  command = plan
  variables {
    domain = "dev.example.com"
    bazel  = { url = "grpcs://evildev.example.com:443" }
  }
  expect_failures = [output.files]
}
