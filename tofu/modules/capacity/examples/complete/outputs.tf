output "resource_summary" {
  description = "Object: the sums, as the module describes them."
  value       = module.capacity.resource_summary
}

output "markdown" {
  description = "The same as Markdown tables."
  value       = module.capacity.markdown
}
