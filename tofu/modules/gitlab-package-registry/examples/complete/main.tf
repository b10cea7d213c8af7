# All that GitLab has, below a path of the company's host.
module "gitlab" {
  source = "../.."

  gitlab_url        = "https://example.com/gitlab"
  group_id          = "42"
  project_id        = "7"
  formats           = ["generic", "maven", "npm", "nuget", "pypi"]
  token_env         = "EXAMPLE_GITLAB_TOKEN"
  npm_scope         = "@example"
  nuget_patterns    = ["Example.*"]
  nuget_source_name = "example"
}
