output "caches" {
  description = "Map by name of cache: url, retention_days, retention_seconds, public."
  value       = module.attic.caches
}
