terraform {
  required_providers {
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }
}

resource "time_rotating" "this" {
  rotation_hours = 0
}
