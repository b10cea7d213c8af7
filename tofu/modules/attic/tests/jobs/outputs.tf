output "jobs" {
  description = "Map by variant: the module's output jobs."
  value       = { for name, attic in module.attic : name => attic.jobs }
}
