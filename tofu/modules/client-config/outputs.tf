output "files" {
  description = "Map of path relative to the user's home directory to the lines that belong there; no secret is among them."
  value       = local.files
}

output "files_sha256" {
  description = "Map of the same paths to the SHA-256 of their content, hexadecimal: tells whether clients must be configured anew."
  value       = { for path, content in local.files : path => sha256(content) }
}
