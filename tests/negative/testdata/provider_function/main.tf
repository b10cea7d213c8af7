terraform {
  required_providers {
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }
}

output "year" {
  value = provider::time::rfc3339_parse("2026-11-25T00:00:00Z").year
}
