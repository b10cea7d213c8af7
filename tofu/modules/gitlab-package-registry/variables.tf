variable "gitlab_url" {
  description = "Address of GitLab, https://gitlab.example.com, with its path if it has one."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https://[A-Za-z0-9.-]+(:[1-9][0-9]*)?(/[A-Za-z0-9._~/-]*)?$", var.gitlab_url))
    error_message = "gitlab_url must start with https:// and a host, without user or password: clients send their tokens there."
  }
}

variable "group_id" {
  description = "Number of the group whose packages clients read, as its page shows it: a path would break when the group is renamed."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[1-9][0-9]*$", var.group_id))
    error_message = "group_id must be the group's number, as 42, not its path."
  }
}

variable "project_id" {
  description = "Number of the project that packages are published to; default: none, and publish_endpoints is empty. The format generic needs it."
  type        = string
  default     = null

  validation {
    condition     = var.project_id == null || can(regex("^[1-9][0-9]*$", var.project_id))
    error_message = "project_id must be the project's number, as 42, not its path."
  }
}

variable "formats" {
  description = "Set of the formats in use: maven, npm, nuget, pypi, generic; default npm, nuget and pypi."
  type        = set(string)
  default     = ["npm", "nuget", "pypi"]
  nullable    = false

  validation {
    condition     = !contains(var.formats, "rpm")
    error_message = "formats: GitLab has no RPM registry (docs.gitlab.com, \"Supported package managers\"). Use the module rpm-repo for those."
  }
  validation {
    condition     = length(setsubtract(var.formats, ["maven", "npm", "nuget", "pypi", "generic", "rpm"])) == 0
    error_message = "formats must be of maven, npm, nuget, pypi and generic."
  }
  validation {
    condition     = length(var.formats) > 0
    error_message = "formats is empty: leave the module out instead."
  }
  validation {
    condition     = !contains(var.formats, "generic") || var.project_id != null
    error_message = "formats has generic, which belongs to a project: set project_id."
  }
}

variable "token_env" {
  description = "Name of the variable in which clients have their token, for .npmrc; default GITLAB_TOKEN. A deploy token with read_package_registry is enough for reading."
  type        = string
  default     = "GITLAB_TOKEN"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z_][A-Za-z0-9_]*$", var.token_env))
    error_message = "token_env must be the name of a variable: the token itself belongs into no file."
  }
}

variable "npm_scope" {
  description = "Scope that npm takes from here and from nowhere else, as @example; wanted with the format npm."
  type        = string
  default     = null

  validation {
    condition     = !contains(var.formats, "npm") || can(regex("^@[a-z0-9][a-z0-9._-]*$", var.npm_scope))
    error_message = "npm_scope must be a scope, as @example: GitLab answers for scoped packages, and without one npm would ask it for everything."
  }
}

variable "nuget_patterns" {
  description = "List of the packages that NuGet takes from here and from nowhere else, as [\"Example.*\"]; wanted with the format nuget."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = !contains(var.formats, "nuget") || (length(var.nuget_patterns) > 0 && alltrue([for pattern in var.nuget_patterns : can(regex("^[A-Za-z0-9_.-]+\\*?$", pattern))]))
    error_message = "nuget_patterns must name packages, with at most one * at the end, as [\"Example.*\"]: without any, nothing would come from here."
  }
}

variable "nuget_source_name" {
  description = "Name of the NuGet source, of which the variable with its credentials is named; default gitlab."
  type        = string
  default     = "gitlab"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_.]*$", var.nuget_source_name))
    error_message = "nuget_source_name must be letters, digits, . and _ and begin with a letter."
  }
}
