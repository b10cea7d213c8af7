output "told" {
  description = "Map by variant: what the store tells."
  value       = { for name, store in module.store : name => store.object_store }
}

output "kept" {
  description = "Map by variant: what the contract knows of it."
  value       = { for name, contract in module.contract : name => contract.object_store }
}
