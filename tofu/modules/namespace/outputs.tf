output "name" {
  description = "Name of the namespace, known while planning; whoever takes it from here waits for the namespace."
  value       = local.name
}

output "pod_security_level" {
  description = "Pod Security Standard that is enforced: restricted, baseline or privileged."
  value       = var.pod_security.enforce
}

output "protected" {
  description = "Whether a plan that destroys the namespace is refused; false where it is not made here."
  value       = var.create && local.protected
}
