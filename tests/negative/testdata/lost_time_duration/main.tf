terraform {
  required_providers {
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }
}

resource "time_sleep" "this" {
  create_duration = "5 minutes"
}
