output "name" {
  description = "A module of its own, for what rules refuse."
  value       = "leaf"
}
