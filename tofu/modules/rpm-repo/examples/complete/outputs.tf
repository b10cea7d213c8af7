output "rpm_repos" {
  description = "Map for module client-config: id to name, baseurl, gpg_key_url and repo_gpgcheck."
  value       = module.rpm_repo.rpm_repos
}
