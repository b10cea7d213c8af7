variables {
  gitlab_url     = "https://gitlab.dev.example.com"
  group_id       = "42"
  npm_scope      = "@example"
  nuget_patterns = ["Example.*"]
}

run "defaults" {
  command = plan

  assert {
    condition = output.endpoints == {
      npm   = "https://gitlab.dev.example.com/api/v4/groups/42/-/packages/npm/"
      nuget = "https://gitlab.dev.example.com/api/v4/groups/42/-/packages/nuget/index.json"
      pypi  = "https://gitlab.dev.example.com/api/v4/groups/42/-/packages/pypi/simple"
    }
    error_message = "Clients read from the group, got ${jsonencode(output.endpoints)}."
  }
  assert {
    condition     = length(output.publish_endpoints) == 0
    error_message = "Without a project there is nowhere to publish."
  }
}

run "everything_and_below_a_path" {
  command = plan

  variables {
    gitlab_url        = "https://example.com/gitlab/"
    project_id        = "7"
    formats           = ["maven", "npm", "nuget", "pypi", "generic"]
    nuget_source_name = "ours"
  }

  assert {
    condition = output.publish_endpoints == {
      generic = "https://example.com/gitlab/api/v4/projects/7/packages/generic"
      maven   = "https://example.com/gitlab/api/v4/projects/7/packages/maven"
      npm     = "https://example.com/gitlab/api/v4/projects/7/packages/npm/"
      nuget   = "https://example.com/gitlab/api/v4/projects/7/packages/nuget/index.json"
      pypi    = "https://example.com/gitlab/api/v4/projects/7/packages/pypi"
    }
    error_message = "CI publishes to the project, got ${jsonencode(output.publish_endpoints)}."
  }
  assert {
    condition     = output.endpoints.generic == "https://example.com/gitlab/api/v4/projects/7/packages/generic" && output.endpoints.maven == "https://example.com/gitlab/api/v4/groups/42/-/packages/maven"
    error_message = "Generic packages belong to a project, all others are read from the group."
  }
  assert {
    condition     = keys(output.nuget_sources) == ["ours"]
    error_message = "The source has the name that was asked for."
  }
}

run "only_what_is_asked_for" {
  command = plan

  variables {
    formats        = ["maven"]
    npm_scope      = null
    nuget_patterns = []
  }

  assert {
    condition     = keys(output.endpoints) == ["maven"] && length(output.nuget_sources) == 0 && length(output.npm_registries) == 0 && length(output.pypi_indexes) == 0
    error_message = "No client is configured for a format that nobody uses."
  }
}
