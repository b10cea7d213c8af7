terraform {
  required_providers {
    flywheel = {
      source = "gloriousflywheel/flywheel"
    }
  }
}

resource "flywheel_local_cache" "this" {
  data_dir = "/var/cache/flywheel"
  auth     = "password"
}
