# Pure: addresses only. GitLab runs elsewhere; nothing is created and no token is read.
locals {
  api     = "${trimsuffix(var.gitlab_url, "/")}/api/v4"
  group   = "${local.api}/groups/${var.group_id}/-/packages"
  project = "${local.api}/projects/${coalesce(var.project_id, "-")}/packages"

  # Where clients read: all projects of the group at once. Generic packages are the exception, they belong to a project.
  read = {
    maven   = "${local.group}/maven"
    npm     = "${local.group}/npm/"
    nuget   = "${local.group}/nuget/index.json"
    pypi    = "${local.group}/pypi/simple"
    generic = "${local.project}/generic"
  }

  # Where CI publishes: GitLab takes packages for a project, never for a group.
  publish = {
    maven   = "${local.project}/maven"
    npm     = "${local.project}/npm/"
    nuget   = "${local.project}/nuget/index.json"
    pypi    = "${local.project}/pypi"
    generic = "${local.project}/generic"
  }
}
