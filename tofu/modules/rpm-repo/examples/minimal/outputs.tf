output "dnf_repo" {
  description = "Text of the .repo file for clients in the cluster."
  value       = module.rpm_repo.dnf_repo
}
