terraform {
  required_providers {
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }
}

resource "time_offset" "this" {
  base_rfc3339 = "2026-11-25T00:00:00Z"
}
