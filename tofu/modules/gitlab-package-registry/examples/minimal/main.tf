# npm alone: the group, and the scope that comes from there.
module "gitlab" {
  source = "../.."

  gitlab_url = "https://gitlab.dev.example.com"
  group_id   = "42"
  formats    = ["npm"]
  npm_scope  = "@example"
}
