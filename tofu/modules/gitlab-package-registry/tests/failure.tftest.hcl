# One wrong value for each variable in a run.
variables {
  gitlab_url     = "https://gitlab.dev.example.com"
  group_id       = "42"
  npm_scope      = "@example"
  nuget_patterns = ["Example.*"]
}

run "refused_01" {
  command = plan
  variables {
    # plain http
    gitlab_url = "http://gitlab.dev.example.com"
    # a path
    group_id = "example/platform"
    # a token
    token_env = "glpat-123"
    # no scope
    npm_scope = "example"
    # all packages
    nuget_patterns = ["*"]
    # not the name of a variable
    nuget_source_name = "our gitlab"
  }
  expect_failures = [var.gitlab_url, var.group_id, var.token_env, var.npm_scope, var.nuget_patterns, var.nuget_source_name]
}

run "rpm_is_not_gitlabs" {
  command = plan
  variables {
    formats = ["rpm"]
  }
  expect_failures = [var.formats]
}

run "format_unknown" {
  command = plan
  variables {
    formats = ["npm", "conan"]
  }
  expect_failures = [var.formats]
}

run "no_format" {
  command = plan
  variables {
    formats = []
  }
  expect_failures = [var.formats]
}

run "generic_without_project" {
  command = plan
  variables {
    formats = ["generic"]
  }
  expect_failures = [var.formats]
}

run "npm_without_scope" {
  command = plan
  variables {
    npm_scope = null
  }
  expect_failures = [var.npm_scope]
}

run "nuget_without_patterns" {
  command = plan
  variables {
    nuget_patterns = []
  }
  expect_failures = [var.nuget_patterns]
}

run "project_by_its_path" {
  command = plan
  variables {
    project_id = "example/tools"
  }
  expect_failures = [var.project_id]
}
