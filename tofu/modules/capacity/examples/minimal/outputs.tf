output "minimum" {
  description = "Object of cpu, memory_gib and storage_gib."
  value       = module.capacity.resource_summary.minimum
}
