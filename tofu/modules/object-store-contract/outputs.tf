output "object_store" {
  description = "The object, held to the contract."
  value       = var.object_store
}
