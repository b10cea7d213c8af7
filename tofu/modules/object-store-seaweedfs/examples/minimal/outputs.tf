output "object_store" {
  description = "What the stacks of the services take: endpoint, buckets, names of Secrets, capacity."
  value       = module.seaweedfs.object_store
}
