output "text" {
  description = "The greeting, with a line break at its end."
  value       = terraform_data.this.output
}
