output "hash" {
  description = "What stands for the password in an htpasswd file, after the user's name and a colon: {SHA} and base64 of its SHA-1, as Apache's htpasswd -s writes it."
  value       = "{SHA}${substr(local.base64, 0, 27)}="
  ephemeral   = true
}
