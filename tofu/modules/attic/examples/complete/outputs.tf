output "nix" {
  description = "What module client-config takes as nix."
  value       = { substituters = module.attic.nix.substituters }
}

output "resources" {
  description = "What module capacity takes as a component."
  value       = module.attic.resources
}
