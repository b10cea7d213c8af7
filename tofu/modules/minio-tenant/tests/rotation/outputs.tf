output "revisions" {
  description = "Map by variant: map by bucket of the number that changes with its password."
  value       = { for name, store in module.store : name => { for key, b in store.object_store.buckets : key => b.credentials_revision } }
}

output "jobs" {
  description = "Map by variant: name of the bootstrap Job."
  value       = { for name, store in module.store : name => store.bootstrap_job }
}

output "secrets" {
  description = "Map by variant: map of the Secrets with the bucket's credentials by namespace."
  value       = { for name, store in module.store : name => store.object_store.buckets["attic"].secrets }
}
