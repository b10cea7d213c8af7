output "object_store" {
  description = "The store, for stacks."
  value       = module.object_store.object_store
}
