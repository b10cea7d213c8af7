output "files" {
  description = "Map of path relative to the user's home directory to the lines that belong there; no secret is among them. dnf reads .repo files of /etc/yum.repos.d only: copy that one there."
  value       = local.files

  precondition {
    condition     = length(local.foreign_urls) == 0
    error_message = "These addresses are outside the domain ${coalesce(var.domain, "-")}: ${join(", ", local.foreign_urls)}. Clients of one environment must not be pointed at another's services."
  }
}

output "files_sha256" {
  description = "Map of the same paths to the SHA-256 of their content, hexadecimal: tells whether clients must be configured anew."
  value       = { for path, content in local.files : path => sha256(content) }
}

output "quick_reference" {
  description = "List with a row for each address: client, file (path relative to the home directory), endpoint, credentials (where the client takes them from) and check (a command that shows what the client has read)."
  value       = local.quick_reference
}
