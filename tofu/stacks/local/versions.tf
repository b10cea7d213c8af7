terraform {
  required_version = ">= 1.10"

  required_providers {
    flywheel = {
      source  = "gloriousflywheel/flywheel"
      version = "~> 0.1"
    }
  }
}
