terraform {
  required_version = ">= 1.10"

  required_providers {
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }
}

resource "time_static" "this" {}

resource "time_offset" "this" {
  base_rfc3339 = time_static.this.rfc3339
  offset_days  = 90
}

resource "time_sleep" "this" {
  create_duration = "5m"
  triggers        = { until = time_offset.this.rfc3339 }
}

output "until" {
  description = "When it ends."
  value       = time_offset.this.unix
}
